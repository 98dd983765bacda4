// A feed as it stands in the store, as the model that is rendered.
import type { Doc, Store, Target, TenantId } from "@underclaim/runtime";
import type { Tombstone } from "../model/syndication.ts";
import {
  archivedIn,
  archivesKey,
  itemOf,
  itemsOf,
  lastRemovalKey,
  tombstonesOf,
  type ItemRecord,
  type KeptTombstone,
} from "./documents.ts";
import type { FeedRecord } from "./feed-record.ts";
import { hubsOf, topicKey } from "../websub/hub/documents.ts";
import { channelOf } from "./register-feed.ts";
import type { Contents } from "./views.ts";

type Documents = Pick<Store, "load">;

/** More would make a document of what is gone. */
const MOST_TOMBSTONES = 500;

/** What an archive document keeps of an item that was removed after it was archived. */
interface ArchivedGone {
  readonly tombstone: KeptTombstone;
}

export interface ArchiveContents extends Contents {
  readonly rows: readonly Doc[];
  /** Of each row, by what it shows: `entry <GUID>` or `gone <GUID>`. */
  readonly versions: ReadonlyMap<string, number>;
  /** It holds what is for somebody in particular. */
  readonly personal: boolean;
}

/** The feed's items that stand in it, newest first. */
export async function currentContents(
  store: Documents,
  tenant: TenantId,
  record: FeedRecord,
  embeddedHub: string | null = null,
): Promise<Contents> {
  const { feed_id: feedId } = record.feed;
  const range = { prefix: itemsOf(feedId), limit: record.max_items };
  const gone = { prefix: tombstonesOf(feedId), limit: MOST_TOMBSTONES };
  const snapshot = await store.load(tenant, [
    { range },
    { range: gone },
    { doc: lastRemovalKey(feedId) },
    { doc: archivesKey(feedId) },
    { doc: topicKey(feedId) },
  ]);
  const items = snapshot.range(range).map(itemOf).sort(newestFirst);
  return {
    archivesBefore: Number(snapshot.doc(archivesKey(feedId))?.text ?? 0),
    targets: items.map(targetOfItem),
    model: {
      ...channelOf(record),
      hub_links: [
        ...(embeddedHub === null ? [] : [embeddedHub]),
        ...hubsOf(snapshot.doc(topicKey(feedId))),
      ],
      updated_at: latest([
        record.feed.updated_at,
        ...items.flatMap(datesOf),
        snapshot.doc(lastRemovalKey(feedId))?.text,
      ]),
      history: record.history === "complete" ? "complete" : null,
      tombstones: snapshot
        .range(gone)
        .map(({ text }) => JSON.parse(text) as Tombstone)
        .toSorted((a, b) => (a.when < b.when ? 1 : -1)),
      entries: items.map(({ entry }) => entry),
    },
  };
}

/** An archive document (RFC 5005 §4): the same for as long as none of its items is removed. Null: there is none. */
export async function archiveContents(
  store: Documents,
  tenant: TenantId,
  record: FeedRecord,
  number: number,
): Promise<ArchiveContents | null> {
  const range = { prefix: archivedIn(record.feed.feed_id, number), limit: 2 * record.page_size };
  const docs = (await store.load(tenant, [{ range }])).range(range);
  if (docs.length === 0) return null;
  const kept = docs.map(({ text }) => JSON.parse(text) as ItemRecord | ArchivedGone);
  const items = kept.filter((one) => "item" in one).sort(newestFirst);
  const gone = kept.filter((one) => "tombstone" in one).map(({ tombstone }) => tombstone);
  return {
    rows: docs,
    versions: new Map(docs.map((doc, at) => [shownBy(kept[at]), doc.version])),
    personal: kept.some((one) => whoseIs(one) !== null),
    archivesBefore: number - 1,
    targets: items.map(targetOfItem),
    model: {
      ...channelOf(record),
      updated_at: latest([
        record.feed.created_at,
        ...items.flatMap(datesOf),
        ...gone.map(({ when }) => when),
      ]),
      history: "archive",
      links: [{ rel: "current", href: record.feed.feed_url }],
      tombstones: gone,
      entries: items.map(({ entry }) => entry),
    },
  };
}

const shownBy = (one: ItemRecord | ArchivedGone | undefined): string =>
  one === undefined
    ? ""
    : "item" in one
      ? `entry ${one.item.guid_or_id}`
      : `gone ${one.tombstone.ref}`;

/** Undefined: an older version did not say. */
const whoseIs = (one: ItemRecord | ArchivedGone): string | null | undefined =>
  "item" in one ? (one.item.participant_id ?? null) : one.tombstone.participant_id;

export function newestFirst(a: ItemRecord, b: ItemRecord): number {
  const byTime = Date.parse(b.item.published_at) - Date.parse(a.item.published_at);
  return byTime !== 0 ? byTime : a.item.feed_item_id < b.item.feed_item_id ? 1 : -1;
}

const datesOf = ({ item }: ItemRecord): (string | null | undefined)[] => [
  item.published_at,
  item.updated_at,
];

function latest(times: readonly (string | null | undefined)[]): string {
  let newest = 0;
  for (const time of times) if (time) newest = Math.max(newest, Date.parse(time));
  return new Date(newest).toISOString();
}

/** A fetch says something about this version of the item, in the item's own case. */
export const targetOfItem = ({
  item,
  revision,
  correlation,
  action_surface: surface,
}: ItemRecord): Target => ({
  subject: item.feed_item_id,
  method: "publication",
  correlation,
  payload: item.payload_ref ?? null,
  actionSurface: surface,
  endpoint: { endpoint_id: item.feed_id, endpoint_type: "rss_feed" },
  evidenceKey: `revision:${revision}`,
});
