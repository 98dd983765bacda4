// Telling hubs elsewhere that a topic has changed. The Recommendation leaves open how; public hubs take `hub.url`, others `hub.topic`.
import { backOffMs } from "../model/back-off.ts";
import { createLanes } from "../model/lanes.ts";
import type { OutboundAnswer } from "../outbound/outbound.ts";
import { hubId, pushKey, type HubPush, personOf } from "./documents.ts";
import { pushed, type PushOutcome } from "./natives.ts";
import type { HubOptions } from "./options.ts";
import type { Work } from "./work.ts";

export interface Pushes {
  /** A push that is kept in the store, at this version. A newer one of the same name takes its place. */
  schedule(tenant: string, feedId: string, by: string, push: HubPush): void;
  readonly size: () => number;
}

const BACK_OFF = { firstMs: 30_000, mostMs: 6 * 3_600_000 };
const AT_ONCE = 16;
const PER_HOST = 4;

export function createPushes(options: HubOptions, work: Work): Pushes {
  const { clock, random, settings, store } = options;
  const lanes = createLanes(AT_ONCE, PER_HOST);
  const standing = new Map<string, HubPush>();

  const schedule: Pushes["schedule"] = (tenant, feedId, by, push) => {
    const name = JSON.stringify([tenant, feedId, hubId(push.hub_url), by]);
    standing.set(name, push);
    if (work.closed()) return;
    if (push.next_at > clock.now()) {
      work.wake(name, push.next_at, () => schedule(tenant, feedId, by, push));
      return;
    }
    lanes.add(new URL(push.hub_url).origin, () =>
      work.run(async () => {
        if (standing.get(name) === push) await tell(tenant, feedId, by, name, push);
      }),
    );
  };

  async function tell(
    tenant: string,
    feedId: string,
    by: string,
    name: string,
    push: HubPush,
  ): Promise<void> {
    const answer = await work.send({
      method: "POST",
      url: push.hub_url,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": "underclaim-rss-connect (WebSub publisher)",
      },
      body: new URLSearchParams({
        "hub.mode": "publish",
        "hub.url": push.topic_url,
        "hub.topic": push.topic_url,
      }).toString(),
      wanted: 0,
    });
    if (work.closed() && answer.kind === "broken") return;
    const attempt = push.attempts + 1;
    const { outcome, status } = readAnswer(answer, attempt >= settings.pushAttempts);
    const hub = hubId(push.hub_url);
    const { cause, targets } = push;
    await work.observe(
      tenant,
      pushed(outcome, { feedId, hub, cause, attempt, status, targets, at: clock.now() }),
    );
    // What a newer push asks for is not done with this one.
    if (standing.get(name) !== push) return;
    const key = pushKey(feedId, hub, by);
    if (outcome !== "delayed") {
      standing.delete(name);
      await work.insist(async () => {
        await store.commit(tenant, { guards: [], docs: [{ delete: key }] });
      });
      return;
    }
    const nextAt = clock.now() + backOffMs(BACK_OFF, attempt, random());
    const again: HubPush = { ...push, attempts: attempt, next_at: nextAt };
    await work.insist(async () => {
      await store.commit(tenant, {
        guards: [],
        docs: [{ put: key, text: JSON.stringify(again), person: personOf(again) }],
      });
    });
    if (standing.get(name) === push) schedule(tenant, feedId, by, again);
  }

  return { schedule, size: lanes.size };
}

/** A repeat is harmless: a hub that is told twice looks twice. So whatever may pass is tried again. */
function readAnswer(
  answer: OutboundAnswer,
  last: boolean,
): { readonly outcome: PushOutcome; readonly status: string } {
  if (answer.kind === "forbidden") return { outcome: "unreachable", status: answer.reason };
  if (answer.kind !== "answer")
    return { outcome: last ? "unreachable" : "delayed", status: answer.reason };
  const { status } = answer;
  const word = String(status);
  if (status >= 200 && status < 300) return { outcome: "notified", status: word };
  const passes = status >= 500 || status === 408 || status === 425 || status === 429;
  if (!passes) return { outcome: "rejected", status: word };
  return { outcome: last ? "unreachable" : "delayed", status: word };
}
