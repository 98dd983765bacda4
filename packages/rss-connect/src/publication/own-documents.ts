// What an item has at addresses of this service: a page, the payload that it carries, the links that it leads through here.
import type { ActionContent } from "@underclaim/contract";
import type { DocWrite, Ids, Instant, Key } from "@underclaim/runtime";
import { linkToken } from "@underclaim/runtime/links";
import { z } from "zod";
import type { FeedEnclosure, SyndicationEntry } from "../model/syndication.ts";
import { escapeHtml } from "../model/text.ts";
import type { Addresses } from "./addresses.ts";
import type { FeedRecord } from "./feed-record.ts";

export const LINK_PATH = "/l";
/** A redirect outlives its item: readers keep what they have. */
const LINK_STANDS_MS = 365 * 86_400_000;
export const PAYLOAD_TYPE = "application/json";

export const linkKey = (token: string): Key => ["link", token];
export const payloadKey = (feedId: string, itemId: string): Key => ["payload", feedId, itemId];

/** A link that this service redirects. */
export const LinkRecord = z.strictObject({
  feed_id: z.string(),
  feed_item_id: z.string(),
  link_id: z.string(),
  url: z.string().describe("Where it leads."),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

export interface OwnContext {
  readonly tenant: string;
  readonly now: Instant;
  readonly ids: Ids;
  readonly addresses: Addresses;
  readonly record: FeedRecord;
  readonly person: string | null;
}

export interface WithOwn {
  readonly entry: SyndicationEntry;
  readonly docs: readonly DocWrite[];
  /** What the action's result says of its links: which of them is which redirect. */
  readonly links: readonly { readonly link_id: string; readonly token: string }[];
}

const itemPath = ({ tenant, addresses, record }: OwnContext, itemId: string): string =>
  `${addresses.feedPath(tenant, record.feed.feed_id)}/items/${encodeURIComponent(itemId)}`;

/**
 * The entry with what this service serves itself. Without a public address nothing changes: an address that nobody can
 * reach is none.
 */
export function withOwnDocuments(
  entry: SyndicationEntry,
  content: Pick<ActionContent, "inline_data" | "action_links"> | null,
  context: OwnContext,
): WithOwn {
  const page = context.addresses.url(itemPath(context, entry.entry_id));
  if (page === null) return { entry, docs: [], links: [] };
  const carried = withPayload(entry, content?.inline_data ?? null, page, context);
  const tracked = withTrackedLinks(carried.entry, content?.action_links ?? [], context);
  return {
    entry: { ...tracked.entry, canonical_url: tracked.entry.canonical_url ?? page },
    docs: [...carried.docs, ...tracked.docs],
    links: tracked.links,
  };
}

/** Small structured data is carried as an enclosure at an address of its own: who fetches it, retrieves the payload. */
function withPayload(
  entry: SyndicationEntry,
  data: unknown,
  page: string,
  { record, person }: OwnContext,
): Omit<WithOwn, "links"> {
  if (data === null) return { entry, docs: [] };
  const text = JSON.stringify(data);
  const enclosure: FeedEnclosure = {
    url: `${page}/payload.json`,
    mime_type: PAYLOAD_TYPE,
    length_bytes: Buffer.byteLength(text),
  };
  const others = entry.enclosures.filter(({ url }) => url !== enclosure.url);
  return {
    entry: { ...entry, enclosures: [enclosure, ...others] },
    docs: [{ put: payloadKey(record.feed.feed_id, entry.entry_id), text, person }],
  };
}

function withTrackedLinks(
  entry: SyndicationEntry,
  links: readonly { readonly link_id: string; readonly url: string }[],
  { addresses, record, ids, now, person }: OwnContext,
): WithOwn {
  const base = addresses.url(`${LINK_PATH}/`);
  // §24: "avoid leaking tracking tokens in public feed content unless policy allows it".
  if (base === null || !record.track_links || !record.policy.allow_tokenized_urls)
    return { entry, docs: [], links: [] };
  const docs: DocWrite[] = [];
  const named: { link_id: string; token: string }[] = [];
  const known = new Map<string, string>();
  const tracked = (url: string): string => {
    if (!/^https?:/.test(url) || url.startsWith(base)) return url;
    const made = known.get(url);
    if (made !== undefined) return made;
    const token = linkToken(ids);
    const link: LinkRecord = {
      feed_id: record.feed.feed_id,
      feed_item_id: entry.entry_id,
      link_id: links.find((one) => one.url === url)?.link_id ?? `link_${docs.length + 1}`,
      url,
    };
    named.push({ link_id: link.link_id, token });
    docs.push({
      put: linkKey(token),
      text: JSON.stringify(link),
      dueAt: now + LINK_STANDS_MS,
      person,
    });
    known.set(url, base + token);
    return base + token;
  };
  const summary = entry.summary?.replaceAll(
    / href="(https?:[^"]*)"/g,
    (_, url: string) => ` href="${escapeHtml(tracked(url.replaceAll("&amp;", "&")))}"`,
  );
  return {
    entry: {
      ...entry,
      canonical_url: entry.canonical_url == null ? null : tracked(entry.canonical_url),
      ...(summary === undefined ? {} : { summary }),
    },
    docs,
    links: named,
  };
}
