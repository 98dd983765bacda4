/** Which part of which whole (3GPP TS 23.040 §9.2.3.24.1, §9.2.3.24.8). */
interface Concatenation {
  readonly reference: string;
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

export type UserDataHeader =
  | {
      readonly ok: true;
      readonly concatenation: Concatenation | null;
      /** Addressed to an application's port (§9.2.3.24.3, §9.2.3.24.4): no text for people. */
      readonly ported: boolean;
    }
  | { readonly ok: false };

/** The information elements that matter here, of a header in hexadecimal digits. */
export function readUdh(hex: string): UserDataHeader {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) return { ok: false };
  const bytes = Buffer.from(hex, "hex");
  if (bytes.length === 0) return { ok: true, concatenation: null, ported: false };
  if (bytes[0] !== bytes.length - 1) return { ok: false };
  let concatenation: Concatenation | null = null;
  let ported = false;
  for (let at = 1; at < bytes.length;) {
    const element = bytes[at];
    const length = bytes[at + 1];
    const end = at + 2 + (length ?? 0);
    if (length === undefined || end > bytes.length) return { ok: false };
    const data = bytes.subarray(at + 2, end);
    if (element === 0x00 && length === 3) concatenation = partOf("8", data.readUInt8(0), data, 1);
    if (element === 0x08 && length === 4)
      concatenation = partOf("16", data.readUInt16BE(0), data, 2);
    if (element === 0x04 || element === 0x05) ported = true;
    at = end;
  }
  return { ok: true, concatenation, ported };
}

/** A part that cannot be (number 3 of 2) is as if the element were not there (§9.2.3.24.1). */
function partOf(bits: string, reference: number, data: Buffer, at: number): Concatenation | null {
  const total = data.readUInt8(at);
  const index = data.readUInt8(at + 1);
  if (total === 0 || index === 0 || index > total) return null;
  return { reference: `${bits}-${reference}`, index, total };
}
