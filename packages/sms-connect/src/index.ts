export { smsConnect } from "./adapter.ts";
export { ADAPTER_ID } from "./adapter-id.ts";
export { checkSms } from "./check-configuration.ts";
export { SmsConfiguration } from "./configuration.ts";
export { smsDescriptor } from "./descriptor.ts";
export { assessSms } from "./evidence/assess.ts";
export { smsMapping } from "./evidence/mapping.ts";
export type { SmsAccount, SmsKit, SmsSettings } from "./kit.ts";
export { smsParts, type SmsParts, type SmsPartsOptions } from "./parts.ts";
export { SANDBOX_NUMBERS } from "./provider/sandbox/numbers.ts";
export type {
  Cancelled,
  ProviderFeature,
  SmsEncoding,
  SmsSubmission,
  SmsTransport,
  Submitted,
} from "./provider/port.ts";
export { openSmsConnect, type SmsService, type SmsServiceOptions } from "./service.ts";

// The objects of SmsAdapterSpecification, one schema each.
export { SmsEvidenceAssessment } from "./model/assessment.ts";
export { SmsChannelHealth } from "./model/channel-health.ts";
export { SmsConsent } from "./model/consent.ts";
export { SmsContentAnalysis } from "./model/content-analysis.ts";
export { SmsDeliveryReceipt } from "./model/delivery-receipt.ts";
export { SmsEndpointQuality } from "./model/endpoint-quality.ts";
export { SmsInboundMessage } from "./model/inbound-message.ts";
export { SmsLinkClickEvent } from "./model/link-click.ts";
export { SmsProvider } from "./model/provider-model.ts";
export { RawSmsEventRef } from "./model/raw-event-ref.ts";
export { SmsSenderIdentity } from "./model/sender-identity.ts";
export { SmsAttempt } from "./model/sms-attempt.ts";
export { SmsEndpoint } from "./model/sms-endpoint.ts";
export { SmsMessage } from "./model/sms-message.ts";
export { SmsSegment } from "./model/sms-segment.ts";
export { SmsSuppression } from "./model/suppression.ts";
export { SmsMessageTimeline, SmsTimelineEvent } from "./model/timeline.ts";
export { SmsReport } from "./native/reports.ts";
