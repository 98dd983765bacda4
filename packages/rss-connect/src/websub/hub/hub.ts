// The embedded hub (WebSub §2, §5, §7) for this service's own feeds, and the telling of hubs elsewhere.
import type { Changes, Doc, Key, Store, TenantId } from "@underclaim/runtime";
import {
  SUBSCRIPTIONS,
  INTENTS,
  PUSHES,
  TOPICS,
  distributedKey,
  hubId,
  hubsOf,
  personOf,
  pushKey,
  topicKey,
  versionName,
} from "./documents.ts";
import type { Distributed, HubPush, Intent, Subscription } from "./documents.ts";
import { createDeliveries } from "./deliveries.ts";
import { createKeeper } from "./keeper.ts";
import { boundTo } from "./binding.ts";
import { distributionSent, type RegisteredSubscriber } from "./natives.ts";
import type { HubOptions } from "./options.ts";
import { createPushes } from "./pushes.ts";
import { createRequests, type RequestAnswer } from "./requests.ts";
import { createTopics, isWatched, type TopicState } from "./topic-state.ts";
import { createVerification } from "./verification.ts";
import { createWork } from "./work.ts";

export interface Hub {
  /** Reads what is kept and goes on with it. */
  start(): Promise<void>;
  /** After an erasure: what is held in memory may hold what was erased. */
  noteErasure(tenant: TenantId): void;
  /** After each commit: what it changes is distributed. */
  noteChanges(tenant: TenantId, changes: Changes): void;
  /** A subscriber's request, as it was posted. Durable when it resolves with 202. */
  request(tenant: TenantId, form: string): Promise<RequestAnswer>;
  subscriptions(tenant: TenantId, feedId: string): ReadonlyMap<string, Subscription>;
  /** The registered subscriber that its deliveries are evidence of. */
  subscriberOf(
    tenant: TenantId,
    feedId: string,
    subscription: Subscription,
  ): RegisteredSubscriber | null;
  /** Ends a subscription and tells the subscriber (WebSub §5.2). False: there is none. */
  deny(tenant: TenantId, feedId: string, id: string, reason: string): Promise<boolean>;
  /** Something is under way that does not wait for the network or the clock. */
  readonly busy: () => boolean;
  /** Deliveries, verifications and notices that wait for a place or for the network. */
  readonly waiting: () => number;
  /** Begins nothing more. What waits for the network may be cut off then. */
  stop(): void;
  /** Resolves when what was answered is written. */
  close(): Promise<void>;
}

/** Documents whose change makes another edition. */
const SHOWN: ReadonlySet<string> = new Set(["item", "feed", "gone", "websub_topic"]);

export function createHub(options: HubOptions): Hub {
  const { store, clock, log, settings } = options;
  const work = createWork(options);
  const keeper = createKeeper({
    store,
    clock,
    onError: (error) =>
      log.error({ err: error }, "subscriptions were not written; they are tried again"),
  });
  const topics = createTopics();
  const deliveries = createDeliveries(options, work, keeper);
  const pushes = createPushes(options, work);
  const verification = createVerification(options, work, keeper, look);
  const requests = createRequests(options, topics, verification);

  /** Makes the state that of the newest edition; one look at a time. */
  async function look(topic: TopicState): Promise<void> {
    topic.looking ??= work.run(async () => {
      try {
        let changes: number;
        do {
          ({ changes } = topic);
          await begin(topic);
        } while (topic.changes !== changes);
      } finally {
        // In the turn of the last comparison: what changes after it finds no look under way and begins one.
        topic.looking = null;
      }
    });
    await topic.looking;
  }

  async function begin(topic: TopicState): Promise<void> {
    const { tenant, feedId } = topic;
    const content = await work.insist(() => options.content(tenant, feedId));
    if (content === null || content.etag === topic.content?.etag) return;
    const snapshot = await work.insist(() =>
      store.load(tenant, [{ doc: distributedKey(feedId) }, { doc: topicKey(feedId) }]),
    );
    const before = parsed<Distributed>(snapshot.doc(distributedKey(feedId)));
    if (before?.etag !== content.etag) {
      const had = new Set(before?.versions ?? []);
      const fresh = content.targets.filter((target) => !had.has(versionName(target)));
      const behind = [...topic.subscriptions.values()].some(
        ({ at, lease_until }) => at !== content.etag && lease_until > clock.now(),
      );
      if (behind) {
        await work.observe(tenant, distributionSent(feedId, content.etag, fresh, clock.now()));
      }
      const next: Distributed = {
        etag: content.etag,
        versions: content.targets.map(versionName),
      };
      const told = settings.pushOnChange ? hubsOf(snapshot.doc(topicKey(feedId))) : [];
      const own = told.map((hubUrl): HubPush => ({
        hub_url: hubUrl,
        topic_url: content.self,
        cause: content.etag,
        targets: fresh,
        attempts: 0,
        next_at: 0,
      }));
      await work.insist(async () => {
        await store.commit(tenant, {
          guards: [],
          docs: [
            { put: distributedKey(feedId), text: JSON.stringify(next) },
            ...own.map((push) => ({
              put: pushKey(feedId, hubId(push.hub_url), "auto"),
              text: JSON.stringify(push),
              person: personOf(push),
            })),
          ],
        });
      });
      for (const push of own) pushes.schedule(tenant, feedId, "auto", push);
      topic.previous = before === null ? null : { etag: before.etag, fresh };
    }
    topic.content = content;
    topic.told = new Map();
    deliveries.distribute(topic);
  }

  function changed(topic: TopicState): void {
    topic.changes += 1;
    const name = `look ${topic.tenant} ${topic.feedId}`;
    work.wake(name, clock.now() + settings.settleMs, () => void look(topic));
  }

  async function read(tenant: TenantId): Promise<void> {
    for await (const doc of all(store, tenant, SUBSCRIPTIONS)) {
      const [, feedId = "", id = ""] = doc.key;
      topics.of(tenant, feedId).subscriptions.set(id, JSON.parse(doc.text) as Subscription);
    }
    for await (const doc of all(store, tenant, INTENTS)) {
      const [, feedId = "", id = ""] = doc.key;
      topics.of(tenant, feedId).intents.set(id, JSON.parse(doc.text) as Intent);
    }
    for await (const doc of all(store, tenant, TOPICS))
      topics.of(tenant, doc.key[1] ?? "").hubs = true;
    for await (const doc of all(store, tenant, PUSHES)) pushOf(tenant, doc.key, doc.text);
  }

  const pushOf = (tenant: TenantId, key: Key, text: string): void => {
    const [, feedId = "", , by = ""] = key;
    pushes.schedule(tenant, feedId, by, JSON.parse(text) as HubPush);
  };

  return {
    async start() {
      for (const tenant of options.tenants) await read(tenant);
      for (const topic of topics.all()) {
        void look(topic);
        for (const id of topic.intents.keys()) verification.schedule(topic, id);
      }
    },
    noteErasure(tenant) {
      for (const topic of topics.all()) {
        if (topic.tenant !== tenant) continue;
        topic.content = null;
        changed(topic);
      }
    },
    noteChanges(tenant, { docs = [] }) {
      for (const write of docs) {
        const key = "put" in write ? write.put : write.delete;
        const [collection, feedId = "", id = ""] = key;
        if (SHOWN.has(collection)) {
          if (collection === "websub_topic") topics.of(tenant, feedId).hubs = true;
          const topic = topics.get(tenant, feedId);
          if (topic !== undefined && isWatched(topic)) changed(topic);
        } else if (collection === "hub_push" && "put" in write) {
          pushOf(tenant, key, write.text);
        } else if (collection === "hub_subscription" && "delete" in write) {
          // Its lease has ended.
          topics.get(tenant, feedId)?.subscriptions.delete(id);
        }
      }
    },
    request: requests.request,
    subscriptions: (tenant, feedId) => topics.get(tenant, feedId)?.subscriptions ?? new Map(),
    subscriberOf: (tenant, feedId, subscription) =>
      boundTo(options.registered(tenant, subscription.callback, feedId), subscription),
    async deny(tenant, feedId, id, reason) {
      const topic = topics.get(tenant, feedId);
      const subscription = topic?.subscriptions.get(id);
      if (topic === undefined || subscription === undefined) return false;
      await deliveries.end(topic, id, "denied");
      const self = (await options.content(tenant, feedId))?.self;
      if (self !== undefined) void verification.deny(subscription.callback, self, reason);
      return true;
    },
    busy: () => work.busy() || !keeper.idle(),
    waiting: () => deliveries.size() + pushes.size() + verification.size(),
    stop: () => work.close(),
    async close() {
      work.close();
      await work.calm();
      await keeper.settled();
    },
  };
}

const parsed = <T>(doc: Doc | null): T | null =>
  doc === null ? null : (JSON.parse(doc.text) as T);

const PAGE = 500;

async function* all(
  store: Pick<Store, "load">,
  tenant: TenantId,
  prefix: Key,
): AsyncGenerator<Doc> {
  let after: Key | undefined;
  for (;;) {
    const range = { prefix, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const docs = (await store.load(tenant, [{ range }])).range(range);
    yield* docs;
    if (docs.length < PAGE) return;
    after = docs.at(-1)?.key;
  }
}
