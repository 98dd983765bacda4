/** The whole service with its hub, on SQLite. */
import { join } from "node:path";
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
  type Store,
} from "@underclaim/runtime";
import { RssConfiguration } from "../../src/configuration.ts";
import { openRssConnect } from "../../src/service.ts";
import {
  subscriptionId,
  subscriptionKey,
  type Subscription,
} from "../../src/websub/hub/documents.ts";
import { CONNECTIONS, orderOf, serveRounds } from "./order.ts";

const { port, subscribers, folder } = orderOf();
const ITEMS = 50;
const settings = {
  public_url: "http://127.0.0.1:1",
  feeds: [{ feed_id: "news", feed_url: "http://127.0.0.1:1/feed.xml", title: "News" }],
  websub: {
    networks: ["127.0.0.0/8"],
    hub: {
      enabled: true,
      settle: "PT0S",
      at_once: Math.ceil(CONNECTIONS / 0.75),
      per_host: CONNECTIONS,
    },
  },
};
const { configuration } = loadConfiguration(RssConfiguration, {
  world: {
    folder,
    env: Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        `UNDERCLAIM_${key.toUpperCase()}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    now: () => Date.now(),
    readText: () => "",
    fingerprint: () => "",
  },
});
const store = await openSqliteStore({ folder: join(folder, "data") });
const leaseUntil = Date.now() + 86_400_000;
const docs = Array.from({ length: subscribers }, (_, index) => {
  const callback = `http://127.0.0.1:${port}/callback/${index}`;
  const subscription: Subscription = {
    callback,
    secret: null,
    method: "sha256",
    since: Date.now(),
    lease_until: leaseUntil,
    at: "none yet",
    failures: 0,
    next_at: 0,
    last: null,
  };
  return {
    put: subscriptionKey("news", subscriptionId(callback)),
    text: JSON.stringify(subscription),
  };
});
const log = createLog({ level: "error" });
const options = { configuration, clock: systemClock, ids: randomIds, log };
let service = await openRssConnect({ ...options, store });
await service.runtime.start();

let published = 0;
async function publish(): Promise<string> {
  published += 1;
  const answer = await service.runtime.submit("default", {
    request_id: `req_${published}`,
    action_type: published > ITEMS ? "feed.update_item" : "feed.publish_item",
    coordination_case_id: `case_${published}`,
    target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "news" },
    content: { subject: `Item ${published}`, body_text: "Two kilobytes of text. ".repeat(90) },
    ...(published > ITEMS ? { parameters: { feed_item_id: item } } : {}),
    tracking_context: {
      correlation_id: `corr_${published}`,
      coordination_case_id: `case_${published}`,
    },
    idempotency_key: `key_${published}`,
    requested_at: new Date().toISOString(),
  });
  if (answer.kind !== "accepted") throw new Error(JSON.stringify(answer));
  const result = JSON.parse(answer.text) as { metadata: { feed_item_id: string } };
  return result.metadata.feed_item_id;
}

let item = "";
for (let index = 0; index < ITEMS; index += 1) item = await publish();
// The subscriptions are put where the hub reads them when it starts; the edition that stands is their first.
await service.app.inject({ url: "/feeds/news/rss.xml" });
await store.commit("default", { guards: [], docs });
await service.app.close();
await service.close();
const again = await openSqliteStore({ folder: join(folder, "data") });
let durable = 0;
let reached: () => void = () => undefined;
const counting: Store = {
  ...again,
  async commit(tenant, changes) {
    const committed = await again.commit(tenant, changes);
    for (const write of changes.docs ?? [])
      if ("put" in write && write.put[0] === "hub_subscription") durable += 1;
    if (durable >= subscribers) reached();
    return committed;
  },
};
service = await openRssConnect({ ...options, store: counting });
await service.runtime.start();

const editionBytes = async (): Promise<number> => {
  const headers = { "accept-encoding": "identity" };
  return (await service.app.inject({ url: "/feeds/news/rss.xml", headers })).rawPayload.length;
};

/** Resolves when every subscription is durable anew. */
const everyone = async (): Promise<void> => {
  if (durable < subscribers) await new Promise<void>((resolve) => (reached = resolve));
  durable = 0;
};
await everyone();

serveRounds(
  async () => {
    const began = performance.now();
    await publish();
    await everyone();
    const seconds = (performance.now() - began) / 1_000;
    return { seconds, bytes: await editionBytes() };
  },
  async () => {
    await service.app.close();
    await service.close();
  },
);
