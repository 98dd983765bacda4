import type { NativeDraft, StoredNative } from "@underclaim/runtime";
import type { PubsubNative } from "./pubsub/types.ts";
import type { Refusal } from "./refusals.ts";
import type { ReplyKind } from "./reply-kind.ts";
import type { RoomNative } from "./rooms/types.ts";
import type { StanzaCondition } from "./stanza-errors.ts";

/**
 * Who wrote, as far as the server's authentication of the sender's JID and the configured participants tell:
 * `known`: the bare JID is mapped to the participant; `delegated`: mapped as an account that others act through;
 * `unknown`: everybody else, the addressed JID without a mapping included.
 */
export type ActorKind = "known" | "delegated" | "unknown";
export type { ReplyKind };
export type ChatState = "active" | "composing" | "paused" | "inactive" | "gone";

/**
 * Everything this channel can say, classified as finely as the mapping needs (XmppAdapterSpecification §8, §10, §12, §23, §24).
 * The table `evidence/mapping.ts` is exhaustive by it.
 */
export type XmppNative =
  | RoomNative
  | PubsubNative
  // What the adapter itself did.
  | "message.accepted"
  | "message.scheduled"
  | `message.refused.${Refusal}`
  | "message.delayed"
  /** Proven not sent, because the account had no session. It is tried again. */
  | "message.no_session"
  | "message.expired"
  | "message.cancelled"
  /** Whether the server has it is not known. */
  | "message.unknown"
  | "tracking.registered"
  | "operator.resolved_accepted"
  | "operator.resolved_rejected"
  // What the own server said of a stanza.
  /** XEP-0198: it has handled it, no more. */
  | "server.acknowledged"
  /** Without XEP-0198: it has answered something that was sent after it (RFC 6120 §10.1: in order). */
  | "server.answered_after"
  /** XEP-0313: it stands in the own archive, so the server had taken it. */
  | "server.archived"
  /** The recipient's presence was known as unavailable when the server took it, and the server stores offline. */
  | "offline.presumed"
  /** The same without word of an offline store. */
  | "recipient.unavailable"
  /** Sent to a bare JID whose resources are not known: the server decides where it goes. */
  | "routing.unknown"
  | `error.${StanzaCondition}`
  /** Of type "wait", for a condition that by itself would be lasting: it may pass (RFC 6120 §8.3.2). */
  | "error.temporary"
  /** not-acceptable with <blocked/>: the own account blocks the recipient (XEP-0191). */
  | "error.blocked_by_us"
  /** XEP-0191's error from the recipient's server, where it says so. */
  | "error.blocked"
  // What the recipient's clients said.
  | "receipt.received"
  | "marker.received"
  | "marker.displayed"
  | "marker.acknowledged"
  | `chat_state.${ChatState}`
  /** No receipt by the deadline. */
  | "receipt.overdue"
  /** None was asked for. */
  | "receipt.not_requested"
  /** Asked for; and each of the recipient's clients that was known to be there when the server took it gives none. */
  | "receipt.unsupported"
  | "marker.unsupported"
  /** A receipt or marker about nothing that was sent to whoever sends it. Kept, and evidence of nothing. */
  | "receipt.stray"
  // What came back.
  | `inbound.${ReplyKind}.${ActorKind}`
  /** Encrypted (XEP-0380): that something came is all that can be told. */
  | "inbound.encrypted"
  | "inbound.headline"
  // Presence and roster: reachability, never awareness.
  | "presence.available"
  | "presence.unavailable"
  | "presence.error"
  /** The same presence once more, for what is remembered: events are told once an hour. */
  | "presence.noted"
  | "roster.changed"
  /** A client has said what it can. */
  | "capabilities.told"
  | "subscription.requested"
  | "subscription.refused"
  // The endpoint's standing.
  | "endpoint.suppressed"
  | "endpoint.unsuppressed"
  // The channel.
  | "stream.connected"
  | "stream.unavailable"
  | "stream.authentication_failed"
  | "stream.insecure"
  | "stream.degraded";

export type XmppDraft = NativeDraft<XmppNative>;
export type XmppStored = StoredNative<XmppNative>;
