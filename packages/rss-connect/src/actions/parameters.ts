// Additive typed parameters of the feed actions (design: "Readings of the documents").
import { z } from "zod";
import { FeedVisibility } from "../model/feed.ts";
import { FeedStream } from "../model/stream.ts";
import { FeedEnclosure, SyndicationCategory } from "../model/syndication.ts";

const itemParts = {
  canonical_url: z
    .string()
    .nullish()
    .describe("The item's own page; default: the first action link."),
  authors: z
    .array(z.string())
    .nullish()
    .describe('As "mail", "mail (Name)", "Name <mail>" or "Name".'),
  categories: z.array(SyndicationCategory).nullish(),
  enclosures: z.array(FeedEnclosure).nullish(),
  visibility: FeedVisibility.nullish().describe(
    "How private the item itself is; refused where the feed is more open.",
  ),
  language: z.string().nullish().describe("RFC 5646; default: the feed's."),
  stream: FeedStream.nullish().describe(
    "§31: what the item is for; refused by a feed of another stream.",
  ),
  published_at: z.string().nullish().describe("RFC 3339; default: when it is accepted."),
  expires_at: z
    .string()
    .nullish()
    .describe("RFC 3339: when the item leaves the feed; default: as the feed is registered."),
};

const ItemParameters = z.strictObject(itemParts);
export type ItemParameters = z.infer<typeof ItemParameters>;

export const PublishParameters = z.strictObject({
  ...itemParts,
  guid: z
    .string()
    .nullish()
    .describe("A GUID of the caller's; default: one derived from feed and item."),
});
export type PublishParameters = z.infer<typeof PublishParameters>;

const which = {
  feed_item_id: z.string().min(1).nullish().describe("The item, as its publication named it."),
  guid: z.string().min(1).nullish().describe("Or its GUID."),
};

/** The item is named by one of the two. */
export const UpdateParameters = z.strictObject({
  ...itemParts,
  ...which,
  updated_at: z
    .string()
    .nullish()
    .describe(
      "RFC 3339: when the source changed it; an update older than what stands changes nothing.",
    ),
});
export type UpdateParameters = z.infer<typeof UpdateParameters>;

/** The item is named by one of the two. */
export const ExpireParameters = z.strictObject({
  ...which,
  expires_at: z
    .string()
    .nullish()
    .describe("RFC 3339: when the item leaves the feed; default: at once."),
});
export type ExpireParameters = z.infer<typeof ExpireParameters>;

export const RemoveParameters = z.strictObject(which);
export type RemoveParameters = z.infer<typeof RemoveParameters>;
