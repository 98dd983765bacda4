// What an SMSC delivers over SMPP 3.4: a message from a handset or a receipt (§4.6, §5.2.12, Appendix B).
import type { SmppAddress } from "../../provider/smpp/addresses.ts";
import { decodePdu, type Pdu } from "../../provider/smpp/pdu.ts";
import { TAGS, type Tlvs } from "../../provider/smpp/tlv.ts";

export interface Delivery {
  readonly source: SmppAddress;
  readonly destination: SmppAddress;
  readonly kind: "message" | "receipt" | "intermediate" | "other";
  /** The user data begins with a header. */
  readonly headed: boolean;
  readonly dataCoding: number;
  /** short_message, or message_payload in its place. */
  readonly content: Uint8Array;
  readonly tlvs: Tlvs;
}

/** esm_class, bits 5 to 2 (§5.2.12). */
const MESSAGE_TYPE = 0x3c;
const KINDS: ReadonlyMap<number, Delivery["kind"]> = new Map([
  [0x00, "message"],
  [0x04, "receipt"],
  [0x20, "intermediate"],
]);
const UDHI = 0x40;
const NOTHING = new Uint8Array(0);

/** Null: a PDU that delivers nothing. */
export function deliveryOf(pdu: Pdu): Delivery | null {
  if (pdu.command !== "deliver_sm" && pdu.command !== "data_sm") return null;
  const { body, tlvs } = pdu;
  const short = pdu.command === "deliver_sm" ? pdu.body.short_message : NOTHING;
  return {
    source: { ton: body.source_addr_ton, npi: body.source_addr_npi, address: body.source_addr },
    destination: {
      ton: body.dest_addr_ton,
      npi: body.dest_addr_npi,
      address: body.destination_addr,
    },
    kind: kindOf(body.esm_class, tlvs),
    headed: (body.esm_class & UDHI) !== 0,
    dataCoding: body.data_coding,
    content: short.length > 0 ? short : (tlvs.get(TAGS.message_payload) ?? NOTHING),
    tlvs,
  };
}

/** Some SMSCs leave esm_class at 0 and say by the parameters alone that it is a receipt. Text alone never makes one: anybody can write it. */
function kindOf(esmClass: number, tlvs: Tlvs): Delivery["kind"] {
  const kind = KINDS.get(esmClass & MESSAGE_TYPE) ?? "other";
  const receipted = tlvs.has(TAGS.receipted_message_id) || tlvs.has(TAGS.message_state);
  return kind === "message" && receipted ? "receipt" : kind;
}

export type ReadPdu =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly delivery: Delivery }
  | { readonly ok: false; readonly reason: string };

/** @param hex a whole PDU; white space between octets is no matter */
export function readPdu(hex: string): ReadPdu {
  const digits = hex.replaceAll(/\s/g, "");
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) return { ok: false, reason: "The body is not hex." };
  const bytes = Buffer.from(digits, "hex");
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== bytes.length)
    return { ok: false, reason: "command_length is not the length of the PDU." };
  const decoded = decodePdu(bytes);
  const delivery = decoded.ok ? deliveryOf(decoded.pdu) : null;
  if (delivery !== null) return { ok: true, bytes, delivery };
  return { ok: false, reason: "The PDU is no deliver_sm or data_sm, or ends too early." };
}
