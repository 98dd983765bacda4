// The hub on a real store and a real network, with a topic that the test writes and a clock that stands still.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, openSqliteStore, type Observation, type Store } from "@underclaim/runtime";
import { ManualClock, seededIds, until } from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";
import { addressKey, feedKey } from "../../../src/publication/documents.ts";
import { createHub, type Hub } from "../../../src/websub/hub/hub.ts";
import type { HubOptions, HubSettings, TopicContent } from "../../../src/websub/hub/options.ts";
import { networkOf, type AddressRules } from "../../../src/websub/model/address-rules.ts";
import { guardedOutbound } from "../../../src/websub/outbound/guarded-outbound.ts";
import { FEED, TENANT, targetOf } from "./topic.ts";

const loopback = networkOf("127.0.0.0/8");
export const LOOPBACK: AddressRules = {
  ports: new Set([80, 443]),
  networks: loopback === null ? [] : [loopback],
};

const SETTINGS: HubSettings = {
  leaseMs: { least: 60_000, default: 864_000_000, most: 2_592_000_000 },
  method: "sha256",
  rules: LOOPBACK,
  subscriptionsPerFeed: 10_000,
  intents: 10_000,
  verificationsPerMinute: 10_000,
  atOnce: 64,
  perHost: 16,
  settleMs: 1_000,
  pushAttempts: 4,
  pushOnChange: true,
};

export interface Harness {
  readonly hub: Hub;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly observed: Observation[];
  readonly types: () => string[];
  readonly logged: () => string;
  /** Another edition: its text, and the items in it. */
  publish(text: string, items?: readonly string[]): void;
  /** Time passes until the edition is looked at, and everything is done that the network answers. */
  settled(): Promise<void>;
  advance(ms: number): Promise<void>;
  subscribe(
    callback: string,
    more?: Record<string, string>,
  ): Promise<{ status: number; text: string }>;
  /** Ends this hub and opens another on the same data. */
  again(options?: HarnessOptions): Promise<Harness>;
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly settings?: Partial<HubSettings>;
  readonly send?: HubOptions["send"];
  readonly restricted?: boolean;
  readonly contentType?: string;
  readonly registered?: HubOptions["registered"];
  readonly timeoutMs?: number;
  readonly wrap?: (store: Store) => Store;
  /** Awaited before what is observed counts as written. */
  readonly observing?: (observations: readonly Observation[]) => Promise<void>;
  readonly hubUrl?: string | null;
  /** PEM. */
  readonly ca?: string;
}

interface Kept {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly topic: { content: TopicContent };
  readonly observed: Observation[];
  readonly lives: number;
}

export const SELF = "https://example.com/feed.xml";
export const HUB = "https://example.com/websub";

export async function hubHarness(options: HarnessOptions = {}, kept?: Kept): Promise<Harness> {
  const { folder, clock, topic, observed, lives } = kept ?? fresh(options);
  const opened = await openSqliteStore({ folder });
  const store = options.wrap?.(opened) ?? opened;
  if (kept === undefined) {
    await store.commit(TENANT, {
      guards: [],
      docs: [
        { put: addressKey(SELF), text: FEED },
        { put: feedKey(FEED), text: JSON.stringify(recordOf(options.restricted === true)) },
      ],
    });
  }
  const lines: string[] = [];
  const log = createLog({
    level: "debug",
    destination: { write: (line: string) => void lines.push(line) },
  });
  const { clock: own, stop } = clock.processClock();
  const guarded = guardedOutbound({
    rules: options.settings?.rules ?? LOOPBACK,
    clock: own,
    timeoutMs: options.timeoutMs ?? 10_000,
    perOrigin: 16,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  const hub = createHub({
    store,
    clock: own,
    ids: seededIds(lives),
    log,
    random: () => 0,
    send: options.send ?? guarded.send,
    observe: async (_tenant, observations) => {
      await options.observing?.(observations);
      observed.push(...observations);
    },
    settings: { ...SETTINGS, ...options.settings },
    tenants: [TENANT],
    content: async (tenant, feedId) =>
      tenant === TENANT && feedId === FEED ? topic.content : null,
    hubUrl: () => (options.hubUrl === undefined ? HUB : options.hubUrl),
    registered: options.registered ?? (() => null),
  });
  await hub.start();
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    hub.stop();
    await guarded.close();
    await hub.close();
    stop();
    await store.close();
  };
  onTestFinished(close);
  const harness: Harness = {
    hub,
    store,
    clock,
    observed,
    types: () => observed.map(({ native }) => native.type),
    logged: () => lines.join(""),
    publish(text, items = []) {
      topic.content = contentOf(text, items, clock.now(), options);
      hub.noteChanges(TENANT, { guards: [], docs: [{ put: ["item", FEED, "any"], text: "" }] });
    },
    async settled() {
      await clock.advance(1_000);
      await until(() => !hub.busy() && hub.waiting() === 0);
    },
    advance: (ms) => clock.advance(ms),
    subscribe: (callback, more = {}) =>
      hub.request(
        TENANT,
        new URLSearchParams({
          "hub.mode": "subscribe",
          "hub.topic": SELF,
          "hub.callback": callback,
          ...more,
        }).toString(),
      ),
    async again(changed = options) {
      await close();
      return hubHarness(changed, { folder, clock, topic, observed, lives: lives + 1 });
    },
    close,
  };
  return harness;
}

function fresh(options: HarnessOptions): Kept {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-hub-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new ManualClock(Date.parse("2026-01-01T12:00:00Z"));
  const content = contentOf("<rss>1</rss>", [], clock.now(), options);
  return { folder, clock, topic: { content }, observed: [], lives: 1 };
}

const contentOf = (
  text: string,
  items: readonly string[],
  asOf: number,
  { restricted = false, contentType = "application/rss+xml; charset=utf-8" }: HarnessOptions,
): TopicContent => ({
  etag: `"${Buffer.from(text).toString("base64url")}"`,
  body: Buffer.from(text),
  contentType,
  self: SELF,
  asOf,
  restricted,
  targets: items.map(targetOf),
});

/** As the registry keeps it; what the hub reads of it is whether it is public. */
const recordOf = (restricted: boolean) => ({
  feed: {
    feed_id: FEED,
    feed_type: "rss2",
    feed_url: SELF,
    title: "Example",
    visibility: restricted ? "private" : "public",
    hub_links: [],
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  },
  site_url: "https://example.com/",
  policy: {
    visibility: restricted ? "private" : "public",
    allowed_payload_sensitivity: ["public"],
    require_authentication: restricted,
    allow_tokenized_urls: false,
    allow_payload_enclosures: true,
    allow_inline_content: true,
  },
  max_items: 1_000,
  observe_fetches: true,
});
