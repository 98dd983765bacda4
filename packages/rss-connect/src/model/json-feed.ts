// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), as far as this adapter writes it.
import { z } from "zod";

const Author = z.strictObject({ name: z.string(), url: z.string().optional() });
const Attachment = z.strictObject({
  url: z.url(),
  mime_type: z.string().min(3),
  size_in_bytes: z.int().min(0).optional(),
});
const Item = z
  .strictObject({
    id: z.string().min(1),
    url: z.url().optional(),
    title: z.string().min(1).optional(),
    content_html: z.string().optional(),
    content_text: z.string().optional(),
    date_published: z.iso.datetime().optional(),
    date_modified: z.iso.datetime().optional(),
    authors: z.array(Author).optional(),
    tags: z.array(z.string()).optional(),
    language: z.string().optional(),
    attachments: z.array(Attachment).optional(),
  })
  .refine((item) => item.content_html !== undefined || item.content_text !== undefined, {
    path: ["content_html"],
    message: "content_html or content_text is required.",
  });

export const JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1";

export const JsonFeed = z
  .strictObject({
    version: z.literal(JSON_FEED_VERSION),
    title: z.string().min(1),
    home_page_url: z.url().optional(),
    feed_url: z.url().optional(),
    description: z.string().optional(),
    next_url: z.url().optional(),
    language: z.string().optional(),
    authors: z.array(Author).optional(),
    hubs: z.array(z.strictObject({ type: z.literal("WebSub"), url: z.url() })).optional(),
    items: z.array(Item),
  })
  .meta({ id: "JsonFeed", description: "JSON Feed 1.1, as this adapter writes it." });
export type JsonFeed = z.infer<typeof JsonFeed>;
export type JsonFeedItem = z.infer<typeof Item>;
