// An SMSC may write one message id in hex in submit_sm_resp, in decimal in its receipts, padded, or in the other case.
import type { MessageIdFormat } from "./settings.ts";

const DIGITS: Readonly<Record<Exclude<MessageIdFormat, "text">, RegExp>> = {
  hex: /^(?:0x)?([0-9a-f]{1,64})$/i,
  decimal: /^([0-9]{1,64})$/,
};

/** One name for one message: numbers in decimal without leading zeros. What is not as announced is kept as it is. */
export function canonicalId(written: string, format: MessageIdFormat): string {
  const text = written.trim();
  if (format === "text") return text;
  const digits = DIGITS[format].exec(text)?.[1];
  if (digits === undefined) return text;
  return BigInt(format === "hex" ? `0x${digits}` : digits).toString();
}

/** As an SMSC of this format probably writes it: case and padding are not known any more. */
export const writtenId = (canonical: string, format: MessageIdFormat): string =>
  format === "hex" && DIGITS.decimal.test(canonical) ? BigInt(canonical).toString(16) : canonical;
