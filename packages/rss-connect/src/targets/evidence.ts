// RssAdapterSpecification §30, §23: a copy of the feed that could not be brought up to date.
import type { EvidenceGrade, Mapping } from "@underclaim/contract";
import type { AssessmentDraft, StoredNative } from "@underclaim/runtime";
import { draft } from "../evidence/draft.ts";
import { FEED_UNAVAILABLE } from "../evidence/item-grades.ts";
import { newest } from "../evidence/newest.ts";
import type { RssNativeType } from "../native/types.ts";
import type { TargetType } from "./types.ts";

const NOT_PUT: EvidenceGrade = {
  ...FEED_UNAVAILABLE,
  notes: ["The feed's document could not be put where its readers read it; it is tried again."],
};

export const targetMapping: Mapping<TargetType> = {
  // That a copy stands somewhere is no more than the publication said.
  "target.published": [],
  "target.failed": [
    {
      event: "system.provider.unavailable",
      grade: NOT_PUT,
      confidence: "high",
      meaning: "The place where the feed is published took no new document.",
      scope: "publication",
      terminal: false,
      retryable: true,
      doesNotMean: [
        "The item is not in the feed that this service serves.",
        "What stood there before is gone.",
      ],
      clause: "RssAdapterSpecification §30",
      basis: ["The store's own answer, or that there was none."],
    },
  ],
};

type Native = StoredNative<RssNativeType>;

/** Of each target its newest word counts. Null: every target has the version, or there is none. */
export function assessTargets(natives: readonly Native[]): AssessmentDraft | null {
  const said = natives.filter(
    ({ type }) => type === "target.failed" || type === "target.published",
  );
  const failed = [...Map.groupBy(said, ({ data }) => data["target"]).values()].flatMap((of) => {
    const last = newest(of);
    return last?.type === "target.failed" ? [last] : [];
  });
  const signal = newest(failed);
  return signal === undefined
    ? null
    : draft("fail", "fail.publish_failed", "medium", signal, [
        "A place where the feed is published does not show the item, or is not known to; it is tried again.",
      ]);
}
