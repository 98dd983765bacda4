// SMPP 3.4 §5.3: optional parameters, as tag, length and value.
import { OctetReader } from "./octets.ts";

export const TAGS = {
  receipted_message_id: 0x001e,
  user_message_reference: 0x0204,
  sar_msg_ref_num: 0x020c,
  sar_total_segments: 0x020e,
  sar_segment_seqnum: 0x020f,
  network_error_code: 0x0423,
  message_payload: 0x0424,
  message_state: 0x0427,
} as const;
export type TagName = keyof typeof TAGS;

/** By tag. Of repeated ones the first counts. */
export type Tlvs = ReadonlyMap<number, Uint8Array>;
export const NO_TLVS: Tlvs = new Map();

/** Fewer octets than a header has are padding, which some peers send. */
const HEADER = 4;

/** Reads to the end of the PDU. Null: one says that it is longer than what is left. */
export function readTlvs(reader: OctetReader): Tlvs | null {
  if (reader.left < HEADER) return NO_TLVS;
  const tlvs = new Map<number, Uint8Array>();
  while (reader.left >= HEADER) {
    const tag = uint16(reader.take(2)) ?? 0;
    const value = reader.take(uint16(reader.take(2)) ?? 0);
    if (value === null) return null;
    if (!tlvs.has(tag)) tlvs.set(tag, value);
  }
  return tlvs;
}

export function writeTlvs(tlvs: Tlvs): Uint8Array[] {
  return [...tlvs].flatMap(([tag, value]) => {
    if (value.length > 0xffff)
      throw new RangeError("An optional parameter has at most 65535 octets.");
    return [octets16(tag), octets16(value.length), value];
  });
}

/** Null where it is absent or not of one or two octets. */
export function tlvNumber(tlvs: Tlvs, name: TagName): number | null {
  const value = tlvs.get(TAGS[name]);
  return value?.length === 1 ? (value[0] ?? null) : uint16(value ?? null);
}

/** With or without its NUL. */
export function tlvText(tlvs: Tlvs, name: TagName): string | null {
  const value = tlvs.get(TAGS[name]);
  return value === undefined ? null : new OctetReader(Buffer.concat([value, NUL])).cString();
}
const NUL = Uint8Array.of(0);

/** §5.3.2.31: type of network (3 is GSM) and its code, as `3:34`. */
export function networkError(
  tlvs: Tlvs,
): { readonly network: number; readonly code: number } | null {
  const value = tlvs.get(TAGS.network_error_code);
  if (value?.length !== 3) return null;
  return { network: value[0] ?? 0, code: uint16(value.subarray(1)) ?? 0 };
}

export const octets16 = (value: number): Uint8Array =>
  Uint8Array.of((value >> 8) & 0xff, value & 0xff);

function uint16(bytes: Uint8Array | null): number | null {
  return bytes?.length === 2 ? ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0) : null;
}
