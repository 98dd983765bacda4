import type { StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";

type Native = StoredNative<RssNativeType>;

/** Of two events at one time the one further down counts as the newer: the weaker reading, whatever arrived first. */
const AT_ONE_TIME: readonly RssNativeType[] = [
  "item.published",
  "item.updated",
  "item.reordered",
  "item.update_outdated",
  "item.removed",
  "item.expired",
  "feed.published",
  "feed.valid",
  "feed.invalid",
  "feed.degraded",
  "feed.unavailable",
  "target.published",
  "target.failed",
  "hub.queued",
  "hub.notified",
  "hub.delayed",
  "hub.unreachable",
  "hub.rejected",
];

const order = (a: Native, b: Native): number =>
  (a.occurred_at ?? a.received_at) - (b.occurred_at ?? b.received_at) ||
  AT_ONE_TIME.indexOf(a.type) - AT_ONE_TIME.indexOf(b.type) ||
  (a.id < b.id ? -1 : 1);

/** The newest by time, whatever the order of arrival. */
export const newest = (natives: readonly Native[]): Native | undefined =>
  natives.toSorted(order).at(-1);
