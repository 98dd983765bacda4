// Verification of intent (WebSub §5.3), and denial (§5.2). The challenge is new for each attempt and kept nowhere.
import type { DocWrite } from "@underclaim/runtime";
import { backOffMs } from "../model/back-off.ts";
import { createLanes } from "../model/lanes.ts";
import type { OutboundAnswer } from "../outbound/outbound.ts";
import { boundTo } from "./binding.ts";
import { intentKey, subscriptionKey, type Intent, type Subscription } from "./documents.ts";
import type { Keeper } from "./keeper.ts";
import { subscriptionChanged } from "./natives.ts";
import type { HubOptions } from "./options.ts";
import { createSilentHosts } from "./silent-hosts.ts";
import type { TopicState } from "./topic-state.ts";
import type { Work } from "./work.ts";

export interface Verification {
  schedule(topic: TopicState, id: string): void;
  /** Tells the subscriber that it is none any more. Resolves whatever it answers. */
  deny(callback: string, self: string, reason: string): Promise<void>;
  readonly size: () => number;
}

const BACK_OFF = { firstMs: 10_000, mostMs: 60_000 };
const MOST_ATTEMPTS = 3;
/** A verification holds no place of a delivery. */
const PROMPT = { atOnce: 96, perHost: 4, timeoutMs: 2_000 };
/** For callbacks that were asked in vain, and hosts that were silent: they have the time that every exchange has. */
const PATIENT = { atOnce: 32, perHost: 2 };
const MOST_ECHO = 1_024;

/** The callback with further query parameters; its own stay byte for byte. */
function withQuery(callback: string, parameters: Readonly<Record<string, string>>): string {
  const more = new URLSearchParams(parameters).toString();
  const joint = !callback.includes("?") ? "?" : /[?&]$/.test(callback) ? "" : "&";
  return `${callback}${joint}${more}`;
}

export function createVerification(
  options: HubOptions,
  work: Work,
  keeper: Keeper,
  /** The topic as it stands, so that only what changes from now on is sent. */
  current: (topic: TopicState) => Promise<void>,
): Verification {
  const { clock, ids, random, log } = options;
  const prompt = createLanes(PROMPT.atOnce, PROMPT.perHost);
  const patient = createLanes(PATIENT.atOnce, PATIENT.perHost);
  const silent = createSilentHosts();

  function schedule(topic: TopicState, id: string): void {
    const intent = topic.intents.get(id);
    if (intent === undefined || work.closed()) return;
    if (intent.next_at > clock.now()) {
      const alarm = `intent ${topic.tenant} ${topic.feedId} ${id}`;
      work.wake(alarm, intent.next_at, () => schedule(topic, id));
      return;
    }
    const host = new URL(intent.callback).origin;
    const patiently = (): void =>
      patient.add(host, () => work.run(() => verify(topic, id, intent, true)));
    const isSilent = (): boolean => silent.has(host, clock.now());
    if (intent.attempts > 0 || isSilent()) return patiently();
    prompt.add(host, async () => {
      // It may have turned out meanwhile.
      if (isSilent()) patiently();
      else await work.run(() => verify(topic, id, intent, false));
    });
  }

  async function verify(
    topic: TopicState,
    id: string,
    intent: Intent,
    patiently: boolean,
  ): Promise<void> {
    if (topic.intents.get(id) !== intent || work.closed()) return;
    await current(topic);
    const { content } = topic;
    if (content === null) return drop(topic, id, "the feed has no edition");
    const challenge = ids.next("challenge");
    const answer = await work.send({
      method: "GET",
      url: withQuery(intent.callback, {
        "hub.mode": intent.mode,
        "hub.topic": content.self,
        "hub.challenge": challenge,
        ...(intent.mode === "subscribe"
          ? { "hub.lease_seconds": String(Math.round(intent.lease_ms / 1_000)) }
          : {}),
      }),
      headers: { "user-agent": "underclaim-rss-connect (WebSub hub)" },
      wanted: MOST_ECHO,
      ...(patiently ? {} : { timeoutMs: PROMPT.timeoutMs }),
    });
    silent.note(new URL(intent.callback).origin, answer.kind === "answer", clock.now());
    // A newer request of the same callback has taken its place.
    if (topic.intents.get(id) !== intent || work.closed()) return;
    if (echoes(answer, challenge)) return confirm(topic, id, intent);
    if (mayPass(answer) && intent.attempts + 1 < MOST_ATTEMPTS) {
      const attempts = intent.attempts + 1;
      const nextAt = clock.now() + backOffMs(BACK_OFF, attempts, random());
      const again: Intent = { ...intent, attempts, next_at: nextAt };
      topic.intents.set(id, again);
      schedule(topic, id);
      return writeIntent(topic, id, again);
    }
    drop(topic, id, answer.kind === "answer" ? String(answer.status) : answer.reason);
  }

  /** Unless a newer request was written meanwhile. No verification waits for it. */
  function writeIntent(topic: TopicState, id: string, intent: Intent | undefined): void {
    const key = intentKey(topic.feedId, id);
    const write = async (): Promise<void> => {
      if (topic.intents.get(id) !== intent) return;
      await options.store.commit(topic.tenant, {
        guards: [],
        docs: [intent === undefined ? { delete: key } : { put: key, text: JSON.stringify(intent) }],
      });
    };
    void work.run(() => work.insist(write));
  }

  function drop(topic: TopicState, id: string, why: string): void {
    topic.intents.delete(id);
    // No event: anybody can name a callback that confirms nothing, as often as they like.
    log.info({ subscription: id, feed: topic.feedId, why }, "a subscription was not confirmed");
    writeIntent(topic, id, undefined);
  }

  async function confirm(topic: TopicState, id: string, intent: Intent): Promise<void> {
    const now = clock.now();
    const { feedId, tenant } = topic;
    const standing = topic.subscriptions.get(id);
    const subscribes = intent.mode === "subscribe";
    const confirmed: Subscription = {
      callback: intent.callback,
      secret: intent.secret,
      method: intent.method,
      since: standing?.since ?? now,
      lease_until: now + intent.lease_ms,
      at: standing?.at ?? topic.content?.etag ?? null,
      failures: standing?.failures ?? 0,
      next_at: standing?.next_at ?? 0,
      last: standing?.last ?? null,
    };
    const key = subscriptionKey(feedId, id);
    await work.insist(async () => {
      // What waits to be written is of the subscription as it was before.
      keeper.forget(tenant, key.join(" "));
      await options.store.commit(tenant, {
        guards: [],
        docs: [
          ...(topic.intents.get(id) === intent ? [{ delete: intentKey(feedId, id) }] : []),
          subscribes
            ? { put: key, text: JSON.stringify(confirmed), dueAt: confirmed.lease_until }
            : { delete: key },
        ],
      });
    });
    if (topic.intents.get(id) === intent) topic.intents.delete(id);
    // How far it was may wait to be written, and must not take the place of what was confirmed.
    const keepLast = (write: DocWrite): void => keeper.keep(tenant, key.join(" "), write);
    if (subscribes) {
      // A delivery may have been answered meanwhile.
      const { at, failures, next_at, last } = topic.subscriptions.get(id) ?? confirmed;
      const reached: Subscription = { ...confirmed, at, failures, next_at, last };
      topic.subscriptions.set(id, reached);
      keepLast({ put: key, text: JSON.stringify(reached), dueAt: reached.lease_until });
    } else {
      topic.subscriptions.delete(id);
      keepLast({ delete: key });
    }
    if (subscribes && standing !== undefined) return noteBinding(topic, id, standing, confirmed);
    if (!subscribes && standing === undefined) return;
    const type = subscribes ? "hub.subscription.confirmed" : "hub.subscription.ended";
    await work.observe(tenant, subscriptionChanged(type, feedId, id, intent.mode, now));
  }

  /** A subscription that goes on with another secret may be somebody else's by now: that stands in the feed's timeline. */
  async function noteBinding(
    { tenant, feedId }: TopicState,
    id: string,
    before: Subscription,
    after: Subscription,
  ): Promise<void> {
    const subscriber = options.registered(tenant, after.callback, feedId);
    const [was, is] = [before, after].map((one) => boundTo(subscriber, one) !== null);
    if (was === is) return;
    log.warn(
      { subscription: id, feed: feedId, subscriber: subscriber?.id },
      is
        ? "a registered subscriber subscribes with its own secret again"
        : "a registered subscriber's callback was subscribed with another secret; its answers are nobody's in particular until it subscribes with its own",
    );
    const why = is ? "its own secret again" : "another secret";
    await work.observe(
      tenant,
      subscriptionChanged("hub.subscription.confirmed", feedId, id, why, clock.now()),
    );
  }

  return {
    schedule,
    size: () => prompt.size() + patient.size(),
    deny: (callback, self, reason) =>
      work.run(async () => {
        const told = { "hub.mode": "denied", "hub.topic": self, "hub.reason": reason };
        await work.send({
          method: "GET",
          url: withQuery(callback, told),
          headers: { "user-agent": "underclaim-rss-connect (WebSub hub)" },
          wanted: 0,
        });
      }),
  };
}

/** §5.3: a 2xx whose body is the challenge and nothing else. */
const echoes = (answer: OutboundAnswer, challenge: string): boolean =>
  answer.kind === "answer" &&
  answer.status >= 200 &&
  answer.status < 300 &&
  !answer.cut &&
  Buffer.from(answer.body).toString("utf8") === challenge;

/** What a callback answered is its word; a network that failed, or a server that is overloaded, may pass. */
const mayPass = (answer: OutboundAnswer): boolean =>
  answer.kind === "not_sent" ||
  answer.kind === "broken" ||
  (answer.kind === "answer" && (answer.status === 429 || answer.status >= 500));
