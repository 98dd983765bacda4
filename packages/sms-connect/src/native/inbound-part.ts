import type { JsonObject } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import type { InboundMessage } from "./inbound.ts";
import { handsetAddress } from "../model/number.ts";
import type { SmsDraft } from "./types.ts";

/** One part of a longer message, as it arrived on its own (3GPP TS 23.040 §9.2.3.24.1; Vonage concat-*). */
export interface InboundPart extends Omit<InboundMessage, "parts" | "providerKeyword"> {
  /** The sender's reference of the whole: the same in every part. */
  readonly reference: string;
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

/**
 * The part as a native event: evidence of nothing by itself. Its text reaches the reaction that gathers parts by
 * `unkept`, which nothing else keeps.
 */
export function inboundPartNative(kit: SmsKit, part: InboundPart): SmsDraft {
  const from = handsetAddress(part.from);
  const data: JsonObject = {
    provider: part.account,
    number: kit.numberId(from),
    sender: kit.numberId(part.to),
    reference: part.reference,
    index: part.index,
    total: part.total,
  };
  return {
    type: "inbound.part",
    source: part.source,
    dedupeKey: `${part.account}/${part.dedupeKey}`,
    evidenceKey: `${part.account}/${part.messageId ?? part.dedupeKey}`,
    occurredAt: part.occurredAt,
    nativeType: "inbound_part",
    nativeStatus: null,
    refs: [],
    observation: {
      source_type: "provider_webhook",
      source_confidence: "medium",
      transport_ref: part.source,
    },
    endpoint: { endpoint_type: "phone_number", value: from },
    data,
    raw: part.raw,
    unkept: { body: part.body, from, to: part.to },
  };
}
