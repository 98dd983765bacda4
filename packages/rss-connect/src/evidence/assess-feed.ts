// The assessment of a feed itself, and of what is neither feed nor item (§12.2 "Feed published", §13.1 "Feed valid").
import type { AssessmentDraft, StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";
import { draft } from "./draft.ts";
import { newest } from "./newest.ts";

type Native = StoredNative<RssNativeType>;

export function assessFeed(natives: readonly Native[]): AssessmentDraft {
  const validity = newest(
    natives.filter(({ type }) => type === "feed.valid" || type === "feed.invalid"),
  );
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
