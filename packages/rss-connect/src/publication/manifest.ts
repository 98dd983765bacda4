// What stood in a feed when, from the adapter's own acts (RssAdapterSpecification §34 "feed integrity manifests").
import type { AdapterEvent } from "@underclaim/contract";
import { z } from "zod";

const Version = z.strictObject({
  feed_item_id: z.string(),
  guid_or_id: z.string(),
  revision: z.int().min(1),
  content_hash: z.string().describe("SHA-256 of the entry, hex."),
  since: z.iso.datetime({ offset: true }).describe("When this version was written."),
});

/** The items that stood in the feed, its archive included, at a time. */
export const FeedManifest = z
  .strictObject({
    feed_id: z.string(),
    at: z.iso.datetime({ offset: true }),
    complete: z
      .boolean()
      .describe("False: there are more events than were read, and older items may be missing."),
    items: z.array(Version),
  })
  .meta({ id: "FeedManifest", description: "What stood in a feed at a time." });
export type FeedManifest = z.infer<typeof FeedManifest>;

type Event = Pick<AdapterEvent, "adapter_event_type" | "occurred_at" | "received_at" | "metadata">;

const WRITTEN: ReadonlySet<string> = new Set(["item.published", "item.updated", "item.reordered"]);
const LEFT: ReadonlySet<string> = new Set(["item.removed", "item.expired"]);

/** `events` of the feed, in order of arrival: the order in which they were committed. */
export function manifestOf(
  feedId: string,
  events: readonly Event[],
  at: number,
  complete: boolean,
): FeedManifest {
  const standing = new Map<string, FeedManifest["items"][number]>();
  for (const { adapter_event_type: type, received_at: received, metadata } of events) {
    // When it was received is when it was committed: what an item says of itself may be invented.
    if (Date.parse(received) > at) continue;
    const { feed_item_id: id, guid_or_id: guid, revision, content_hash: hash } = metadata ?? {};
    if (typeof id !== "string") continue;
    if (LEFT.has(type)) standing.delete(id);
    if (!WRITTEN.has(type) || typeof guid !== "string" || typeof hash !== "string") continue;
    standing.set(id, {
      feed_item_id: id,
      guid_or_id: guid,
      revision: Number(revision),
      content_hash: hash,
      since: received,
    });
  }
  const items = [...standing.values()].toSorted((a, b) =>
    a.feed_item_id < b.feed_item_id ? -1 : 1,
  );
  return { feed_id: feedId, at: new Date(at).toISOString(), complete, items };
}
