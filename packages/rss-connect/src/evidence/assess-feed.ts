// The assessment of a feed itself, and of what is neither feed nor item (§12.2 "Feed published", §13.1 "Feed valid").
import type { AssessmentDraft, StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";
import { draft } from "./draft.ts";
import { newest } from "./newest.ts";

type Native = StoredNative<RssNativeType>;

const at = (native: Native): number => native.occurred_at ?? native.received_at;

export function assessFeed(natives: readonly Native[]): AssessmentDraft {
  const validity = newest(
    natives.filter(
      ({ type }) => type === "feed.valid" || type === "feed.invalid" || type === "feed.published",
    ),
  );
  const trouble = newest(
    natives.filter(({ type }) => type === "feed.unavailable" || type === "feed.degraded"),
  );
  // Until a valid document is made, or made again.
  if (trouble !== undefined && (validity === undefined || at(trouble) >= at(validity))) {
    return trouble.type === "feed.unavailable"
      ? draft("fail", "fail.feed_unavailable", "high", trouble, [
          "The feed has no valid document: its readers are sent away.",
        ])
      : draft("undef", "undef.channel_degraded", "medium", trouble, [
          "Fetches of the feed could not be recorded when they were seen: what is known of its readers may be incomplete.",
        ]);
  }
  if (validity?.type === "feed.invalid") {
    return draft("fail", "fail.feed_invalid", "high", validity, [
      "The feed no longer passes validation.",
    ]);
  }
  if (validity !== undefined) {
    return Number(validity.data["items"]) > 0
      ? draft("success", "success.item_published", "high", validity, [
          "The feed is valid and carries at least one item.",
        ])
      : draft("success", "success.feed_valid", "high", validity, ["The feed is valid and empty."]);
  }
  return {
    category: "undef",
    subclass: "undef.awareness_unproven",
    confidence: "low",
    strongest_signal: null,
    evidence_summary: ["Nothing is known of its publication."],
    recommended_coordination_interpretation: "undef.technical_publication_only",
    limitations: ["A feed event shows what happened to the feed, not what a person knows."],
  };
}
