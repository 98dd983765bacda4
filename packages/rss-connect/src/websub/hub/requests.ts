// What a subscriber asks for (WebSub §5.1, §5.2), checked before anything is sent anywhere.
import { isIP } from "node:net";
import type { TenantId } from "@underclaim/runtime";
import { checkUrl } from "../../model/url.ts";
import { addressKey, feedKey, feedOf } from "../../publication/documents.ts";
import { addressProblem, hostOf, portOf } from "../model/address-rules.ts";
import { readRequest } from "../model/subscription-request.ts";
import { sameSecret } from "./binding.ts";
import { intentKey, subscriptionId, type Intent } from "./documents.ts";
import type { HubOptions } from "./options.ts";
import type { TopicState, Topics } from "./topic-state.ts";
import type { Verification } from "./verification.ts";

export interface RequestAnswer {
  readonly status: 202 | 400 | 403 | 404 | 429 | 503;
  /** What was wrong and what to do; empty for 202. */
  readonly text: string;
}

export interface Requests {
  request(tenant: TenantId, form: string): Promise<RequestAnswer>;
}

const MINUTE_MS = 60_000;
const MOST_HOSTS = 10_000;

const answer = (status: RequestAnswer["status"], text: string): RequestAnswer => ({
  status,
  text: text === "" ? "" : `${text}\n`,
});

export function createRequests(
  options: HubOptions,
  topics: Topics,
  verification: Pick<Verification, "schedule">,
): Requests {
  const { store, clock, settings } = options;
  /** What stood before a request that is being written. */
  const standing = new Map<Intent, Intent | undefined>();
  let window = { began: 0, hosts: new Map<string, number>() };

  /** Each request makes this service ask the callback: nobody is to be flooded through it. */
  function tooMany(host: string): boolean {
    const now = clock.now();
    if (now - window.began >= MINUTE_MS) window = { began: now, hosts: new Map() };
    // The clock was set back: a minute from here at most, and nobody's count is forgotten.
    if (now < window.began) window = { ...window, began: now };
    const seen = window.hosts.get(host) ?? 0;
    if (seen >= settings.verificationsPerMinute) return true;
    if (seen === 0 && window.hosts.size >= MOST_HOSTS) return true;
    window.hosts.set(host, seen + 1);
    return false;
  }

  /** A request that could not be written leaves what stood before it, also to those that came after it. */
  function takeBack({ intents }: TopicState, id: string, intent: Intent): void {
    const before = standing.get(intent);
    for (const [later, its] of standing) if (its === intent) standing.set(later, before);
    if (intents.get(id) !== intent) return;
    if (before === undefined) intents.delete(id);
    else intents.set(id, before);
  }

  const pending = (): number => {
    let count = 0;
    for (const { intents } of topics.all()) count += intents.size;
    return count;
  };

  return {
    async request(tenant, form) {
      const read = readRequest(form);
      if (!read.ok) {
        const wrong = read.problems.map(({ path, message }) => `${path}: ${message}`);
        return answer(400, `This is not a subscription request. ${wrong.join("; ")}.`);
      }
      const checked = checkUrl(read.callback, "hub.callback");
      if (!checked.ok) return answer(400, `${checked.problem.message} ${checked.problem.remedy}`);
      const callback = new URL(checked.url);
      if (callback.hash !== "" || checked.url.includes("#"))
        return answer(400, "hub.callback has a fragment. Leave it out.");
      const forbidden = forbiddenCallback(callback, settings.rules);
      if (forbidden !== null)
        return answer(400, `hub.callback names ${forbidden}. Give one that this hub may reach.`);

      const address = addressKey(read.topic);
      const feedId = (await store.load(tenant, [{ doc: address }])).doc(address)?.text;
      if (feedId === undefined)
        return answer(404, "hub.topic is no topic of this hub. Use the rel=self URL of a feed.");
      const key = feedKey(feedId);
      const feed = (await store.load(tenant, [{ doc: key }])).doc(key);
      const registered = options.registered(tenant, checked.url, feedId);
      if (feed === null || (feedOf(feed).policy.require_authentication && registered === null))
        return answer(403, "This topic is not public. Its operator registers subscribers.");

      if (
        read.mode === "subscribe" &&
        registered?.secret !== undefined &&
        !sameSecret(read.secret, registered.secret())
      )
        return answer(
          403,
          "This callback is registered with a secret of its own. Subscribe with that as hub.secret.",
        );

      const topic = topics.of(tenant, feedId);
      const id = subscriptionId(checked.url);
      if (read.mode === "subscribe" && !topic.subscriptions.has(id) && isFull(topic))
        return answer(503, "This topic has as many subscribers as it may. Come back later.");
      if (!topic.intents.has(id) && pending() >= settings.intents)
        return answer(503, "Too many requests wait for their verification. Come back later.");
      if (tooMany(callback.hostname))
        return answer(429, "Too many requests for this callback's host. Come back in a minute.");

      const { least, most, default: usual } = settings.leaseMs;
      const asked = read.leaseSeconds === null ? usual : read.leaseSeconds * 1_000;
      const intent: Intent = {
        mode: read.mode,
        callback: checked.url,
        secret: read.secret,
        method: read.method ?? settings.method,
        lease_ms: Math.min(most, Math.max(least, asked)),
        attempts: 0,
        next_at: 0,
      };
      // From here on it is the newest: what is still found out of the one before it is not written over it.
      standing.set(intent, topic.intents.get(id));
      topic.intents.set(id, intent);
      try {
        await store.commit(tenant, {
          guards: [],
          docs: [{ put: intentKey(feedId, id), text: JSON.stringify(intent) }],
        });
      } catch (error) {
        takeBack(topic, id, intent);
        throw error;
      } finally {
        standing.delete(intent);
        verification.schedule(topic, id);
      }
      return answer(202, "");
    },
  };

  function isFull({ subscriptions, intents }: TopicState): boolean {
    const asked = [...intents].filter(
      ([id, { mode }]) => mode === "subscribe" && !subscriptions.has(id),
    );
    return subscriptions.size + asked.length >= settings.subscriptionsPerFeed;
  }
}

/** What the URL alone shows; a name is checked when it is looked up. */
function forbiddenCallback(callback: URL, rules: HubOptions["settings"]["rules"]): string | null {
  const host = hostOf(callback);
  const port = portOf(callback);
  if (isIP(host) !== 0) return addressProblem(host, port, rules);
  if (rules.ports === "any" || rules.ports.has(port)) return null;
  // A name may turn out to be of a network of one's own, where every port is allowed.
  return rules.networks.length > 0 ? null : "a port that is not allowed";
}
