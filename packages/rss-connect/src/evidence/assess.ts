// RssAdapterSpecification §11, §12: folds over what was recorded, in whatever order it arrived.
import type { Assess, AssessmentDraft, StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";
import { assessFeed } from "./assess-feed.ts";
import { assessTargets } from "../targets/evidence.ts";
import { assessPushed, assessTaken, assessTopic } from "../websub/evidence/assess.ts";
import { draft } from "./draft.ts";
import { newest } from "./newest.ts";
import { FETCHES, READ, READINGS } from "./readings.ts";

type Native = StoredNative<RssNativeType>;

const VERSIONS: ReadonlySet<string> = new Set<RssNativeType>([
  "item.published",
  "item.updated",
  "item.reordered",
]);

const at = (native: Native): number => native.occurred_at ?? native.received_at;

export const assessRss: Assess<RssNativeType> = (natives) => {
  const channel = natives.some(({ type }) => VERSIONS.has(type))
    ? assessItem(natives)
    : (refusal(natives) ??
      assessTopic(natives) ??
      assessTaken(natives) ??
      (isFeed(natives) ? null : assessPushed(natives)) ??
      assessFeed(natives));
  return { channel, participant: participant(natives) };
};

/** A feed's own assessment is of its validity; what is said of a hub alone is of the operation that told it. */
const isFeed = (natives: readonly Native[]): boolean =>
  natives.some(
    ({ type }) => type === "feed.valid" || type === "feed.invalid" || type === "feed.published",
  );

/** The first item that stands in the way of a better reading decides. */
function assessItem(natives: readonly Native[]): AssessmentDraft {
  const removed = natives.find(({ type }) => type === "item.removed" || type === "item.expired");
  if (removed !== undefined)
    return draft("success", "success.item_removed", "high", removed, [
      removed.type === "item.expired"
        ? "The item's time in the feed is over."
        : "The item was removed from the feed.",
    ]);

  const validity = newest(
    natives.filter(({ type }) => type === "feed.invalid" || type === "feed.valid"),
  );
  if (validity?.type === "feed.invalid") {
    return draft("fail", "fail.feed_invalid", "high", validity, [
      "The feed that carries the item no longer passes validation.",
    ]);
  }

  const version = newest(natives.filter(({ type }) => VERSIONS.has(type)));
  if (version === undefined) throw new Error("An item without a version was assessed.");
  // A conflict lasts until a later version settles it; at the same time, the weaker reading counts.
  const conflicting = natives.filter(
    (native) =>
      (native.type === "item.update_outdated" || native.type === "item.reordered") &&
      at(native) >= at(version),
  );
  if (conflicting.length > 0) {
    return draft("undef", "undef.conflicting_evidence", "medium", newest(conflicting) ?? version, [
      "The item was overwritten out of order, or moved to another place; readers differ in what they show.",
    ]);
  }

  const asked = natives.filter(({ type }) => READ.has(type));
  const since = asked.filter((native) => shows(native, version));
  const strongest = READINGS.find(([type]) => since.some((native) => native.type === type));
  const distributed = natives.filter(
    (native) => Number(native.data["as_of"] ?? at(native)) >= at(version),
  );
  const taken = strongest?.[1].category === "success" ? null : assessTaken(distributed);
  if (taken !== null) return taken;
  if (strongest !== undefined) {
    const [type, reading] = strongest;
    const signal = since.find((native) => native.type === type) ?? version;
    return draft(reading.category, reading.subclass, reading.confidence, signal, summaryOf(since));
  }
  const elsewhere = assessTargets(distributed);
  if (elsewhere !== null) return elsewhere;
  const pushed = assessPushed(distributed);
  if (pushed !== null) return pushed;
  const fetches = asked.filter(({ type }) => FETCHES.has(type));
  if (version.type === "item.updated") {
    return fetches.length > 0
      ? draft("undef", "undef.cache_interference", "medium", version, [
          "An earlier version was fetched and this one has not been: feed readers may not see the update yet.",
        ])
      : draft("success", "success.item_updated", "high", version, [
          "The item in the feed was updated; no fetch was observed.",
        ]);
  }
  return version.data["fetch_observation"] === "unavailable"
    ? draft("undef", "undef.awareness_unproven", "medium", version, [
        "The item was published. Fetches of this feed are not observed here, so publication is the only evidence.",
      ])
    : draft("undef", "undef.published_but_unfetched", "medium", version, [
        "The item was published; no fetch was observed. A cache may have answered its readers.",
      ]);
}

/**
 * Whether what was fetched held this version. A tie goes to the weaker reading, and while a feed is invalid an edition
 * from before the version is served. The first version was there whenever the item was.
 */
function shows(fetch: Native, version: Native): boolean {
  if (version.type === "item.published") return at(fetch) >= at(version);
  return at(fetch) > at(version) && Number(fetch.data["as_of"] ?? at(fetch)) >= at(version);
}

/** §11.2: what was refused before publication, or could not be done. */
function refusal(natives: readonly Native[]): AssessmentDraft | null {
  const refused = newest(natives.filter(({ type }) => type.startsWith("item.refused.")));
  if (refused === undefined) return null;
  const { rules, subclass } = refused.data;
  if (typeof subclass !== "string")
    throw new Error(`${refused.type} was recorded without its subclass.`);
  return draft("fail", subclass, "high", refused, [
    `Nothing was published${Array.isArray(rules) ? ` (${rules.join(", ")})` : ""}.`,
  ]);
}

/** §11.3: for a participant's awareness a feed has no other word. */
function participant(natives: readonly Native[]): AssessmentDraft {
  const fetched = natives.some(({ type }) => READ.has(type));
  return {
    category: "undef",
    subclass: fetched ? "undef.identity_uncertain" : "undef.awareness_unproven",
    confidence: "high",
    strongest_signal: null,
    evidence_summary: [
      fetched
        ? "The feed, the item or a link of it was fetched; who, if anybody, read it is not known."
        : "Nothing shows that anybody is aware of the item.",
    ],
    recommended_coordination_interpretation: "undef.technical_publication_only",
    limitations: ["No feed event proves that a person is aware of anything."],
  };
}

function summaryOf(fetches: readonly Native[]): string[] {
  const counts = Map.groupBy(fetches, ({ type }) => type);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, of]) => {
      // One fetch is kept per edition and hour.
      const hours = new Set(of.map((native) => Math.floor(at(native) / HOUR_MS))).size;
      return `${type}: seen in ${hours} hour${hours === 1 ? "" : "s"}${of.length > 1 ? ", which could be polling" : ""}.`;
    });
}

const HOUR_MS = 3_600_000;
