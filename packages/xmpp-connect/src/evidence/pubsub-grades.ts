import { type EvidenceGrade, grade, lowerGrade } from "@underclaim/contract";
import { ITEM_PUBLISHED } from "./grades.ts";

/** It stands there: when it came is not told. */
export const FOUND: EvidenceGrade = lowerGrade(ITEM_PUBLISHED, {
  timing_certainty: "low",
  notes: ["Found in the node afterwards."],
});

/** No service stands behind it but the adapter itself. */
export const STORED: EvidenceGrade = lowerGrade(ITEM_PUBLISHED, {
  notes: ["Held by the adapter's own component."],
});

/** §12.8 "medium system evidence", no higher than the publication itself. */
export const NOTIFIED: EvidenceGrade = lowerGrade(ITEM_PUBLISHED, {
  notes: ["A subscriber of ours was notified; of others nothing is known."],
});

/** §12.8 "Identity depends on subscription model". */
export const FETCHED: EvidenceGrade = grade(
  "medium",
  {
    actor: "low",
    payload: "medium",
    interaction: "low",
    timing: "high",
    channel: "high",
    nonRepudiation: "low",
  },
  ["A subscriber's system asked for the item.", "Shows no human."],
);

export const REMOVED: EvidenceGrade = lowerGrade(ITEM_PUBLISHED, {
  payload_certainty: "low",
  notes: ["Copies that subscribers have stay with them."],
});
