// RssAdapterSpecification §14.4, §14.5, §12.4, §23: grades of what is asked of an item, and of a feed in trouble.
import { grade } from "@underclaim/contract";
import { like, REMOVED, REVALIDATED } from "./grades.ts";

/** §14.4 */
export const ITEM_FETCHED = grade(
  "medium",
  { actor: "low", payload: "medium", interaction: "medium", timing: "medium", channel: "medium" },
  [
    "A specific item or enclosure was fetched.",
    "Actor identity is usually uncertain unless authenticated access is used.",
  ],
);

/** §12.4 "Feed reader prefetches links", "Public search engine indexes item": nobody in particular acted. */
export const ITEM_FETCHED_BY_MACHINE = grade(
  "weak",
  { payload: "medium", timing: "medium", channel: "medium" },
  [
    "An automated client fetched the item or its enclosure.",
    "Does not show that anybody will read it.",
  ],
);

/** §14.4, "unless authenticated access is used". */
export const ITEM_FETCHED_BY_SYSTEM = grade(
  "medium",
  {
    actor: "medium",
    payload: "medium",
    interaction: "medium",
    timing: "medium",
    channel: "medium",
  },
  [
    "A client that authenticated as this system fetched the item or its enclosure.",
    "Useful from system to system; it shows no person.",
  ],
);

/** As for a feed: no content was sent. */
export const ITEM_REVALIDATED = like(
  REVALIDATED,
  "A client asked whether the item had changed, or for headers only; no content was sent.",
);

/** §14.5 */
export const LINK_FOLLOWED = like(
  ITEM_FETCHED,
  "A link associated with the feed item was followed.",
  "Stronger evidence should come from the action surface or identity adapter.",
);

export const LINK_FOLLOWED_BY_SYSTEM = like(
  ITEM_FETCHED_BY_SYSTEM,
  "A client that authenticated as this system followed the link.",
  "It shows no person.",
);

export const LINK_SCANNED = grade("weak", { payload: "low", timing: "medium", channel: "medium" }, [
  "An automated client looked at the link.",
  "Does not show that anybody will follow it.",
]);

/** §12.2: as a removal. */
export const EXPIRED = like(
  REMOVED,
  "The item's time in the feed is over.",
  "Does not prove that copies fetched before are gone.",
);

/** §23 */
export const FEED_UNAVAILABLE = grade(
  "negative",
  { timing: "medium", channel: "medium", nonRepudiation: "low" },
  ["A reader asked for the feed and there was no valid document of it."],
);

export const FEED_DEGRADED = grade("ambiguous", { timing: "low", channel: "low" }, [
  "The feed is served, but not as it should be; what is known of its readers is incomplete.",
]);
