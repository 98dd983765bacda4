/** The templates that the specifications' own examples name (SmsAdapterSpecification §16.1, XmppAdapterSpecification §21.1). */
export const EXAMPLE_TEMPLATES = [
  {
    template_ref: "secure-document-sms-reminder",
    body: "A document is ready for you: {{ portal_link }}",
  },
  {
    template_ref: "secure-document-xmpp-notification",
    body: "A document is ready for you: {{ portal_link }}",
  },
];
