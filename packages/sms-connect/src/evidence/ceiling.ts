// The most that this channel can ever say of each event (AdapterInterfaceSpecification §9.3, SmsAdapterSpecification §13).
import type { EvidenceGrade, EvidenceGradeMaximum, KnownEventType } from "@underclaim/contract";
import {
  ACCESS_DENIED,
  CHANNEL_WARNING,
  COMPLAINED,
  DELAYED,
  FAILED_FOR_NOW,
  HEALTHY_AGAIN,
  MACHINE_FETCH,
  OWN_ACT,
  PROVIDER_DOWN,
  PROVIDER_QUEUED,
  PROVIDER_REJECTED,
  REFUSED,
  SUPPRESSED,
  UNSUPPRESSED,
  WITHDRAWN,
} from "./further-grades.ts";
import {
  ACKNOWLEDGED,
  DEFERRED,
  DELIVERED,
  FAILED,
  LINK_CLICKED,
  OPTED_OUT,
  PROVIDER_ACCEPTED,
  REPLY,
  UNKNOWN,
} from "./grades.ts";

const MOST = {
  "notification.attempt.created": OWN_ACT,
  "notification.attempt.accepted_by_adapter": OWN_ACT,
  "notification.attempt.rejected_by_adapter": REFUSED,
  "notification.attempt.accepted_by_provider": PROVIDER_ACCEPTED,
  "notification.attempt.rejected_by_provider": PROVIDER_REJECTED,
  "notification.attempt.queued": PROVIDER_QUEUED,
  // The adapter's own waiting, or the provider's.
  "notification.attempt.scheduled": { ...OWN_ACT, channel_certainty: "low" },
  "notification.attempt.delayed": DELAYED,
  "notification.attempt.cancelled": WITHDRAWN,
  "notification.endpoint.accepted": DELIVERED,
  "notification.endpoint.deferred": DEFERRED,
  "notification.endpoint.rejected_temporary": FAILED_FOR_NOW,
  "notification.endpoint.rejected_permanent": FAILED,
  "notification.endpoint.unreachable": FAILED_FOR_NOW,
  "notification.endpoint.unknown": UNKNOWN,
  "notification.channel.suppression_added": SUPPRESSED,
  "notification.channel.suppression_removed": UNSUPPRESSED,
  "notification.channel.complaint_received": COMPLAINED,
  "notification.channel.unsubscribe_received": OPTED_OUT,
  "notification.channel.reputation_warning": CHANNEL_WARNING,
  "interaction.reply_received": REPLY,
  "interaction.acknowledgement_recorded": ACKNOWLEDGED,
  "interaction.decline_recorded": ACKNOWLEDGED,
  "interaction.unverified_actor_interaction": LINK_CLICKED,
  "interaction.scanner_or_bot_interaction": MACHINE_FETCH,
  "access.grant.denied": ACCESS_DENIED,
  "system.provider.degraded": CHANNEL_WARNING,
  "system.provider.unavailable": PROVIDER_DOWN,
  "system.adapter.health_changed": HEALTHY_AGAIN,
} as const satisfies Partial<Record<KnownEventType, EvidenceGrade>>;

const maximum = ({ notes: _notes, ...most }: EvidenceGrade): EvidenceGradeMaximum => most;

export const MAX_GRADE: Readonly<Record<string, EvidenceGradeMaximum>> = Object.fromEntries(
  Object.entries(MOST).map(([event, grade]) => [event, maximum(grade)]),
);

/** All that is ever emitted: the lists of §4.2, §15 and §36 and the tables of §11, §12 and §19 together. */
export type EmittedEvent = keyof typeof MOST;
export const EMITTED = Object.keys(MOST) as EmittedEvent[];
