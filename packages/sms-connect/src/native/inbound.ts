import type { Instant, JsonObject, RawInput } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { classifyReply } from "../model/keywords.ts";
import { handsetAddress } from "../model/number.ts";
import type { SmsDraft } from "./types.ts";

/** A message from a handset, whole, as a provider's parser has read it. */
export interface InboundMessage {
  readonly source: string;
  readonly account: string;
  readonly messageId: string | null;
  /** E.164 where it is a number; else as the provider gives it. */
  readonly from: string;
  /** Ours: a number, short code or name. */
  readonly to: string;
  /** The sender pool it came in through, where the provider names it: what messages of the pool were sent under. */
  readonly pool?: string | null;
  readonly body: string;
  /** Only from a trusted clock with a time zone. */
  readonly occurredAt: Instant | null;
  /** What the provider itself took it for, where it handles opting out (Twilio's OptOutType and the like). */
  readonly providerKeyword?: "opt_out" | "opt_in" | "help" | null;
  /** How far opting out and in reaches at the provider, where it says so itself. Absent: as configured. */
  readonly optOutScope?: "global" | "tenant" | "sender_identity" | null;
  readonly dedupeKey: string;
  readonly raw: RawInput;
  /** Parts it was put together from, and whether some never came. */
  readonly parts?: { readonly total: number; readonly missing: number };
}

/** A reply as a native event (SmsAdapterSpecification §24). The body is classified and not kept in it. */
export function inboundNative(kit: SmsKit, message: InboundMessage): SmsDraft {
  const { account, to } = message;
  const from = handsetAddress(message.from);
  const { kind, keyword } = classifyReply(kit.settings.keywords, {
    body: message.body,
    from,
    to,
    provider: account,
    providerKeyword: message.providerKeyword ?? null,
  });
  // A repeat under another id is known by this: who, to whom, what.
  const content = kit.numberId(JSON.stringify([from, to, message.body]));
  const data: JsonObject = {
    provider: account,
    number: kit.numberId(from),
    sender: kit.numberId(to),
    pool: message.pool ? kit.numberId(message.pool) : null,
    opt_out_scope: message.optOutScope ?? null,
    keyword,
    content,
    parts: message.parts?.total ?? 1,
    missing_parts: message.parts?.missing ?? 0,
  };
  return {
    type: `inbound.${kind}`,
    source: message.source,
    lane: account,
    dedupeKey: `${account}/${message.dedupeKey}`,
    evidenceKey: `${account}/${message.messageId ?? message.dedupeKey}`,
    occurredAt: message.occurredAt,
    nativeType: "inbound",
    nativeStatus: message.providerKeyword ?? null,
    refs: [],
    observation: {
      source_type: "provider_webhook",
      source_confidence: "medium",
      transport_ref: message.source,
    },
    actor: {
      actor_type: "unknown",
      identity_strength: "low",
      authority_strength: "none",
      provider_identity_ref: kit.numberId(from),
    },
    endpoint: { endpoint_type: "phone_number", value: from },
    data,
    metadata: { provider: account, keyword, keyword_classification: kind, content_ref: content },
    raw: message.raw,
    // For the reactions: an answer goes back where it came from, and a person may have to read what was written.
    unkept: { from, to, body: message.body },
  };
}
