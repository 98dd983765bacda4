/** The template that the specification's own example names (SmsAdapterSpecification §16.1). */
export const EXAMPLE_TEMPLATES = [
  {
    template_ref: "secure-document-sms-reminder",
    body: "A document is ready for you: {{ portal_link }}",
  },
];
