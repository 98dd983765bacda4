import type { Erasable } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { isNumberId } from "../model/suppression-id.ts";
import type { SmsNative } from "./types.ts";

/** Valid or not: whatever has written to us has an address. */
const E164 = /^\+[1-9][0-9]{1,14}$/;

/** The number's pseudonym is what evidence names it by, unless the request had a name of its own for it. */
export const erasableSms = (kit: SmsKit): Erasable<SmsNative> => ({
  accepts: "the number in E.164, or endpoint_ref.endpoint_id of evidence",
  keysOf: (given) =>
    isNumberId(given) ? [given] : E164.test(given) ? [kit.numberId(given)] : null,
  personIn({ data }) {
    const number = data["number"];
    return typeof number === "string" && isNumberId(number) ? number : null;
  },
});
