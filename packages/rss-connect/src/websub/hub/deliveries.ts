// Distribution (WebSub §7): the stored bytes to every subscriber that has not got them, until its lease ends.
import type { Target } from "@underclaim/runtime";
import { backOffMs } from "../model/back-off.ts";
import { createLanes } from "../model/lanes.ts";
import { linkHeader } from "../model/link-header.ts";
import { signatureOf } from "../model/signature.ts";
import type { OutboundAnswer } from "../outbound/outbound.ts";
import { urlParts } from "../outbound/url-parts.ts";
import { boundTo } from "./binding.ts";
import { subscriptionKey, type Subscription } from "./documents.ts";
import type { Keeper } from "./keeper.ts";
import { delivered, subscriptionChanged, type DeliveryOutcome } from "./natives.ts";
import type { HubOptions, TopicContent } from "./options.ts";
import type { TopicState } from "./topic-state.ts";
import type { Work } from "./work.ts";

export interface Deliveries {
  /** Everybody who is behind. */
  distribute(topic: TopicState): void;
  end(topic: TopicState, id: string, why: string): Promise<void>;
  /** Waiting or under way. */
  readonly size: () => number;
}

const BACK_OFF = { firstMs: 10_000, mostMs: 3_600_000 };
/** Callbacks that failed last time wait in a line of their own, so that they hold no place of those that answer. */
const SHARE_OF_FAILING = 0.25;

export function createDeliveries(options: HubOptions, work: Work, keeper: Keeper): Deliveries {
  const { clock, settings, random } = options;
  const partsOf = urlParts();
  const failingAtOnce = Math.max(1, Math.floor(settings.atOnce * SHARE_OF_FAILING));
  const prompt = createLanes(Math.max(1, settings.atOnce - failingAtOnce), settings.perHost);
  const failing = createLanes(failingAtOnce, Math.min(settings.perHost, failingAtOnce));

  const keep = (topic: TopicState, id: string, subscription: Subscription): void => {
    topic.subscriptions.set(id, subscription);
    const key = subscriptionKey(topic.feedId, id);
    keeper.keep(topic.tenant, key.join(" "), {
      put: key,
      text: JSON.stringify(subscription),
      dueAt: subscription.lease_until,
    });
  };

  function schedule(topic: TopicState, id: string): void {
    const subscription = topic.subscriptions.get(id);
    if (subscription === undefined || topic.leaving.has(id) || work.closed()) return;
    const { next_at: nextAt, lease_until: leaseUntil, failures, callback, at } = subscription;
    if (leaseUntil <= clock.now() || topic.content === null || at === topic.content.etag) return;
    if (nextAt > clock.now()) {
      work.wake(`${topic.tenant} ${topic.feedId} ${id}`, nextAt, () => schedule(topic, id));
      return;
    }
    topic.leaving.add(id);
    (failures > 0 ? failing : prompt).add(partsOf(callback).origin, () =>
      work
        .run(() => deliver(topic, id))
        .finally(() => {
          topic.leaving.delete(id);
          schedule(topic, id);
        }),
    );
  }

  async function deliver(topic: TopicState, id: string): Promise<void> {
    const subscription = topic.subscriptions.get(id);
    const { content } = topic;
    if (subscription === undefined || content === null || work.closed()) return;
    if (subscription.at === content.etag) return;
    const registered = options.registered(topic.tenant, subscription.callback, topic.feedId);
    if (content.restricted && registered === null) {
      await end(topic, id, "the feed is no longer public");
      return;
    }
    const hub = options.hubUrl(topic.tenant) ?? content.self;
    const answer = await work.send({
      method: "POST",
      url: subscription.callback,
      headers: {
        "content-type": content.contentType,
        link: linkHeader({ self: content.self, hubs: [hub] }),
        "user-agent": "underclaim-rss-connect (WebSub hub)",
        ...(subscription.secret === null
          ? {}
          : {
              "x-hub-signature": signatureOf(
                subscription.method,
                subscription.secret,
                content.body,
              ),
            }),
      },
      body: content.body,
      wanted: 0,
    });
    // The process is closing: who did not answer yet is sent it again at the next start.
    if (work.closed() && answer.kind === "broken") return;
    const { outcome, status } = readAnswer(answer);
    // Subscribed again with another secret meanwhile: it may have thrown away what was signed with the one before.
    const { secret } = subscription;
    const outdated = (topic.subscriptions.get(id) ?? subscription).secret !== secret;
    const subscriber = outdated ? null : boundTo(registered, subscription);
    const about = targetsOf(topic, subscription, content, outcome);
    await tellOnce(topic, content, JSON.stringify([outcome, subscriber?.id, about.name]), () =>
      work.observe(
        topic.tenant,
        delivered({
          feedId: topic.feedId,
          etag: content.etag,
          asOf: content.asOf,
          outcome,
          status,
          subscriber,
          signed: subscription.secret !== null,
          targets: about.targets,
          about: about.name,
          at: clock.now(),
        }),
      ),
    );
    // It may have been renewed or ended meanwhile.
    const standing = topic.subscriptions.get(id);
    if (standing === undefined) return;
    if (status === "410") return end(topic, id, "410");
    const last = { outcome, status, at: clock.now() };
    if (outcome === "accepted") {
      if (standing.secret !== secret) return;
      keep(topic, id, { ...standing, at: content.etag, failures: 0, next_at: 0, last });
      return;
    }
    const failures = standing.failures + 1;
    const nextAt = clock.now() + backOffMs(BACK_OFF, failures, random());
    keep(topic, id, { ...standing, failures, next_at: nextAt, last });
  }

  async function end(topic: TopicState, id: string, why: string): Promise<void> {
    if (!topic.subscriptions.delete(id)) return;
    const key = subscriptionKey(topic.feedId, id);
    await work.observe(
      topic.tenant,
      subscriptionChanged("hub.subscription.ended", topic.feedId, id, why, clock.now()),
    );
    // It may have been confirmed anew meanwhile.
    if (!topic.subscriptions.has(id)) keeper.keep(topic.tenant, key.join(" "), { delete: key });
  }

  return {
    end,
    size: () => prompt.size() + failing.size(),
    distribute(topic) {
      for (const id of topic.subscriptions.keys()) schedule(topic, id);
    },
  };
}

/** WebSub §7: any other status than a 2xx is a failure, redirects included; the body says nothing. */
function readAnswer(answer: OutboundAnswer): {
  readonly outcome: DeliveryOutcome;
  readonly status: string;
} {
  if (answer.kind !== "answer") return { outcome: "failed", status: answer.reason };
  const accepted = answer.status >= 200 && answer.status < 300;
  return { outcome: accepted ? "accepted" : "rejected", status: String(answer.status) };
}

/** Who had the edition before is told what came since; for everybody else all of it is new. */
function targetsOf(
  { previous }: TopicState,
  { at, failures }: Subscription,
  { targets }: TopicContent,
  outcome: DeliveryOutcome,
): { readonly name: string; readonly targets: readonly Target[] } {
  return previous !== null && previous.etag === at && (failures === 0 || outcome !== "accepted")
    ? { name: "since", targets: previous.fresh }
    : { name: "all", targets };
}

/** The same said of many subscribers is one event, written before any of them counts as served. */
function tellOnce(
  topic: TopicState,
  content: TopicContent,
  name: string,
  tell: () => Promise<void>,
): Promise<void> {
  // Of an edition that another has followed meanwhile nothing is remembered: the store knows a repeat.
  if (topic.content !== content) return tell();
  const { told } = topic;
  const telling =
    told.get(name) ??
    tell().catch((error: unknown) => {
      told.delete(name);
      throw error;
    });
  told.set(name, telling);
  return telling;
}
