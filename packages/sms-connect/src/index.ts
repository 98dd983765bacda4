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
