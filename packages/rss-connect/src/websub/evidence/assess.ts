// RssAdapterSpecification §11, §12.5: what WebSub says of an item or a topic.
import type { AssessmentDraft, StoredNative } from "@underclaim/runtime";
import { draft } from "../../evidence/draft.ts";
import { newest } from "../../evidence/newest.ts";
import type { RssNativeType } from "../../native/types.ts";
import type { HubType } from "../types.ts";

type Native = StoredNative<RssNativeType>;
type Reading = readonly [
  types: readonly HubType[],
  category: AssessmentDraft["category"],
  subclass: string,
  confidence: AssessmentDraft["confidence"],
  summary: string,
];

/** Systems that took the item; stands beside the fetches of known systems. */
const TAKEN: readonly Reading[] = [
  [
    ["hub.delivery.accepted.participant_system"],
    "success",
    "success.hub_notified",
    "high",
    "A system registered for a participant took the item from the hub.",
  ],
  [
    ["hub.delivery.accepted.internal_system", "hub.delivery.accepted"],
    "success",
    "success.hub_notified",
    "medium",
    "A subscriber's system took the item from the hub.",
  ],
];

/** What was tried: says less than any fetch, and more than nothing. */
const TRIED: readonly Reading[] = [
  [["hub.notified"], "success", "success.hub_notified", "medium", "A hub took the notice."],
  [
    ["hub.distribution.sent", "hub.queued", "hub.delayed"],
    "undef",
    "undef.hub_distribution_unknown",
    "medium",
    "What became of the distribution is not known yet.",
  ],
];

const FAILED: readonly Reading[] = [
  [["hub.rejected"], "fail", "fail.hub_rejected", "high", "The hub refused the notice."],
  [
    ["hub.unreachable"],
    "fail",
    "fail.hub_notification_failed",
    "high",
    "The hub could not be told.",
  ],
  [
    ["hub.delivery.rejected", "hub.delivery.failed"],
    "fail",
    "fail.hub_notification_failed",
    "medium",
    "No subscriber's system took the item from the hub; at least one did not.",
  ],
];

const read = (natives: readonly Native[], readings: readonly Reading[]): AssessmentDraft | null => {
  for (const [types, category, subclass, confidence, summary] of readings) {
    const signal = newest(
      natives.filter(({ type }) => (types as readonly string[]).includes(type)),
    );
    if (signal !== undefined) return draft(category, subclass, confidence, signal, [summary]);
  }
  return null;
};

/** `natives`: those since the version that stands. */
export const assessTaken = (natives: readonly Native[]): AssessmentDraft | null =>
  read(natives, TAKEN);

/** A hub that took the notice outweighs one that did not; a failure outweighs what is merely under way. */
export const assessPushed = (natives: readonly Native[]): AssessmentDraft | null =>
  read(natives, TRIED.slice(0, 1)) ?? read(natives, FAILED) ?? read(natives, TRIED);

/** A topic that this service subscribes to. */
export function assessTopic(natives: readonly Native[]): AssessmentDraft | null {
  const received = newest(natives.filter(({ type }) => type === "subscriber.content.received"));
  return received === undefined
    ? null
    : draft("success", "success.feed_fetched", "high", received, [
        "The topic's content was received and its signature verified.",
      ]);
}
