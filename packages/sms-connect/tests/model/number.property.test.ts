import fc from "fast-check";
import google from "google-libphonenumber";
import { expect, test } from "vitest";
import { readNumber, type SmsNumber } from "../../src/model/number.ts";

const { PhoneNumberFormat, PhoneNumberType, PhoneNumberUtil } = google;
const plans = PhoneNumberUtil.getInstance();

/** An example of every kind of number of every region, as the oracle has them. */
const EXAMPLES = plans
  .getSupportedRegions()
  .flatMap((region) =>
    Object.values(PhoneNumberType)
      .filter((type) => typeof type === "number" && type >= 0 && type <= 10)
      .map((type) => Number(type) as google.PhoneNumberType)
      .map((type) => plans.getExampleNumberForType(region, type) as google.PhoneNumber | null),
  )
  .filter((example) => example !== null)
  .map((example) => plans.format(example, PhoneNumberFormat.E164));

/** One of them with its last digits changed: about two thirds are numbers of some plan. */
const generated = fc
  .tuple(fc.constantFrom(...EXAMPLES), fc.integer({ min: 0, max: 8 }), fc.nat(99_999_999))
  .map(([example, digits, tail]) => {
    const kept = example.slice(0, Math.max(4, example.length - digits));
    return (
      kept +
      String(tail)
        .padStart(8, "0")
        .slice(0, example.length - kept.length)
    );
  });

const KINDS = new Map<number, Pick<SmsNumber, "type" | "sms">>([
  [PhoneNumberType.FIXED_LINE, { type: "landline", sms: "unsuitable" }],
  [PhoneNumberType.MOBILE, { type: "mobile", sms: "suitable" }],
  [PhoneNumberType.FIXED_LINE_OR_MOBILE, { type: "unknown", sms: "unknown" }],
  [PhoneNumberType.TOLL_FREE, { type: "toll_free", sms: "unsuitable" }],
  [PhoneNumberType.PREMIUM_RATE, { type: "unknown", sms: "unsuitable" }],
  [PhoneNumberType.SHARED_COST, { type: "unknown", sms: "unsuitable" }],
  [PhoneNumberType.VOIP, { type: "voip", sms: "unknown" }],
  [PhoneNumberType.PERSONAL_NUMBER, { type: "unknown", sms: "unknown" }],
  [PhoneNumberType.PAGER, { type: "unknown", sms: "unsuitable" }],
  [PhoneNumberType.UAN, { type: "unknown", sms: "unsuitable" }],
  [PhoneNumberType.VOICEMAIL, { type: "unknown", sms: "unsuitable" }],
  [PhoneNumberType.UNKNOWN, { type: "unknown", sms: "unknown" }],
]);

/** What the oracle makes of it, in our words; null: it is no valid number or not written as E.164. */
function expected(value: string): SmsNumber | null {
  let parsed: google.PhoneNumber;
  try {
    parsed = plans.parse(value);
  } catch {
    return null;
  }
  if (!plans.isValidNumber(parsed) || plans.format(parsed, PhoneNumberFormat.E164) !== value)
    return null;
  const region: string | undefined = plans.getRegionCodeForNumber(parsed);
  const kind = KINDS.get(plans.getNumberType(parsed));
  if (kind === undefined) throw new Error("The oracle has a kind that the table above has not.");
  return {
    e164: value,
    country: region === undefined || region === "001" ? null : region,
    ...kind,
    ...(kind.type === "toll_free" && value.startsWith("+1") ? { sms: "unknown" } : {}),
  };
}

/** Calling codes where the two libraries carry numbering plans of different dates. */
const OTHER_DATE = [
  "+229", // Benin: ten digits since 2024
  "+254", // Kenya
  "+263", // Zimbabwe
  "+267", // Botswana: 791 was VoIP
];
/** Tristan da Cunha: libphonenumber-js reads its only range as FIXED_LINE_OR_MOBILE, so as unknown. */
const NOT_TOLD_APART = "+2908";

test("country, kind and validity agree with Google's libphonenumber", () => {
  const seen = { valid: 0, refused: 0, types: new Set<string>() };
  fc.assert(
    fc.property(generated, (value) => {
      fc.pre(![...OTHER_DATE, NOT_TOLD_APART].some((code) => value.startsWith(code)));
      const read = readNumber(value);
      const oracle = expected(value);
      expect(read.ok ? read.number : null).toEqual(oracle);
      if (oracle === null) seen.refused += 1;
      else {
        seen.valid += 1;
        seen.types.add(`${oracle.type} ${oracle.sms}`);
      }
    }),
    { seed: 20_261_101, numRuns: 3_000 },
  );
  expect(seen.valid).toBeGreaterThan(1_500);
  expect(seen.refused).toBeGreaterThan(300);
  expect([...seen.types].sort()).toEqual([
    "landline unsuitable",
    "mobile suitable",
    "toll_free unknown",
    "toll_free unsuitable",
    "unknown unknown",
    "unknown unsuitable",
    "voip unknown",
  ]);
});

test("whatever is read is refused without its digits or comes back as it was", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.stringMatching(/^[+0-9٠-٩ ()\u202a\u200b-]{0,20}$/u),
    generated,
  );
  fc.assert(
    fc.property(anything, (value) => {
      const read = readNumber(value);
      if (read.ok) expect(read.number.e164).toBe(value);
      else for (const run of value.match(/\d{5,}/g) ?? []) expect(read.message).not.toContain(run);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
