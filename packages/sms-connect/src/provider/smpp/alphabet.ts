// SMPP 3.4 §5.2.19: how a body becomes octets. GSM 7 bit goes one septet to an octet.
import { encodeGsm7 } from "../../model/gsm7.ts";
import { encodingOf, splitBody } from "../../model/segments.ts";
import { encodeUcs2 } from "../../model/ucs2.ts";
import type { SmsEncoding } from "../port.ts";
import type { SmppSettings } from "./settings.ts";

type Alphabet = SmppSettings["default_alphabet"];

const SAYS: Readonly<Record<Alphabet, RegExp>> = {
  gsm: /^/,
  latin1: /^[\x00-\xff]*$/,
  ascii: /^[\x00-\x7f]*$/,
};

export interface EncodedBody {
  /** As it leaves: what the SMSC's default alphabet cannot say leaves as UCS-2. */
  readonly encoding: SmsEncoding;
  readonly dataCoding: number;
  readonly whole: Uint8Array;
  /** At least one. */
  readonly parts: readonly Uint8Array[];
}

export function encodeBody(
  {
    default_alphabet: alphabet,
    data_coding,
  }: Pick<SmppSettings, "default_alphabet" | "data_coding">,
  body: string,
  wanted: SmsEncoding,
): EncodedBody {
  const encoding =
    wanted === "gsm7" && encodingOf(body) === "gsm7" && SAYS[alphabet].test(body) ? "gsm7" : "ucs2";
  const octets =
    encoding === "ucs2"
      ? encodeUcs2
      : alphabet === "gsm"
        ? encodeGsm7
        : (text: string) => Buffer.from(text, "latin1");
  return {
    encoding,
    dataCoding: data_coding[encoding],
    whole: octets(body),
    parts: splitBody(body, encoding).map(octets),
  };
}
