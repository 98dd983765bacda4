// What falls due in a feed: an item's expiry, and the archiving of its oldest items (RFC 5005 §4).
import {
  timestamp,
  type AdapterDefinition,
  type Correlator,
  type Doc,
  type DocWrite,
  type NativeDraft,
  type Read,
  type Reactor,
  type Snapshot,
} from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";
import { newestFirst, targetOfItem } from "./contents.ts";
import {
  archivedAtKey,
  archivedGuidKey,
  archivedKey,
  archivesKey,
  feedKey,
  feedOf,
  guidKey,
  itemOf,
  itemsOf,
  lastRemovalKey,
  type ItemRecord,
} from "./documents.ts";
import { feedTarget } from "./feed-target.ts";
import { removalDocs } from "./removal.ts";

type Native = NativeDraft<RssNativeType>;

const own = (
  type: RssNativeType,
  key: string,
  data: Record<string, string | number | null>,
): Native => ({
  type,
  source: "adapter",
  dedupeKey: key,
  evidenceKey: key,
  // When it is worked off is when it happens: a service that was down serves nothing meanwhile.
  occurredAt: null,
  nativeType: type,
  nativeStatus: null,
  refs: [],
  observation: { source_type: "adapter", source_confidence: "high" },
  endpoint: { endpoint_id: String(data["feed_id"]), endpoint_type: "rss_feed" },
  data,
  metadata: data,
});

function expiry(doc: Doc): readonly Native[] {
  const [collection, feedId = "", part = ""] = doc.key;
  const { item, revision } = itemOf(doc);
  const archive = collection === "archived" ? Number(part) : null;
  return [
    own("item.expired", `expiry:${item.feed_item_id}:${revision}:${doc.dueAt}`, {
      feed_id: feedId,
      feed_item_id: item.feed_item_id,
      guid_or_id: item.guid_or_id,
      feed_item_state: "expired",
      expires_at: item.expires_at ?? null,
      archive,
    }),
  ];
}

export const rssTimers: NonNullable<AdapterDefinition<RssNativeType>["timers"]> = {
  item: expiry,
  archived: expiry,
  archive_due: ({ key: [, feedId = ""], text }) => {
    const said = { feed_id: feedId, feed_item_state: "archived" };
    const [cause = "", pageSize = ""] = text.split(" ");
    const native = own("feed.archived", `archive:${feedId}:${cause}`, said);
    return [{ ...native, data: { ...said, page_size: Number(pageSize) || null } }];
  },
};

/** They go when they fall due, with the event that says so. */
export const RSS_EXPIRING = [
  "item",
  "archived",
  "archive_due",
  "gone",
  "tombstone",
  "link",
] as const;

function text(native: Native, name: string): string {
  const value = native.data?.[name];
  return typeof value === "string" ? value : "";
}

function whereItStands(native: Native) {
  const [feedId, itemId] = [text(native, "feed_id"), text(native, "feed_item_id")];
  const archive = native.data?.["archive"];
  return typeof archive === "number"
    ? { archive, key: archivedKey(feedId, archive, itemId) }
    : { archive: null, key: ["item", feedId, itemId] as const };
}

/** At once; what is beyond waits for the next publication. */
const MOST_PAGES = 10;
const MOST_READ = 10_000;

/** What came first. A feed that holds more than is archived at once is not read whole for each part. */
function firstItems(native: Native) {
  const size = native.data?.["page_size"];
  const limit = typeof size === "number" ? (MOST_PAGES + 2) * size : MOST_READ;
  return { prefix: itemsOf(text(native, "feed_id")), limit: Math.min(limit, MOST_READ) };
}

/** The oldest pages of a feed that holds two or more, newest item first: whole ones, and never the newest. */
function toArchive(
  native: Native,
  snapshot: Snapshot,
): readonly { record: ItemRecord; doc: Doc }[] {
  const feed = snapshot.doc(feedKey(text(native, "feed_id")));
  if (feed === null) return [];
  const { page_size: size } = feedOf(feed);
  const items = snapshot
    .range(firstItems(native))
    .map((doc) => ({ doc, record: itemOf(doc) }))
    .sort((a, b) => newestFirst(a.record, b.record));
  const pages = Math.min(MOST_PAGES, Math.floor(items.length / size) - 1);
  return pages < 1 ? [] : items.slice(-pages * size);
}

const reads = (native: Native): Read[] => {
  const feed = { doc: feedKey(text(native, "feed_id")) };
  if (native.type === "item.expired") return [feed, { doc: whereItStands(native).key }];
  return native.type === "feed.archived"
    ? [feed, { range: firstItems(native) }, { doc: archivesKey(text(native, "feed_id")) }]
    : [];
};

/** A timer's event is about the item whose time is over, or about the items that were archived. */
export const dueCorrelator: Correlator<RssNativeType> = {
  method: "publication",
  reads,
  find: (native, snapshot) => {
    if (native.type === "item.expired") {
      const doc = snapshot.doc(whereItStands(native).key);
      return doc === null ? [] : [targetOfItem(itemOf(doc))];
    }
    if (native.type !== "feed.archived") return [];
    const items = toArchive(native, snapshot).map(({ record }) => targetOfItem(record));
    return items.length > 0 ? items : [feedTarget(text(native, "feed_id"))];
  },
};

export const expiredReactor: Reactor<RssNativeType> = {
  reads,
  react: (native, _targets, snapshot, { now }) => {
    const feed = snapshot.doc(feedKey(text(native, "feed_id")));
    const { archive, key } = whereItStands(native);
    const doc = snapshot.doc(key);
    if (feed === null || doc === null) return {};
    const leaving = { record: itemOf(doc), doc, archive };
    return { docs: removalDocs(feedOf(feed), leaving, "expired", timestamp(now)) };
  },
};

export const archivedReactor: Reactor<RssNativeType> = {
  reads,
  react: (native, _targets, snapshot, { now }) => {
    const feedId = text(native, "feed_id");
    const items = toArchive(native, snapshot);
    if (items.length === 0) return {};
    const archives = snapshot.doc(archivesKey(feedId));
    const before = Number(archives?.text ?? 0);
    const feed = snapshot.doc(feedKey(feedId));
    const size = feed === null ? items.length : feedOf(feed).page_size;
    // The oldest page has the lowest number.
    const oldestFirst = items.toReversed();
    const numbered = oldestFirst.map(
      (each, index) => [each, before + 1 + Math.floor(index / size)] as const,
    );
    return {
      guards: [
        { doc: archivesKey(feedId), version: archives?.version ?? 0 },
        ...items.map(({ doc }) => ({ doc: doc.key, version: doc.version })),
      ],
      docs: [
        { put: archivesKey(feedId), text: String(before + Math.ceil(items.length / size)) },
        { put: lastRemovalKey(feedId), text: timestamp(now) },
        ...numbered.flatMap(([{ doc, record }, number]) => archivedDocs(doc, record, number)),
      ],
    };
  },
};

function archivedDocs(doc: Doc, record: ItemRecord, number: number): DocWrite[] {
  const { feed_id: feedId, feed_item_id: itemId, guid_or_id: guid } = record.item;
  const person = record.item.participant_id ?? null;
  const archived: ItemRecord = { ...record, item: { ...record.item, state: "archived" } };
  return [
    { delete: doc.key },
    { delete: guidKey(feedId, guid) },
    {
      put: archivedKey(feedId, number, itemId),
      text: JSON.stringify(archived),
      dueAt: doc.dueAt,
      person,
    },
    { put: archivedAtKey(feedId, itemId), text: String(number), person },
    { put: archivedGuidKey(feedId, guid), text: itemId, person },
  ];
}
