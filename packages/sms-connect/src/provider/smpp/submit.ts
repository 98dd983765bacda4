// From a submission to the submit_sm PDUs that carry it (SMPP 3.4 §4.4.1).
import { createHash } from "node:crypto";
import type { Instant } from "@underclaim/runtime";
import type { Rejection } from "../../native/rejections.ts";
import type { SmsEncoding, SmsSubmission } from "../port.ts";
import { writeAddress, type SmppAddress } from "./addresses.ts";
import { encodeBody, type EncodedBody } from "./alphabet.ts";
import type { Body } from "./commands.ts";
import type { SmppSettings } from "./settings.ts";
import { writeTime } from "./times.ts";
import { octets16, TAGS, type Tlvs } from "./tlv.ts";

interface SubmitPart {
  readonly body: Body<"submit_sm">;
  readonly tlvs: Tlvs;
}

export type SubmitPlan =
  | {
      readonly ok: true;
      readonly source: SmppAddress;
      readonly destination: SmppAddress;
      readonly encoding: SmsEncoding;
      /** In order; more than one only where the parts are sent one by one. */
      readonly parts: readonly SubmitPart[];
    }
  | { readonly ok: false; readonly reason: Rejection };

/** esm_class: the user data begins with a header (§5.2.12). */
const UDHI = 0x40;
/** registered_delivery: a receipt whatever the outcome (§5.2.17). */
const RECEIPT_WANTED = 1;
/** A header, and the numbers of sar_*, count parts in one octet. */
const MOST_PARTS = 255;

export interface SubmitOptions {
  readonly now: Instant;
  /** Tells the parts of one message from those of another to the same handset: 0 to 65535. */
  readonly reference: number;
}

export function planSubmit(
  settings: SmppSettings,
  submission: SmsSubmission,
  { now, reference }: SubmitOptions,
): SubmitPlan {
  const { fromKind, sendAt } = submission;
  // An SMSC knows no pools: naming one would be a sender of that name.
  const source = fromKind === "pool" ? null : writeAddress(settings, fromKind, submission.from);
  if (source === null) return { ok: false, reason: "sender_not_allowed" };
  const destination = writeAddress(settings, "destination", submission.to);
  if (destination === null) return { ok: false, reason: "invalid_number" };
  const encoded = encodeBody(settings, submission.body, submission.encoding);
  const carried = CARRIERS[settings.long_messages](encoded, reference);
  if (carried.length > MOST_PARTS) return { ok: false, reason: "content_invalid" };

  const validUntil = submission.validUntil ?? defaultValidity(settings, sendAt ?? now);
  const common = {
    service_type: settings.service_type,
    source_addr_ton: source.ton,
    source_addr_npi: source.npi,
    source_addr: source.address,
    dest_addr_ton: destination.ton,
    dest_addr_npi: destination.npi,
    destination_addr: destination.address,
    protocol_id: 0,
    priority_flag: 0,
    schedule_delivery_time: sendAt === null ? "" : writeTime(settings, sendAt, now),
    validity_period: validUntil === null ? "" : writeTime(settings, validUntil, now),
    registered_delivery: RECEIPT_WANTED,
    replace_if_present_flag: 0,
    data_coding: encoded.dataCoding,
    sm_default_msg_id: 0,
  };
  return {
    ok: true,
    source,
    destination,
    encoding: encoded.encoding,
    parts: carried.map(({ shortMessage, udhi = false, tlvs = [] }) => ({
      body: { ...common, esm_class: udhi ? UDHI : 0, short_message: shortMessage },
      tlvs: new Map([[TAGS.user_message_reference, userReference(submission.operation)], ...tlvs]),
    })),
  };
}

interface Carried {
  readonly shortMessage: Uint8Array;
  readonly udhi?: boolean;
  readonly tlvs?: readonly (readonly [tag: number, value: Uint8Array])[];
}

type Carrier = (encoded: EncodedBody, reference: number) => readonly Carried[];
const EMPTY = new Uint8Array(0);

const CARRIERS: Readonly<Record<SmppSettings["long_messages"], Carrier>> = {
  udh: ({ whole, parts }, reference) =>
    parts.length === 1
      ? [{ shortMessage: whole }]
      : parts.map((part, index) => ({
          // 3GPP TS 23.040 §9.2.3.24.1: eight bits, for which the parts have been cut.
          shortMessage: Buffer.concat([
            Uint8Array.of(5, 0, 3, reference & 0xff, parts.length, index + 1),
            part,
          ]),
          udhi: true,
        })),
  sar: ({ whole, parts }, reference) =>
    parts.length === 1
      ? [{ shortMessage: whole }]
      : parts.map((part, index) => ({
          shortMessage: part,
          tlvs: [
            [TAGS.sar_msg_ref_num, octets16(reference)],
            [TAGS.sar_total_segments, Uint8Array.of(parts.length)],
            [TAGS.sar_segment_seqnum, Uint8Array.of(index + 1)],
          ],
        })),
  message_payload: ({ whole, parts }) =>
    parts.length === 1
      ? [{ shortMessage: whole }]
      : [{ shortMessage: EMPTY, tlvs: [[TAGS.message_payload, whole]] }],
};

const defaultValidity = ({ validity }: SmppSettings, from: Instant): Instant | null =>
  validity === undefined ? null : from + validity;

/** Sixteen bits of the operation, for the SMSC's own records: several operations share them, so nothing is found by it. */
const userReference = (operation: string): Uint8Array =>
  createHash("sha256").update(operation).digest().subarray(0, 2);
