import type { AdapterActionResult } from "@underclaim/contract";
import { expect, it } from "vitest";
import { testService, type TestService } from "../support/service.ts";

const send = async (test: TestService, method: "PUT" | "DELETE", url: string, payload?: object) => {
  const reply = await test.service.app.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: reply.statusCode, body: reply.json<AdapterActionResult>() };
};

it("an item is published, replaced and removed without an engine, once for each key", async () => {
  const test = await testService();
  const body = { idempotency_key: "k1", content: { subject: "One", body_text: "First" } };
  const made = await test.post<AdapterActionResult>("/feeds/example/items", body);
  expect(made.status).toBe(202);
  expect((await test.post("/feeds/example/items", body)).status).toBe(200);
  const item = String(made.body.metadata?.["feed_item_id"]);
  const path = `/feeds/example/items/${item}`;
  const updated = await send(test, "PUT", path, {
    idempotency_key: "k2",
    content: { subject: "Two", body_text: "Second" },
  });
  expect(updated.status).toBe(202);
  const { body: xml } = await test.feed();
  expect(xml).toContain("Two");
  expect(xml).not.toContain("First");
  expect((await send(test, "DELETE", `${path}?idempotency_key=k3`)).status).toBe(202);
  expect((await test.feed()).body).not.toContain("Two");
  const cases = new Set(
    (await test.events()).map(({ coordination_case_id }) => coordination_case_id),
  );
  expect([...cases].every((one) => /^(?:local|adapter):/.test(one))).toBe(true);
});

it("what an engine could not do is refused here, too", async () => {
  const test = await testService();
  const answer = await test.post("/feeds/none/items", {
    idempotency_key: "k",
    content: { subject: "One" },
  });
  expect(answer.status).toBe(422);
  expect((await test.post("/feeds/example/items", { content: {} })).status).toBe(400);
});
