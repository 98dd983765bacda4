// Which part of a longer message this is: by its header (3GPP TS 23.040 §9.2.3.24) or by sar_* (SMPP 3.4 §5.3.2.22 to .24).
import { TAGS, tlvNumber } from "../../provider/smpp/tlv.ts";
import type { Delivery } from "./delivery.ts";

interface Concatenation {
  /** With the kind of reference: numbers of different kinds are different references. */
  readonly reference: string;
  readonly index: number;
  readonly total: number;
}

export interface UserData {
  readonly text: Uint8Array;
  /** Null: the message is whole. */
  readonly part: Concatenation | null;
}

/** Null: the header is longer than the user data. */
export function readUserData(delivery: Delivery): UserData | null {
  const { headed, content, tlvs } = delivery;
  const sar = partOf(
    "sar",
    tlvNumber(tlvs, "sar_msg_ref_num") ?? 0,
    tlvNumber(tlvs, "sar_segment_seqnum") ?? 0,
    tlvs.has(TAGS.sar_msg_ref_num) ? (tlvNumber(tlvs, "sar_total_segments") ?? 0) : 0,
  );
  if (!headed) return { text: content, part: sar };
  const length = content[0] ?? 0;
  const header = content.subarray(1, 1 + length);
  if (content.length === 0 || header.length < length) return null;
  return { text: content.subarray(1 + length), part: partIn(header) ?? sar };
}

const ELEMENT_HEADER = 2;
const EIGHT_BIT = 0x00;
const SIXTEEN_BIT = 0x08;

function partIn(header: Uint8Array): Concatenation | null {
  let part: Concatenation | null = null;
  for (let at = 0; at + ELEMENT_HEADER <= header.length;) {
    const [element, length = 0] = header.subarray(at);
    const data = header.subarray(at + ELEMENT_HEADER, at + ELEMENT_HEADER + length);
    at += ELEMENT_HEADER + length;
    if (data.length < length) return part;
    const [a = 0, b = 0, c = 0, d = 0] = data;
    if (element === EIGHT_BIT && length === 3) part = partOf("udh8", a, c, b) ?? part;
    if (element === SIXTEEN_BIT && length === 4) part = partOf("udh16", a * 256 + b, d, c) ?? part;
  }
  return part;
}

/** Impossible numbers are as good as none (§9.2.3.24.1); one part of one is whole. */
const partOf = (
  kind: string,
  reference: number,
  index: number,
  total: number,
): Concatenation | null =>
  total > 1 && index >= 1 && index <= total
    ? { reference: `${kind}:${reference}:${total}`, index, total }
    : null;
