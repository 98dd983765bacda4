// SMPP 3.4 §5.2.19 and 3GPP TS 23.038 §4: what alphabet octets are in.
import { decodeGsm7 } from "../../model/gsm7.ts";
import { decodeUcs2 } from "../../model/ucs2.ts";
import { latin1 } from "../../provider/smpp/octets.ts";
import type { SmppSettings } from "../../provider/smpp/settings.ts";

export type TextCoding = "gsm" | "latin1" | "cyrillic" | "hebrew" | "ucs2";

const SMPP: ReadonlyMap<number, TextCoding> = new Map<number, TextCoding>([
  [0x01, "latin1"],
  [0x03, "latin1"],
  [0x06, "cyrillic"],
  [0x07, "hebrew"],
  [0x08, "ucs2"],
]);

/** Null: no text, or none that this service reads. */
export function textCoding(
  { default_alphabet }: Pick<SmppSettings, "default_alphabet">,
  dataCoding: number,
): TextCoding | null {
  const usual = default_alphabet === "gsm" ? "gsm" : "latin1";
  if (dataCoding === 0) return usual;
  if (dataCoding < 0x10) return SMPP.get(dataCoding) ?? null;
  // Some SMSCs pass on what the handset wrote: a message class, or a waiting message, with its alphabet.
  if (dataCoding < 0x20) {
    const alphabet = dataCoding & 0x0c;
    return alphabet === 0 ? usual : alphabet === 8 ? "ucs2" : null;
  }
  if (dataCoding >= 0xc0 && dataCoding < 0xe0) return usual;
  if (dataCoding >= 0xe0 && dataCoding < 0xf0) return "ucs2";
  return dataCoding >= 0xf0 && (dataCoding & 0x0c) === 0 ? usual : null;
}

const decoders: Readonly<Record<TextCoding, (octets: Uint8Array) => string>> = {
  gsm: decodeGsm7,
  latin1,
  cyrillic: (octets) => new TextDecoder("iso-8859-5").decode(octets),
  hebrew: (octets) => new TextDecoder("iso-8859-8").decode(octets),
  ucs2: decodeUcs2,
};

export const decodeText = (coding: TextCoding, octets: Uint8Array): string =>
  decoders[coding](octets);

/** The text of receipts is ASCII whatever the default alphabet; some come in UCS-2. */
export const plainText = (dataCoding: number, octets: Uint8Array): string =>
  dataCoding === 0x08 ? decodeUcs2(octets) : latin1(octets);
