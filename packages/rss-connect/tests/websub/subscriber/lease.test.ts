import { Secret, type Store } from "@underclaim/runtime";
import { ManualClock, turn, until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import type { Outbound } from "../../../src/websub/outbound/outbound.ts";
import { callbackToken } from "../../../src/websub/subscriber/documents.ts";
import { createSubscriber } from "../../../src/websub/subscriber/subscriber.ts";

const SECRET = new Secret("0123456789abcdef");
const answer = (status: number, link = "") => ({
  kind: "answer" as const,
  status,
  headers: { link },
  body: new Uint8Array(),
  cut: false,
});

test("a hub that gives no time at all is asked again in a minute, not at once", async () => {
  const clock = new ManualClock(Date.parse("2026-01-01T12:00:00Z"));
  let asked = 0;
  const send: Outbound = async ({ method }) => {
    if (method === "GET") return answer(200, '<https://h.example/>; rel="hub", </f>; rel="self"');
    asked += 1;
    return answer(202);
  };
  const subscriber = createSubscriber({
    store: {
      load: async () => ({ doc: () => null }),
      commit: async () => ({ ok: true }),
    } as unknown as Pick<Store, "load" | "commit">,
    clock,
    log: { warn: () => undefined, error: () => undefined } as never,
    random: () => 0,
    send,
    observe: async () => undefined,
    subscriptions: [
      {
        id: "s",
        tenant: "default",
        topic: "https://a.example/f",
        secret: { current: () => SECRET } as never,
        lease: 86_400_000,
      },
    ],
    callbackUrl: (id, token) => `https://us.example/${id}/${token}`,
  });
  await subscriber.start();
  await clock.advance(0);
  await until(() => asked === 1);
  const query = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.topic": "https://a.example/f",
    "hub.challenge": "c",
    "hub.lease_seconds": "0.001",
  });
  expect(await subscriber.verify("s", callbackToken(SECRET, "s"), query)).toEqual({
    status: 200,
    text: "c",
  });
  await clock.advance(59_000);
  await turn();
  expect(asked).toBe(1);
  await clock.advance(1_000);
  await until(() => asked === 2);
  subscriber.close();
});
