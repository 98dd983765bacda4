import type { PhoneNumberType } from "libphonenumber-js/max";

/** SmsAdapterSpecification §25. */
export type SmsNumberType = "mobile" | "landline" | "voip" | "toll_free" | "unknown";

/** Whether an SMS can arrive at a number of its kind. Only `unsuitable` is a reason not to send. */
export type SmsSuitability = "suitable" | "unsuitable" | "unknown";

interface TypeReading {
  readonly type: SmsNumberType;
  readonly sms: SmsSuitability;
}

const reading = (type: SmsNumberType, sms: SmsSuitability): TypeReading => ({ type, sms });

/**
 * What the numbering plan's kind of a number says of SMS. `unsuitable` only where no handset can stand behind the
 * number; where some kinds of a number take SMS and others do not, it is unknown and the provider decides.
 */
const READINGS: Readonly<Record<PhoneNumberType, TypeReading>> = {
  MOBILE: reading("mobile", "suitable"),
  /** North America and some others: nothing in the number tells them apart. */
  FIXED_LINE_OR_MOBILE: reading("unknown", "unknown"),
  /** SmsAdapterSpecification §11.1: not suitable, though some carriers read messages aloud. */
  FIXED_LINE: reading("landline", "unsuitable"),
  VOIP: reading("voip", "unknown"),
  /** Follows its owner to any kind of line. */
  PERSONAL_NUMBER: reading("unknown", "unknown"),
  TOLL_FREE: reading("toll_free", "unsuitable"),
  PREMIUM_RATE: reading("unknown", "unsuitable"),
  SHARED_COST: reading("unknown", "unsuitable"),
  UAN: reading("unknown", "unsuitable"),
  PAGER: reading("unknown", "unsuitable"),
  VOICEMAIL: reading("unknown", "unsuitable"),
};

const UNTOLD = reading("unknown", "unknown");
/** Toll-free numbers of +1 can be enabled for messages in both directions. */
const TEXT_ENABLED = reading("toll_free", "unknown");

export const readType = (type: PhoneNumberType | undefined, callingCode: string): TypeReading => {
  if (type === undefined) return UNTOLD;
  if (type === "TOLL_FREE" && callingCode === "1") return TEXT_ENABLED;
  return READINGS[type];
};
