import { expect, test } from "vitest";
import { ACME, apiKey, bearer, GLOBEX, harness } from "./harness.ts";
import type { DeadLetter } from "../../src/store/port.ts";

const letter: DeadLetter = {
  id: "dl_1",
  source: "test.signed",
  state: "open",
  code: "unreadable",
  reason: "The body has no status.",
  receivedAt: Date.parse("2026-01-01T00:00:00Z"),
  attempts: 1,
  text: '{"body":"CANARY"}',
};

test("another tenant's thing is the same bytes as nothing, on every route with an id", async () => {
  const { ask, runtime } = await harness();
  await ask({ method: "POST", url: "/adapter/actions", payload: { idempotency_key: "k" } });
  runtime.deadLetterRows = [{ tenant: "acme", letter }];
  runtime.unknownOperations.add("op_1");
  const routes = [
    ["GET", "/adapter/actions/op_1", "/adapter/actions/op_9"],
    ["POST", "/adapter/actions/op_1/resolve", "/adapter/actions/op_9/resolve"],
    ["GET", "/adapter/messages/acme_subject/timeline", "/adapter/messages/x/timeline"],
    ["GET", "/adapter/native-events/acme_native", "/adapter/native-events/ne_0"],
    ["GET", "/adapter/messages/acme_subject/assessment", "/adapter/messages/x/assessment"],
    ["GET", "/adapter/dead-letters/dl_1", "/adapter/dead-letters/dl_9"],
    ["POST", "/adapter/dead-letters/dl_1/replay", "/adapter/dead-letters/dl_9/replay"],
    ["POST", "/adapter/dead-letters/dl_1/discard", "/adapter/dead-letters/dl_9/discard"],
  ] as const;
  for (const [method, foreign, absent] of routes) {
    const body = foreign.endsWith("resolve") ? { payload: { as: "accepted", note: "n" } } : {};
    const asGlobex = await ask({ method, url: foreign, headers: bearer(GLOBEX), ...body });
    const missing = await ask({ method, url: absent, ...body });
    expect([asGlobex.status, missing.status], foreign).toEqual([404, 404]);
    expect(asGlobex.text).toBe(missing.text);
    expect((await ask({ method, url: foreign, ...body })).status, foreign).toBe(200);
  }
});

test("the content of a dead letter is shown only with content:read, and never in the list", async () => {
  const { ask, runtime } = await harness({
    keys: [apiKey(ACME, "acme"), apiKey(GLOBEX, "acme", ["operate"])],
  });
  runtime.deadLetterRows = [{ tenant: "acme", letter }];
  const url = "/adapter/dead-letters/dl_1";
  expect((await ask({ url })).json()).toMatchObject({ id: "dl_1", content: { body: "CANARY" } });
  expect((await ask({ url, headers: bearer(GLOBEX) })).json()).not.toHaveProperty("content");
  const list = await ask({ url: "/adapter/dead-letters?state=open&limit=1" });
  expect(list.text).not.toContain("CANARY");
  expect(list.json()).toMatchObject({ dead_letters: [{ id: "dl_1", attempts: 1 }], next: "dl_1" });
});

test("a kept native event is shown only with content:read", async () => {
  const { ask } = await harness({
    keys: [apiKey(ACME, "acme"), apiKey(GLOBEX, "acme", ["operate", "events:read"])],
  });
  const url = "/adapter/native-events/acme_native";
  expect((await ask({ url })).json()).toMatchObject({ id: "acme_native", raw: { text: "CANARY" } });
  const refused = await ask({ url, headers: bearer(GLOBEX) });
  expect(refused.status).toBe(403);
  expect(refused.text).not.toContain("CANARY");
});

test("a dead letter whose content was erased is shown without it", async () => {
  const { ask, runtime } = await harness();
  runtime.deadLetterRows = [
    { tenant: "acme", letter: { ...letter, state: "discarded", text: "" } },
  ];
  const answer = await ask({ url: "/adapter/dead-letters/dl_1" });
  expect([answer.status, answer.json().state]).toEqual([200, "discarded"]);
  expect(answer.json()).not.toHaveProperty("content");
});

test("an erasure names the person in the body", async () => {
  const { ask, runtime } = await harness();
  const answer = await ask({ method: "POST", url: "/adapter/erasures", payload: { person: "p1" } });
  expect(answer.json()).toEqual({ erased: 2 });
  expect(runtime.erased).toEqual(["p1"]);
});

test("the lifecycle of all tenants is not moved by the operator of one", async () => {
  const { ask, runtime } = await harness({ keys: [apiKey(ACME, "acme", ["operate"])] });
  const answer = await ask({
    method: "POST",
    url: "/adapter/lifecycle",
    payload: { state: "disabled" },
  });
  expect([answer.status, runtime.lifecycle]).toEqual([403, "healthy"]);
  expect(answer.json().detail).toBe("The API key lacks the scope service:operate.");
});

test("the lifecycle is moved by an operator of the service, and kept before it is answered", async () => {
  const kept: string[] = [];
  const { ask, runtime } = await harness({
    keepLifecycle: async (state) => void kept.push(`${runtime.lifecycle} → ${state}`),
  });
  const answer = await ask({
    method: "POST",
    url: "/adapter/lifecycle",
    payload: { state: "disabled" },
  });
  expect([answer.json(), runtime.lifecycle]).toEqual([{ state: "disabled" }, "disabled"]);
  expect(kept).toEqual(["healthy → disabled"]);
});
