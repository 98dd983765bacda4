// What the hub did and what it was answered, as native events. No callback stands in any of them.
import type { Instant, NativeDraft, Observation, Target } from "@underclaim/runtime";
import { feedTarget } from "../../publication/feed-target.ts";
import type { HubType } from "../types.ts";

/** A callback that the operator has named: whose system answers there. */
export interface RegisteredSubscriber {
  readonly id: string;
  readonly kind: "participant_system" | "internal_system";
  readonly participant_id: string | null;
  /** What it subscribes with, where the operator has said so. */
  readonly secret?: () => string;
}

export type DeliveryOutcome = "accepted" | "rejected" | "failed";

interface Said {
  readonly type: HubType;
  readonly feedId: string;
  readonly dedupe: readonly string[];
  readonly evidenceKey: string;
  readonly at: Instant;
  readonly status: string | null;
  readonly targets: readonly Target[];
  readonly metadata: NonNullable<NativeDraft["metadata"]>;
  readonly actor?: NativeDraft["actor"];
  /** When the edition that it is about was made. */
  readonly asOf?: Instant;
}

function said(each: Said): Observation {
  const { type, feedId, at, status, metadata, actor = null } = each;
  return {
    native: {
      type,
      source: "hub",
      dedupeKey: JSON.stringify([feedId, type, ...each.dedupe]),
      evidenceKey: each.evidenceKey,
      occurredAt: at,
      nativeType: type,
      nativeStatus: status,
      refs: [],
      observation: { source_type: "adapter", source_confidence: "high" },
      endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
      actor,
      data: { status, ...(each.asOf === undefined ? {} : { as_of: each.asOf }) },
      metadata: { feed_id: feedId, ...metadata },
    },
    targets: each.targets.length > 0 ? each.targets : [feedTarget(feedId)],
  };
}

export const distributionSent = (
  feedId: string,
  etag: string,
  targets: readonly Target[],
  at: Instant,
): Observation =>
  said({
    type: "hub.distribution.sent",
    feedId,
    dedupe: [etag],
    evidenceKey: "sent",
    at,
    status: null,
    targets,
    metadata: { edition: etag },
  });

interface Delivered {
  readonly feedId: string;
  readonly etag: string;
  readonly asOf: Instant;
  readonly outcome: DeliveryOutcome;
  readonly status: string;
  readonly subscriber: RegisteredSubscriber | null;
  /** Whether the body was signed with the subscriber's secret. */
  readonly signed: boolean;
  readonly targets: readonly Target[];
  /** Apart from deliveries of the same edition that are about other items. */
  readonly about: string;
  readonly at: Instant;
}

/**
 * Anonymous subscribers are told apart by what they answered only: one event for each edition and answer, never one for
 * each callback. A registered one is one by itself.
 */
export function delivered(each: Delivered): Observation {
  const { feedId, etag, outcome, status, subscriber, signed, targets, at } = each;
  const own = outcome === "accepted" && subscriber !== null ? (`.${subscriber.kind}` as const) : "";
  const who = subscriber?.id ?? "anonymous";
  return said({
    type: `hub.delivery.${outcome}${own}` as HubType,
    feedId,
    asOf: each.asOf,
    dedupe: [etag, who, each.about],
    evidenceKey: `${outcome}:${who}`,
    at,
    status,
    targets: targets.map((target) => withParticipant(target, subscriber?.participant_id ?? null)),
    actor: {
      actor_ref: subscriber?.id ?? null,
      actor_type: "system",
      identity_strength: subscriber === null ? "none" : "medium",
      authority_strength: "none",
      authenticated: subscriber !== null,
    },
    metadata: {
      edition: etag,
      subscriber: subscriber?.id ?? null,
      known_participant_id: subscriber?.participant_id ?? null,
      signed,
    },
  });
}

/** A broadcast item names no participant; the registered subscriber's is known then. It is their system, not they. */
function withParticipant(target: Target, participant: string | null): Target {
  if (participant === null || target.correlation.participant_id) return target;
  return { ...target, correlation: { ...target.correlation, participant_id: participant } };
}

export const subscriptionChanged = (
  type: Extract<HubType, `hub.subscription.${string}`>,
  feedId: string,
  subscription: string,
  why: string,
  at: Instant,
): Observation =>
  said({
    type,
    feedId,
    dedupe: [subscription, String(at)],
    evidenceKey: `${subscription}:${at}`,
    at,
    status: why,
    targets: [],
    metadata: { subscription },
  });

export type PushOutcome = "notified" | "delayed" | "unreachable" | "rejected";

export const pushed = (
  outcome: PushOutcome,
  told: {
    readonly feedId: string;
    readonly hub: string;
    readonly cause: string;
    readonly attempt: number;
    readonly status: string;
    readonly targets: readonly Target[];
    readonly at: Instant;
  },
): Observation =>
  said({
    type: `hub.${outcome}`,
    feedId: told.feedId,
    dedupe: [told.hub, told.cause, ...(outcome === "delayed" ? [String(told.attempt)] : [])],
    evidenceKey: `${outcome}:${told.hub}:${told.cause}`,
    at: told.at,
    status: told.status,
    targets: told.targets,
    metadata: { hub: told.hub, attempt: told.attempt },
  });
