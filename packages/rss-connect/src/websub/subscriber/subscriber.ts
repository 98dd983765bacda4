// The subscriber (WebSub §4, §5, §8): this service's own subscriptions, so that the receipt of a feed can be proven.
import { createHash } from "node:crypto";
import {
  sha256,
  type AdapterRuntime,
  type Clock,
  type Log,
  type Store,
  type TenantId,
} from "@underclaim/runtime";
import type { SubscriptionConfiguration } from "../configuration.ts";
import { backOffMs } from "../model/back-off.ts";
import { checkSignature } from "../model/signature.ts";
import type { Outbound } from "../outbound/outbound.ts";
import { callbackToken, hubSecret, ownSubscriptionKey, type OwnSubscription } from "./documents.ts";
import { contentReceived, subscriptionIs } from "./natives.ts";
import { askHub, findTopic } from "./wire.ts";

interface Own extends SubscriptionConfiguration {
  readonly tenant: TenantId;
}

export interface SubscriberOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly send: Outbound;
  readonly observe: AdapterRuntime["observe"];
  readonly subscriptions: readonly Own[];
  /** The absolute address of a callback. */
  readonly callbackUrl: (id: string, token: string) => string;
}

export interface CallbackAnswer {
  readonly status: 200 | 204 | 404;
  /** What is echoed. */
  readonly text: string;
}

export interface Subscriber {
  start(): Promise<void>;
  /** A hub asks whether this service wants what it is said to want (§5.3), or tells that it will not get it (§5.2). */
  verify(id: string, token: string, query: URLSearchParams): Promise<CallbackAnswer>;
  /** Resolves once what was received is durable. */
  receive(
    id: string,
    token: string,
    delivery: {
      readonly body: Uint8Array;
      readonly signature: string | undefined;
      readonly contentType: string | null;
    },
  ): Promise<CallbackAnswer>;
  readonly busy: () => boolean;
  close(): void;
}

const BACK_OFF = { firstMs: 60_000, mostMs: 6 * 3_600_000 };
/** A hub that took the request and does not verify it is asked again. */
const PATIENCE_MS = 300_000;
const DAY_MS = 86_400_000;
const NOT_FOUND: CallbackAnswer = { status: 404, text: "" };

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { store, clock, log, random, observe } = options;
  const all = new Map(options.subscriptions.map((each) => [each.id, each]));
  const states = new Map<string, OwnSubscription>();
  const alarms = new Map<string, () => void>();
  let working = 0;
  let asking = 0;
  let closed = false;

  const send: Outbound = async (request) => {
    asking += 1;
    return options.send(request).finally(() => {
      asking -= 1;
    });
  };

  async function keep(own: Own, state: OwnSubscription): Promise<void> {
    states.set(own.id, state);
    schedule(own);
    await store.commit(own.tenant, {
      guards: [],
      docs: [{ put: ownSubscriptionKey(own.id), text: JSON.stringify(state) }],
    });
  }

  function schedule(own: Own): void {
    alarms.get(own.id)?.();
    const state = states.get(own.id);
    if (state === undefined || closed) return;
    const at = Math.max(state.next_at, clock.now());
    alarms.set(
      own.id,
      clock.wakeAt(at, () => {
        alarms.delete(own.id);
        if (closed) return;
        working += 1;
        void subscribe(own)
          .catch((error: unknown) => failed(own, error))
          .finally(() => {
            working -= 1;
          });
      }),
    );
  }

  /** The store refuses: nothing is known to have changed. */
  function failed(own: Own, error: unknown): void {
    log.error({ err: error, subscription: own.id }, "a subscription was not asked for");
    const state = states.get(own.id);
    if (state === undefined) return;
    states.set(own.id, { ...state, next_at: clock.now() + BACK_OFF.firstMs });
    schedule(own);
  }

  async function subscribe(own: Own): Promise<void> {
    const before = states.get(own.id) ?? wanted(own, clock.now());
    const found = await findTopic(send, own.topic);
    if (!found.ok) return later(own, before, found.why);
    const { self, hubs } = found.discovered;
    const [hub = ""] = hubs;
    const secret = own.secret.current();
    // Written before it is asked for: the hub may verify before it answers.
    await keep(own, {
      ...before,
      state: before.state === "active" ? "active" : "asked",
      self,
      hub,
      next_at: clock.now() + PATIENCE_MS,
    });
    const why = await askHub(send, hub, {
      "hub.mode": "subscribe",
      "hub.topic": self,
      "hub.callback": options.callbackUrl(own.id, callbackToken(secret, own.id)),
      "hub.lease_seconds": String(Math.round(own.lease / 1_000)),
      "hub.secret": hubSecret(secret, own.id),
    });
    if (why !== null) await later(own, states.get(own.id) ?? before, why);
  }

  async function later(own: Own, state: OwnSubscription, why: string): Promise<void> {
    const failures = state.failures + 1;
    const now = clock.now();
    log.warn({ subscription: own.id, why }, "a subscription did not come about; it is tried again");
    if (failures === 1) await observe(own.tenant, [subscriptionIs(own, "failed", why, now)]);
    await keep(own, { ...state, failures, next_at: now + backOffMs(BACK_OFF, failures, random()) });
  }

  const known = (id: string, token: string): Own | null => {
    const own = all.get(id);
    if (own === undefined) return null;
    // Digests are compared: how long that takes tells nothing of the token.
    return sha256(callbackToken(own.secret.current(), id)) === sha256(token) ? own : null;
  };

  return {
    async start() {
      for (const own of all.values()) {
        const key = ownSubscriptionKey(own.id);
        const doc = (await store.load(own.tenant, [{ doc: key }])).doc(key);
        const kept = doc === null ? null : (JSON.parse(doc.text) as OwnSubscription);
        states.set(own.id, kept?.topic === own.topic ? kept : wanted(own, clock.now()));
        schedule(own);
      }
    },
    async verify(id, token, query) {
      const own = known(id, token);
      const state = states.get(id);
      if (own === null || state === undefined) return NOT_FOUND;
      if (state.self === null || query.get("hub.topic") !== state.self) return NOT_FOUND;
      const now = clock.now();
      if (query.get("hub.mode") === "denied") {
        await observe(own.tenant, [
          subscriptionIs(own, "denied", "the hub denied the subscription", now),
        ]);
        await keep(own, { ...state, state: "denied", next_at: now + DAY_MS });
        return { status: 200, text: "" };
      }
      const challenge = query.get("hub.challenge");
      const lease = Number(query.get("hub.lease_seconds") ?? own.lease / 1_000);
      if (query.get("hub.mode") !== "subscribe" || challenge === null || !(lease > 0))
        return NOT_FOUND;
      if (state.state === "denied" || state.state === "wanted") return NOT_FOUND;
      const leaseMs = Math.min(lease * 1_000, 366 * DAY_MS);
      if (state.state !== "active")
        await observe(own.tenant, [subscriptionIs(own, "active", "the hub verified it", now)]);
      await keep(own, {
        ...state,
        state: "active",
        failures: 0,
        lease_until: now + leaseMs,
        // A hub that gives no time does not make this service ask without end.
        next_at: now + Math.max(BACK_OFF.firstMs, leaseMs - Math.min(DAY_MS, leaseMs / 4)),
      });
      return { status: 200, text: challenge };
    },
    async receive(id, token, { body, signature, contentType }) {
      const own = known(id, token);
      const state = states.get(id);
      if (own === null || state === undefined || state.state === "denied") return NOT_FOUND;
      const signed = checkSignature(signature, hubSecret(own.secret.current(), id), body);
      if (signed !== "signed") {
        // §8.1: acknowledged, so that nobody can try out signatures, and ignored.
        log.warn({ subscription: id, signature: signed }, "a delivery was not authentic: ignored");
        return { status: 204, text: "" };
      }
      const digest = createHash("sha256").update(body).digest("hex");
      const content = { sha256: digest, bytes: body.length, contentType };
      await observe(own.tenant, [contentReceived(own, content, clock.now())]);
      return { status: 204, text: "" };
    },
    busy: () => working !== asking,
    close() {
      closed = true;
      for (const cancel of alarms.values()) cancel();
      alarms.clear();
    },
  };
}

const wanted = ({ topic }: Own, now: number): OwnSubscription => ({
  state: "wanted",
  topic,
  self: null,
  hub: null,
  lease_until: null,
  failures: 0,
  next_at: now,
});
