import { describe, expect, test } from "vitest";
import { countryOf, readNumber } from "../../src/model/number.ts";

describe("a number is read", () => {
  test.each([
    ["+491701234567", "DE", "mobile", "suitable"],
    ["+4930123456", "DE", "landline", "unsuitable"],
    ["+390612345678", "IT", "landline", "unsuitable"],
    ["+447911123456", "GG", "mobile", "suitable"],
    // Nothing tells a mobile number of North America from a landline.
    ["+12025550123", "US", "unknown", "unknown"],
    ["+18005551234", "US", "toll_free", "unknown"],
    ["+498001234567", "DE", "toll_free", "unsuitable"],
    ["+15005550006", "US", "unknown", "unknown"],
    ["+445612345678", "GB", "voip", "unknown"],
    ["+499001234567", "DE", "unknown", "unsuitable"],
    ["+448431234567", "GB", "unknown", "unsuitable"],
    ["+883510001234567", null, "voip", "unknown"],
    ["+38344123456", "XK", "mobile", "suitable"],
  ])("%s", (e164, country, type, sms) => {
    expect(readNumber(e164)).toEqual({ ok: true, number: { e164, country, type, sms } });
    expect(countryOf(e164)).toBe(country);
  });
});

describe("a number is refused", () => {
  test.each([
    [null, "missing", "There is no number."],
    [undefined, "missing", "There is no number."],
    ["", "missing", "There is no number."],
    [" \t\n", "missing", "There is no number."],
    ["01701234567", "not_e164", "no plus sign"],
    ["491701234567", "not_e164", "no plus sign"],
    ["00491701234567", "not_e164", "no plus sign"],
    ["+49 170 1234567", "not_e164", "white space"],
    ["+491701234567\n", "not_e164", "white space"],
    ["+49\u00a0170\u20091234567", "not_e164", "white space"],
    ["+49-170-1234567", "not_e164", "other than digits"],
    ["+49(0)1701234567", "not_e164", "other than digits"],
    ["+491701234567;ext=5", "not_e164", "other than digits"],
    ["tel:+491701234567", "not_e164", "other than digits"],
    ["+491701234567\u0000", "not_e164", "other than digits"],
    ["\u202a+491701234567\u202c", "not_e164", "other than digits"],
    ["+49170\u200b1234567", "not_e164", "other than digits"],
    ["＋491701234567", "not_e164", "other than digits"],
    ["+٤٩١٧٠١٢٣٤٥٦٧", "not_e164", "other than 0 to 9"],
    ["+４９1701234567", "not_e164", "other than 0 to 9"],
    ["+0491701234567", "not_e164", "starts with 0"],
    ["+4917012345678901", "not_e164", "more than 15"],
    ["+", "not_e164", "too short"],
    ["+4", "not_e164", "too short"],
    ["Bank", "not_e164", "other than digits"],
    // The same line has a shorter name in E.164; two names would be two suppressions.
    ["+4407911123456", "not_e164", "dialling inside its country"],
    ["+54111523456789", "not_e164", "dialling inside its country"],
    ["+49", "invalid", "No numbering plan"],
    ["+1555", "invalid", "No numbering plan"],
    ["+999123456789", "invalid", "No numbering plan"],
    ["+10000000000", "invalid", "No numbering plan"],
  ])("%j is %s", (value, problem, says) => {
    const read = readNumber(value);
    expect(read).toMatchObject({ ok: false, problem, message: expect.stringContaining(says) });
    const digits = value?.replace(/\D/g, "").slice(2) ?? "";
    if (digits.length > 3) expect(JSON.stringify(read)).not.toContain(digits);
  });
});

describe("the country of an address", () => {
  test.each([
    ["+49170", "DE"],
    ["+442071838750", "GB"],
    ["12345", null],
    ["Underclaim", null],
    ["", null],
    ["491701234567", null],
    ["+0", null],
  ])("%j: %s", (address, country) => expect(countryOf(address)).toBe(country));
});
