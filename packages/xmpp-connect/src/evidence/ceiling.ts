// The most that this channel can ever say of each event (AdapterInterfaceSpecification §9.3, XmppAdapterSpecification §14).
import type { EvidenceGrade, EvidenceGradeMaximum, KnownEventType } from "@underclaim/contract";
import {
  CHAT_STATE,
  DECLINED,
  DEFERRED,
  DEGRADED,
  DELAYED,
  DOWN,
  FAILED,
  FAILED_FOR_NOW,
  HEALTHY_AGAIN,
  IDENTIFIED,
  OWN_ACT,
  REFUSED,
  REPLY,
  SERVER_REJECTED,
  SUPPRESSED,
  UNKNOWN,
  UNSUBSCRIBED,
  UNSUPPRESSED,
  WITHDRAWN,
} from "./further-grades.ts";
import {
  ACKNOWLEDGED,
  AUTHENTICATED,
  DISPLAYED,
  ITEM_PUBLISHED,
  RECEIPT,
  SERVER_ACCEPTED,
} from "./grades.ts";
import { FETCHED, REMOVED } from "./pubsub-grades.ts";

const MOST = {
  "notification.attempt.created": OWN_ACT,
  "notification.attempt.accepted_by_adapter": OWN_ACT,
  "notification.attempt.rejected_by_adapter": REFUSED,
  "notification.attempt.accepted_by_provider": SERVER_ACCEPTED,
  "notification.attempt.rejected_by_provider": SERVER_REJECTED,
  "notification.attempt.scheduled": OWN_ACT,
  "notification.attempt.delayed": DELAYED,
  "notification.attempt.cancelled": WITHDRAWN,
  "notification.endpoint.accepted": RECEIPT,
  "notification.endpoint.deferred": DEFERRED,
  "notification.endpoint.rejected_temporary": FAILED_FOR_NOW,
  "notification.endpoint.rejected_permanent": FAILED,
  "notification.endpoint.unreachable": FAILED,
  "notification.endpoint.unknown": UNKNOWN,
  "notification.channel.suppression_added": SUPPRESSED,
  "notification.channel.suppression_removed": UNSUPPRESSED,
  "notification.channel.unsubscribe_received": UNSUBSCRIBED,
  "interaction.notification.opened": DISPLAYED,
  "interaction.reply_received": REPLY,
  "interaction.acknowledgement_recorded": ACKNOWLEDGED,
  "interaction.decline_recorded": DECLINED,
  "interaction.authenticated_actor_interaction": AUTHENTICATED,
  "interaction.unverified_actor_interaction": CHAT_STATE,
  "identity.actor_authenticated": IDENTIFIED,
  "system.provider.degraded": DEGRADED,
  "system.provider.unavailable": DOWN,
  "system.adapter.health_changed": HEALTHY_AGAIN,
  "feed.item.published": ITEM_PUBLISHED,
  "feed.item.fetched": FETCHED,
  "feed.hub.notification_failed": FAILED,
  "feed.item.removed": REMOVED,
} as const satisfies Partial<Record<KnownEventType, EvidenceGrade>>;

const maximum = ({ notes: _notes, ...most }: EvidenceGrade): EvidenceGradeMaximum => most;

export const MAX_GRADE: Readonly<Record<string, EvidenceGradeMaximum>> = Object.fromEntries(
  Object.entries(MOST).map(([event, grade]) => [event, maximum(grade)]),
);

/** All that is ever emitted: the lists of §4.2, §20 and §36 and the tables of §12 and §24 together. */
export type EmittedEvent = keyof typeof MOST;
export const EMITTED = Object.keys(MOST) as EmittedEvent[];
