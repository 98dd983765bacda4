// POST /feeds: the publication surface must exist before anything is published (RssAdapterSpecification §9.1, §22).
import type { Changes, Store, TenantId } from "@underclaim/runtime";
import { timestamp, type Clock, type Ids } from "@underclaim/runtime";
import { z } from "zod";
import { FeedVisibility, FeedVisibilityPolicy } from "../model/feed.ts";
import type { ValidationProblem } from "../model/problem.ts";
import type { SyndicationFeed } from "../model/syndication.ts";
import { channelProblems } from "../model/validate.ts";
import { DEFAULT_VISIBILITY_POLICIES } from "../model/visibility.ts";
import { addressKey, feedKey, feedOf, type FeedRecord } from "./documents.ts";

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
  visibility: FeedVisibility.default("public"),
  /** Overrides single settings of the visibility's default policy. */
  policy: FeedVisibilityPolicy.omit({ visibility: true }).partial().optional(),
  ttl_seconds: z.int().positive().nullish(),
  max_items: z.int().min(1).max(10_000).default(1_000),
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
  readonly onCommitted?: (tenant: TenantId, changes: Changes) => void;
}

/** Registers a feed; the same registration again is the same feed. */
export async function registerFeed(
  { store, clock, ids, onCommitted }: Registrar,
  tenant: TenantId,
  wanted: FeedRegistration,
): Promise<Registered> {
  const record = recordOf(wanted, wanted.feed_id ?? ids.next("feed"), timestamp(clock.now()));
  const problems = channelProblems(channelOf(record));
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
  if (!committed.ok)
    return registerFeed({ store, clock, ids, ...(onCommitted && { onCommitted }) }, tenant, wanted);
  onCommitted?.(tenant, changes);
  return { ok: true, record, created: true };
}

function recordOf(wanted: FeedRegistration, feedId: string, now: string): FeedRecord {
  const site =
    wanted.site_url ??
    (URL.canParse(wanted.feed_url) ? `${new URL(wanted.feed_url).origin}/` : wanted.feed_url);
  return {
    site_url: site,
    policy: { ...DEFAULT_VISIBILITY_POLICIES[wanted.visibility], ...wanted.policy },
    max_items: wanted.max_items,
    observe_fetches: wanted.observe_fetches,
    feed: {
      feed_id: feedId,
      feed_type: "rss2",
      feed_url: wanted.feed_url,
      title: wanted.title,
      description: wanted.description ?? null,
      language: wanted.language ?? null,
      owner_ref: wanted.owner_ref ?? null,
      visibility: wanted.visibility,
      format_version: "2.0",
      self_link: wanted.feed_url,
      hub_links: [],
      ttl_seconds: wanted.ttl_seconds ?? null,
      archive_policy_ref: null,
      created_at: now,
      updated_at: now,
    },
  };
}

/** Names of the settings in which two registrations differ. The times are the registry's own. */
function differingFields(standing: FeedRecord, wanted: FeedRecord): string[] {
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
    feed_type: "rss2",
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
