// Telephone numbers as recipients (SmsAdapterSpecification §11.1, §25). ITU-T E.164; numbering plans by libphonenumber.
import { parsePhoneNumberFromString, type PhoneNumber } from "libphonenumber-js/max";
import { memo } from "@underclaim/runtime";
import { readType, type SmsNumberType, type SmsSuitability } from "./number-type.ts";

export interface SmsNumber {
  /** `+`, country code and national number: exactly what was given. */
  readonly e164: string;
  /**
   * ISO 3166-1 alpha-2, with XK, AC and TA, which have numbering plans of their own. Of countries that share a range, the
   * main one. Null for networks of no country, such as +882.
   */
  readonly country: string | null;
  readonly type: SmsNumberType;
  readonly sms: SmsSuitability;
}

type NumberProblem =
  | "missing"
  /** Not written as E.164: the same number in another spelling is asked for, so that one number has one name. */
  | "not_e164"
  /** Written as E.164, and in no range of its country's numbering plan. */
  | "invalid";

export type NumberReading =
  | { readonly ok: true; readonly number: SmsNumber }
  /** The message never holds the number. */
  | { readonly ok: false; readonly problem: NumberProblem; readonly message: string };

const E164 = /^\+[1-9][0-9]{1,14}$/;
const HOW = "Give it in E.164: a plus sign, the country code and the number, with nothing between.";

/** Why a text is not E.164, the first that applies. */
const SPELLINGS: readonly (readonly [wrong: RegExp, says: string])[] = [
  [/^[0-9]+$/, "The number has no plus sign and country code."],
  [/\s/u, "The number holds white space."],
  [/[^+0-9\p{Nd}]/u, "The number holds characters other than digits."],
  [/[\p{Nd}--[0-9]]/v, "The number holds digits other than 0 to 9."],
  [/^\+0/, "No country code starts with 0."],
  [/^\+[0-9]{16}/, "The number has more than 15 digits."],
];

const refused = (problem: NumberProblem, message: string): NumberReading => ({
  ok: false,
  problem,
  message,
});

const parse = (value: string): PhoneNumber | undefined =>
  E164.test(value) ? parsePhoneNumberFromString(value, { extract: false }) : undefined;

/** A recipient's number, or why it cannot be one. */
export function readNumber(value: string | null | undefined): NumberReading {
  if (value == null || value.trim() === "") return refused("missing", "There is no number.");
  if (!E164.test(value)) {
    const [, says = "The number is too short or has no plus sign at its start."] =
      SPELLINGS.find(([wrong]) => wrong.test(value)) ?? [];
    return refused("not_e164", `${says} ${HOW}`);
  }
  return inPlan(value);
}

/** For an erasure: what was read lately is read anew. */
export const forgetNumbers = (): void => inPlan.forget();

/** By the numbering plan of its country. A request's number is read by its reads and by its plan. */
const inPlan = memo((value: string): NumberReading => {
  const parsed = parse(value);
  if (parsed === undefined || !parsed.isValid())
    return refused(
      "invalid",
      "No numbering plan has such a number: check country code and length.",
    );
  if (parsed.number !== value)
    return refused("not_e164", `The number holds a prefix for dialling inside its country. ${HOW}`);
  const { type, sms } = readType(parsed.getType(), parsed.countryCallingCode);
  return { ok: true, number: { e164: value, country: parsed.country ?? null, type, sms } };
});

/** Mexico's numbers had a 1 before them when dialled from elsewhere, which networks still write in a handset's address. */
const WRITTEN_OTHERWISE = /^\+521([0-9]{10})$/;

/** The name of a handset that some networks write in another way: it is the same whose STOP it is and who is sent to. */
export const handsetAddress = (address: string): string =>
  address.replace(WRITTEN_OTHERWISE, "+52$1");

/** Of any address: null for names, short codes and what is not E.164. A number need not be valid to have a country. */
export const countryOf = (address: string): string | null => parse(address)?.country ?? null;
