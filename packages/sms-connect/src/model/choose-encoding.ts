import type { SmsEncoding } from "../provider/port.ts";
import { codePoint } from "./content-characters.ts";
import { firstNotGsm7 } from "./gsm7.ts";
import { smartEncode, toGsm7, type SmartEncoding } from "./smart-encoding.ts";

type EncodingChoice =
  | ({ readonly ok: true; readonly encoding: SmsEncoding } & SmartEncoding)
  | { readonly ok: false; readonly message: string };

/**
 * Where gsm7 is wanted, smart encoding replaces whatever brings the text there, for else it would be refused; in `auto`
 * only what saves segments; where ucs2 is wanted nothing.
 */
export function chooseEncoding(
  body: string,
  wanted: "auto" | SmsEncoding,
  smart: boolean,
): EncodingChoice {
  const as = (encoding: SmsEncoding, given: SmartEncoding): EncodingChoice => ({
    ok: true,
    encoding,
    ...given,
  });
  const unchanged: SmartEncoding = { body, replaced: [] };
  if (wanted === "ucs2") return as("ucs2", unchanged);
  const other = firstNotGsm7(body);
  if (other === -1) return as("gsm7", unchanged);
  const replaced = smart ? (wanted === "gsm7" ? toGsm7(body) : smartEncode(body)) : null;
  if (replaced !== null) return as("gsm7", replaced);
  if (wanted === "auto") return as("ucs2", unchanged);
  return {
    ok: false,
    message: `${codePoint(body, other)} at ${other} is not in the GSM 7 bit alphabet. Leave it out, or choose the encoding auto or ucs2.`,
  };
}
