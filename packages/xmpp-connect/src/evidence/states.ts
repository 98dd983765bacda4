// Native types in the words of XmppAdapterSpecification §10: a total map, since the document has both.
import type { XmppAttemptState } from "../model/xmpp-attempt.ts";
import type { ActorKind, ChatState, ReplyKind, XmppNative } from "../native/types.ts";
import { REFUSALS } from "../native/refusals.ts";
import { STANZA_ERRORS, type StanzaCondition } from "../native/stanza-errors.ts";

const prefixed = <P extends string, K extends string>(
  prefix: P,
  names: readonly K[],
  stateOf: (name: K) => XmppAttemptState,
) =>
  Object.fromEntries(names.map((name) => [`${prefix}${name}`, stateOf(name)])) as Record<
    `${P}${K}`,
    XmppAttemptState
  >;

const keys = <K extends string>(table: Readonly<Record<K, unknown>>): K[] =>
  Object.keys(table) as K[];

const ACTORS: readonly ActorKind[] = ["known", "delegated", "unknown"];
const KINDS: readonly ReplyKind[] = ["reply", "decline", "help", "status", "stop"];
const CHAT_STATES: readonly ChatState[] = ["active", "composing", "paused", "inactive", "gone"];

function bounceState(condition: StanzaCondition): XmppAttemptState {
  const reading = STANZA_ERRORS[condition];
  if (reading === "undef.presence_unavailable") return "endpoint_unavailable";
  if (reading === "undef.deferred") return "deferred";
  return reading === "fail.stanza_error" ? "stanza_error_received" : "failed";
}

const room = (
  state: XmppAttemptState,
  ...names: readonly Extract<XmppNative, `room.${string}`>[]
) => Object.fromEntries(names.map((name) => [name, state]));

const ROOM_STATES = {
  // The room sends it on; §10 has no nearer word for a group's endpoint.
  ...room("route_attempted", "room.reflected", "room.replayed"),
  ...room("failed", "room.unavailable", "room.forbidden"),
  ...room("deferred", "room.refused"),
  ...room("displayed_by_client", "room.displayed.known"),
  ...room("acknowledged_by_client", "room.acknowledged.known"),
  ...room("endpoint_available", "room.present"),
  ...room("endpoint_unavailable", "room.absent"),
  ...room(
    "unknown",
    "room.not_reflected",
    "room.displayed.unknown",
    "room.acknowledged.unknown",
    "room.talk",
    "room.joined",
    "room.lost",
  ),
  ...room("acknowledged_by_client", "room.reply.acknowledgement.known"),
  ...prefixed(
    "room.reply.",
    KINDS.map((kind) => `${kind}.known` as const),
    () => "reply_received",
  ),
  ...prefixed(
    "room.reply.",
    [...KINDS, "acknowledgement" as const].map((kind) => `${kind}.unknown` as const),
    () => "unknown",
  ),
} as Readonly<Record<Extract<XmppNative, `room.${string}`>, XmppAttemptState>>;

export const STATES: Readonly<Record<XmppNative, XmppAttemptState>> = {
  "message.accepted": "accepted_by_adapter",
  "message.scheduled": "accepted_by_adapter",
  ...prefixed("message.refused.", keys(REFUSALS), (name) =>
    name === "render_failed" ? "render_failed" : "rejected_by_adapter",
  ),
  "message.delayed": "accepted_by_adapter",
  "message.no_session": "stream_unavailable",
  "message.expired": "expired",
  // §10 has no word for what was withdrawn: the party that will not send it.
  "message.cancelled": "rejected_by_adapter",
  // Handed over, and no more is known of it.
  "message.unknown": "send_requested",
  "tracking.registered": "created",
  "operator.resolved_accepted": "sent_to_server",
  "operator.resolved_rejected": "failed",
  "server.acknowledged": "server_acknowledged",
  "server.answered_after": "sent_to_server",
  "server.archived": "sent_to_server",
  "offline.presumed": "offline_stored",
  "recipient.unavailable": "endpoint_unavailable",
  "routing.unknown": "route_attempted",
  ...prefixed("error.", keys(STANZA_ERRORS), bounceState),
  "error.temporary": "deferred",
  "error.blocked": "failed",
  "error.blocked_by_us": "failed",
  "receipt.received": "delivered_to_client",
  "marker.received": "delivered_to_client",
  "marker.displayed": "displayed_by_client",
  "marker.acknowledged": "acknowledged_by_client",
  ...prefixed("chat_state.", CHAT_STATES, () => "unknown"),
  "receipt.overdue": "unknown",
  "receipt.not_requested": "sent_to_server",
  "receipt.unsupported": "sent_to_server",
  "marker.unsupported": "delivered_to_client",
  "receipt.stray": "unknown",
  ...prefixed("inbound.acknowledgement.", ACTORS, () => "acknowledged_by_client"),
  ...prefixed(
    "inbound.",
    KINDS.flatMap((kind) => ACTORS.map((actor) => `${kind}.${actor}` as const)),
    () => "reply_received",
  ),
  "inbound.encrypted": "unknown",
  "inbound.headline": "unknown",
  ...ROOM_STATES,
  "pubsub.published": "sent_to_server",
  "pubsub.stored": "sent_to_server",
  "pubsub.found": "sent_to_server",
  "pubsub.service_unavailable": "failed",
  "pubsub.node_missing": "failed",
  "pubsub.forbidden": "failed",
  "pubsub.refused": "stanza_error_received",
  "pubsub.deferred": "deferred",
  "pubsub.notified": "route_attempted",
  "pubsub.fetched": "route_attempted",
  "pubsub.retracted": "sent_to_server",
  "pubsub.foreign": "unknown",
  "presence.available": "endpoint_available",
  "presence.unavailable": "endpoint_unavailable",
  "presence.error": "unknown",
  "presence.noted": "unknown",
  "roster.changed": "unknown",
  "capabilities.told": "unknown",
  "subscription.requested": "unknown",
  "subscription.refused": "unknown",
  "endpoint.suppressed": "unknown",
  "endpoint.unsuppressed": "unknown",
  "stream.connected": "unknown",
  "stream.unavailable": "stream_unavailable",
  "stream.authentication_failed": "stream_unavailable",
  "stream.insecure": "stream_unavailable",
  "stream.degraded": "unknown",
};
