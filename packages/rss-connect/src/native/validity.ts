// What a rendering showed of the feed as a whole: a native event of the validator.
import type { AdapterEvent } from "@underclaim/contract";
import { contentHash, type Instant, type NativeDraft, type Observation } from "@underclaim/runtime";
import { feedTarget } from "../publication/feed-target.ts";
import type { Validity } from "../publication/verdict.ts";
import type { RssNativeType } from "./types.ts";

/**
 * `known` is the feed's own timeline. Null: the feed's validity is what it says already (a restart renders anew).
 *
 * What is said of the feed is said of the items that it concerns: of all in it when it becomes invalid, of those that
 * came since while it stays so, and of all in it when it recovers. One stretch of invalidity has one evidence key, so
 * that no item hears of it twice.
 */
export function validityNative(
  feedId: string,
  validity: Validity,
  known: readonly Pick<AdapterEvent, "adapter_event_type" | "metadata">[],
  now: Instant,
): Observation | null {
  const before = known.findLast(
    ({ adapter_event_type: type }) => type === "feed.valid" || type === "feed.invalid",
  );
  const same = before?.metadata?.["said"] === validity.said;
  const about: Pick<
    NativeDraft<RssNativeType>,
    "source" | "occurredAt" | "nativeStatus" | "refs" | "observation" | "endpoint"
  > = {
    source: "validator",
    occurredAt: now,
    nativeStatus: null,
    refs: [],
    observation: { source_type: "feed_server", source_confidence: "high" },
    endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
  };
  const feed = feedTarget(feedId);
  if (validity.valid) {
    if (same) return null;
    return {
      native: {
        ...about,
        type: "feed.valid",
        nativeType: "feed.validated",
        // The bytes alone do not tell two transitions within a second apart.
        dedupeKey: JSON.stringify([feedId, "valid", validity.etag, validity.updatedAt]),
        evidenceKey: `${validity.etag} ${validity.updatedAt}`,
        data: { items: validity.items, said: validity.said },
        metadata: { feed_id: feedId, items: validity.items },
      },
      targets: before?.adapter_event_type === "feed.invalid" ? [feed, ...validity.targets] : [feed],
    };
  }
  const rules = validity.problems.map(({ rule, field }) => ({ rule, field }));
  const since = same ? String(before?.metadata?.["since"]) : validity.updatedAt;
  const concerned = contentHash(
    JSON.stringify(validity.targets.map(({ subject, evidenceKey }) => [subject, evidenceKey])),
  );
  return {
    native: {
      ...about,
      type: "feed.invalid",
      nativeType: "feed.validation_failed",
      dedupeKey: JSON.stringify([feedId, "invalid", validity.said, since, concerned]),
      evidenceKey: contentHash(JSON.stringify([since, rules])),
      data: {
        subclass: "fail.feed_invalid",
        rules: rules.map(({ rule }) => rule),
        said: validity.said,
        since,
      },
      metadata: { feed_id: feedId, problems: rules },
    },
    targets: [feed, ...validity.targets],
  };
}
