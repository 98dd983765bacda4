// POST /feeds: the publication surface must exist before anything is published (RssAdapterSpecification §9.1, §22).
import type { Changes, Store, TenantId } from "@underclaim/runtime";
import { timestamp, type Clock, type Ids } from "@underclaim/runtime";
import { z } from "zod";
import { FEED_FORMATS, FeedVisibility, FeedVisibilityPolicy } from "../model/feed.ts";
import { derivedFeedId } from "../model/guid.ts";
import type { ValidationProblem } from "../model/problem.ts";
import type { SyndicationFeed } from "../model/syndication.ts";
import { invalidFeed, when } from "../model/rules.ts";
import { channelProblems } from "../model/validate.ts";
import { DEFAULT_VISIBILITY_POLICIES } from "../model/visibility.ts";
import { FeedStream, STREAM_VISIBILITY } from "../model/stream.ts";
import { addressKey, feedKey, feedOf } from "./documents.ts";
import { FeedRecord } from "./feed-record.ts";

/** What `POST /feeds` takes. */
export const FeedRegistration = z.strictObject({
  feed_id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
    .optional()
    .describe("Stands in paths; default: a random one."),
  feed_url: z
    .string()
    .describe(
      "The feed's public address: what engines name as target_endpoint and readers subscribe to.",
    ),
  site_url: z
    .string()
    .optional()
    .describe("The site the feed belongs to; default: the origin of feed_url."),
  title: z.string(),
  description: z.string().nullish(),
  language: z.string().nullish(),
  owner_ref: z.string().nullish(),
  author: z.string().nullish().describe("Whose feed it is; default: its title."),
  feed_type: z
    .enum(FEED_FORMATS)
    .default("rss2")
    .describe("What stands at feed_url. The other formats stand beside it."),
  stream: FeedStream.nullish().describe(
    "§31: what the feed is for; items of another stream are refused.",
  ),
  visibility: FeedVisibility.optional().describe("Default: that of the stream, else public."),
  /** Overrides single settings of the visibility's default policy. */
  policy: FeedVisibilityPolicy.omit({ visibility: true }).partial().optional(),
  ttl_seconds: z.int().positive().nullish(),
  max_items: z.int().min(1).max(10_000).default(1_000),
  history: FeedRecord.shape.history.describe(
    "RFC 5005: complete (every item there is), paged, or archived (the older ones in documents of their own).",
  ),
  page_size: FeedRecord.shape.page_size.describe("Items of a page or an archive document."),
  expire_after_seconds: FeedRecord.shape.expire_after_seconds.describe(
    "Items expire this long after their publication; default: never.",
  ),
  keep_removed_seconds: FeedRecord.shape.keep_removed_seconds.describe(
    "How long a removed item is kept beside its timeline, and said to be gone.",
  ),
  track_links: FeedRecord.shape.track_links.describe(
    "Links of items lead through this service; needs allow_tokenized_urls and public_url.",
  ),
  per_participant: FeedRecord.shape.per_participant.describe(
    "A client sees only items for its own participant and for nobody in particular; needs require_authentication.",
  ),
  observe_fetches: z
    .boolean()
    .default(true)
    .describe("False where a cache or static copy answers the readers."),
});
export type FeedRegistration = z.infer<typeof FeedRegistration>;

export type Registered =
  | { readonly ok: true; readonly record: FeedRecord; readonly created: boolean }
  | {
      readonly ok: false;
      readonly reason: "invalid";
      readonly problems: readonly ValidationProblem[];
    }
  | {
      readonly ok: false;
      readonly reason: "taken";
      readonly field: "feed_id" | "feed_url";
      readonly differing: readonly string[];
    };

export interface Registrar {
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Whether the service knows its own public address. */
  readonly published: boolean;
  readonly onCommitted?: (tenant: TenantId, changes: Changes) => void;
}

/** Registers a feed; the same registration again is the same feed. */
export async function registerFeed(
  registrar: Registrar,
  tenant: TenantId,
  wanted: FeedRegistration,
): Promise<Registered> {
  const { store, clock, ids, onCommitted, published } = registrar;
  const record = recordOf(wanted, wanted.feed_id ?? ids.next("feed"), timestamp(clock.now()));
  const problems = recordProblems(record, published);
  if (problems.length > 0) return { ok: false, reason: "invalid", problems };

  const byAddress = addressKey(record.feed.feed_url);
  const snapshot = await store.load(tenant, [
    { doc: feedKey(record.feed.feed_id) },
    { doc: byAddress },
  ]);
  const [standing, address] = [snapshot.doc(feedKey(record.feed.feed_id)), snapshot.doc(byAddress)];
  if (standing !== null) {
    const same = feedOf(standing);
    const differing = differingFields(same, record);
    return differing.length === 0
      ? { ok: true, record: same, created: false }
      : { ok: false, reason: "taken", field: "feed_id", differing };
  }
  if (address !== null) {
    // Without a feed_id the address alone says which feed is meant.
    const key = feedKey(address.text);
    const doc =
      wanted.feed_id === undefined ? (await store.load(tenant, [{ doc: key }])).doc(key) : null;
    const differing =
      doc === null
        ? []
        : differingFields(feedOf(doc), record).filter((field) => field !== "feed_id");
    if (doc !== null && differing.length === 0)
      return { ok: true, record: feedOf(doc), created: false };
    return { ok: false, reason: "taken", field: "feed_url", differing };
  }
  const changes: Changes = {
    guards: [
      { doc: feedKey(record.feed.feed_id), version: 0 },
      { doc: byAddress, version: 0 },
    ],
    docs: [
      { put: feedKey(record.feed.feed_id), text: JSON.stringify(record) },
      { put: byAddress, text: record.feed.feed_id },
    ],
  };
  const committed = await store.commit(tenant, changes);
  if (!committed.ok) return registerFeed(registrar, tenant, wanted);
  onCommitted?.(tenant, changes);
  return { ok: true, record, created: true };
}

/** Everything that keeps a feed from being one. */
export function recordProblems(record: FeedRecord, published: boolean): ValidationProblem[] {
  const wrong = channelProblems(channelOf(record));
  return [...wrong, ...(wrong.length > 0 ? [] : settingProblems(record, published))];
}

/** Settings that ask for something the others do not give. */
function settingProblems(record: FeedRecord, published: boolean): ValidationProblem[] {
  const { policy, history, page_size: size, max_items: most } = record;
  const needs = (wrong: boolean, field: string, says: string, remedy: string) =>
    when(wrong, invalidFeed("setting", field, says, remedy));
  const address = "Set the service's public_url.";
  return [
    ...needs(
      (history === "paged" || history === "archived") && !published,
      "history",
      `is ${history}, and its documents would have no address`,
      address,
    ),
    ...needs(
      history === "archived" && most < 3 * size,
      "max_items",
      "leaves no room for the items that wait to be archived",
      "Give at least three times page_size.",
    ),
    ...needs(record.track_links && !published, "track_links", "needs an address", address),
    ...needs(
      record.track_links && !policy.allow_tokenized_urls,
      "track_links",
      "needs a policy that allows tokenized URLs",
      "Set policy.allow_tokenized_urls, or leave track_links out.",
    ),
    ...needs(
      record.per_participant && !policy.require_authentication,
      "per_participant",
      "needs clients that authenticate",
      "Set policy.require_authentication.",
    ),
  ];
}

export function recordOf(wanted: FeedRegistration, feedId: string, now: string): FeedRecord {
  const site =
    wanted.site_url ??
    (URL.canParse(wanted.feed_url) ? `${new URL(wanted.feed_url).origin}/` : wanted.feed_url);
  const visibility =
    wanted.visibility ?? (wanted.stream == null ? "public" : STREAM_VISIBILITY[wanted.stream]);
  // Parsed, so that it is written as it is read.
  return FeedRecord.parse({
    site_url: site,
    policy: { ...DEFAULT_VISIBILITY_POLICIES[visibility], ...wanted.policy },
    max_items: wanted.max_items,
    observe_fetches: wanted.observe_fetches,
    stream: wanted.stream ?? null,
    author: wanted.author ?? null,
    history: wanted.history,
    page_size: wanted.page_size,
    expire_after_seconds: wanted.expire_after_seconds,
    keep_removed_seconds: wanted.keep_removed_seconds,
    track_links: wanted.track_links,
    per_participant: wanted.per_participant,
    feed: {
      feed_id: feedId,
      feed_type: wanted.feed_type,
      feed_url: wanted.feed_url,
      title: wanted.title,
      description: wanted.description ?? null,
      language: wanted.language ?? null,
      owner_ref: wanted.owner_ref ?? null,
      visibility,
      format_version: FORMAT_VERSIONS[wanted.feed_type],
      self_link: wanted.feed_url,
      hub_links: [],
      ttl_seconds: wanted.ttl_seconds ?? null,
      archive_policy_ref: null,
      created_at: now,
      updated_at: now,
    },
  });
}

const FORMAT_VERSIONS = { rss2: "2.0", atom: "1.0", json_feed: "1.1" } as const;

/** Names of the settings in which two registrations differ. The times are the registry's own. */
export function differingFields(standing: FeedRecord, wanted: FeedRecord): string[] {
  const [a, b] = [settingsOf(standing), settingsOf(wanted)];
  return Object.keys(b).filter(
    (name) => JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null),
  );
}

function settingsOf({
  feed: { created_at: _created, updated_at: _updated, ...feed },
  policy,
  ...rest
}: FeedRecord): Record<string, unknown> {
  const policies = Object.entries(policy).map(
    ([name, value]) => [`policy.${name}`, value] as const,
  );
  return { ...feed, ...rest, ...Object.fromEntries(policies) };
}

/** The feed as a channel without items. */
export function channelOf(record: FeedRecord): SyndicationFeed {
  const { feed } = record;
  return {
    feed_id: feed.feed_id,
    feed_type: feed.feed_type,
    stable_id: URL.canParse(feed.feed_url) ? derivedFeedId(feed) : null,
    author: record.author,
    title: feed.title,
    description: feed.description ?? null,
    site_url: record.site_url,
    feed_url: feed.feed_url,
    language: feed.language ?? null,
    updated_at: feed.updated_at,
    ttl_seconds: feed.ttl_seconds ?? null,
    hub_links: feed.hub_links,
    entries: [],
  };
}
