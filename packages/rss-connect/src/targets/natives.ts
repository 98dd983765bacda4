import type { Instant, Observation, Target } from "@underclaim/runtime";
import { feedTarget } from "../publication/feed-target.ts";
import type { TargetType } from "./types.ts";

export interface Put {
  readonly feedId: string;
  readonly target: string;
  readonly etag: string;
  readonly targets: readonly Target[];
  readonly asOf: Instant;
  readonly at: Instant;
}

function said(type: TargetType, put: Put, reason: string | null, sure: boolean): Observation {
  const { feedId, target, etag, targets, asOf, at } = put;
  return {
    native: {
      type,
      source: "publication_target",
      dedupeKey: JSON.stringify([target, type, etag, ...(reason === null ? [] : [reason])]),
      evidenceKey: `${type}:${target}:${etag}`,
      occurredAt: at,
      nativeType: type,
      nativeStatus: reason,
      refs: [],
      observation: { source_type: "system", source_confidence: "high" },
      endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
      data: { target, as_of: asOf },
      metadata: {
        feed_id: feedId,
        target,
        ...(reason === null ? {} : { reason, feed_item_state: sure ? "unavailable" : "unknown" }),
      },
    },
    targets: targets.length > 0 ? targets : [feedTarget(feedId)],
  };
}

export const putThere = (put: Put): Observation => said("target.published", put, null, true);

/** `sure`: what stood at the target before still does; else nobody knows which document stands there. */
export const notPut = (put: Put, reason: string, sure: boolean): Observation =>
  said("target.failed", put, reason, sure);
