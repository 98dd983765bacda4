import type { AdapterActionResult } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { actionOf, SmsSend } from "../../src/routes/send.ts";
import { NOW, NUMBER, routesStage, type RoutesStage } from "../support/routes-stage.ts";

const SEND = { idempotency_key: "k1", to: NUMBER, body: "canary-text: your code is 123456." };
const post = (stage: RoutesStage, over: Record<string, unknown> = {}, tenant?: "other") =>
  stage.call<AdapterActionResult & { problems?: { path: string }[] }>("POST", "/sms/send", {
    body: { ...SEND, ...over },
    ...(tenant === undefined ? {} : { tenant }),
  });

describe("POST /sms/send", () => {
  test("takes a message on and sends it, in a case of its own", async () => {
    const stage = await routesStage();
    const reply = await post(stage);
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ accepted: true, action_state: "accepted" });
    expect(stage.sent).toEqual([{ to: NUMBER, body: SEND.body }]);
    const events = await stage.events();
    expect(events.map(({ event_type }) => event_type)).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.accepted_by_provider",
    ]);
    const cases = new Set(events.map(({ coordination_case_id }) => coordination_case_id));
    expect([...cases]).toEqual([expect.stringMatching(/^local:send_[0-9a-f]{32}$/)]);
  });

  test("again, with the same key and content, is the same message", async () => {
    const stage = await routesStage();
    const first = await post(stage);
    const again = await post(stage);
    expect([again.status, again.headers["idempotency-replayed"]]).toEqual([200, "true"]);
    expect(again.text).toBe(first.text);
    expect(stage.sent).toHaveLength(1);
    const other = await post(stage, { body: "Something else." });
    expect(other.status).toBe(409);
    expect(other.body.error?.details).toMatchObject({ conflict_fields: ["content"] });
  });

  test("with the same key in another tenant is another message, of which this one shows nothing", async () => {
    const stage = await routesStage({
      providers: [
        { kind: "sandbox", account: "sandbox", tenant: "default" },
        { kind: "sandbox", account: "theirs", tenant: "other" },
      ],
    });
    await post(stage);
    const theirs = await post(stage, {}, "other");
    expect(theirs.status).not.toBe(409);
    expect(theirs.body.adapter_operation_id).not.toBe(
      (await post(stage)).body.adapter_operation_id,
    );
  });

  test("takes durations as texts", async () => {
    const stage = await routesStage();
    const reply = await post(stage, { valid_for: "PT6H", receipt_within: "PT1H" });
    expect(reply.status).toBe(202);
    const operation = String(reply.body.adapter_operation_id);
    const kept = (await stage.store.load("default", [{ operation }])).operation(operation);
    expect(kept?.deadline).toBe(NOW + 3_600_000);
  });

  test("what cannot leave is given up after a day, and that is told", async () => {
    const stage = await routesStage();
    stage.throttle(true);
    const reply = await post(stage);
    const operation = String(reply.body.adapter_operation_id);
    const state = async () => (await stage.runtime.action("default", operation))?.action_state;
    await stage.clock.advance(86_400_000 - 60_000);
    expect(await state()).toBe("scheduled");
    await stage.clock.advance(120_000);
    await stage.events();
    expect(await state()).toBe("failed");
    const types = (await stage.events()).map(({ event_type }) => event_type);
    expect(types.at(-1)).toBe("notification.attempt.rejected_by_adapter");
    stage.throttle(false);
    await stage.clock.advance(86_400_000);
    expect(stage.sent).toEqual([]);
  });

  test("with send_at waits until then", async () => {
    const stage = await routesStage();
    const reply = await post(stage, { send_at: "2026-01-01T13:00:00Z" });
    expect(reply.body).toMatchObject({ accepted: true, action_state: "scheduled" });
    expect(stage.sent).toEqual([]);
    await stage.clock.advance(3_600_000);
    await stage.events();
    expect(stage.sent).toHaveLength(1);
  });

  test("renders a template, and leads by links", async () => {
    const stage = await routesStage({
      templates: [{ template_ref: "code", language: "en", body: "Your code is {{ code }}." }],
    });
    await post(stage, {
      body: undefined,
      template_ref: "code",
      variables: { code: "77" },
      language: "en",
      action_links: [
        { link_id: "l1", purpose: "open_action_surface", url: "https://example.com/a" },
      ],
    });
    expect(stage.sent[0]?.body).toBe("Your code is 77.\nhttps://example.com/a");
  });

  test("refuses what no message can be, and its refusal is recorded", async () => {
    const stage = await routesStage();
    const reply = await post(stage, { to: "0170 1234567" });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ accepted: false, error: { code: "invalid_number" } });
    expect((await stage.events()).map(({ event_type }) => event_type)).toEqual([
      "notification.attempt.rejected_by_adapter",
    ]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ idempotency_key: undefined }, "idempotency_key"],
    [{ to: undefined }, "to"],
    [{ body: undefined }, "body"],
    [{ template_ref: "code" }, "body"],
    [{ number: NUMBER }, "number"],
    [{ stream: "gossip" }, "stream"],
    [{ send_at: "tomorrow" }, "send_at"],
    [{ held_by: "adapter" }, "held_by"],
    [{ valid_for: "an hour" }, "valid_for"],
    [{ coordination_case_id: "case_1" }, "coordination_case_id"],
  ])("names what is wrong with %j, and consumes no key", async (over, path) => {
    const stage = await routesStage();
    const reply = await post(stage, over);
    expect(reply.status).toBe(400);
    expect(reply.body.problems?.map((problem) => problem.path)).toContain(path);
    expect((await post(stage)).status).toBe(202);
    expect(stage.sent).toHaveLength(1);
  });

  test("needs a key", async () => {
    const stage = await routesStage();
    const reply = await stage.call("POST", "/sms/send", { body: SEND, tenant: null });
    expect(reply.status).toBe(401);
    expect(stage.sent).toEqual([]);
  });

  test("leaves neither number nor text in logs, results or evidence", async () => {
    const stage = await routesStage();
    const reply = await post(stage);
    const said = stage.logged() + reply.text + JSON.stringify(await stage.events());
    for (const secret of ["canary-text", NUMBER, "69000"]) expect(said).not.toContain(secret);
  });
});

test("the case of a send hangs on tenant and key alone", () => {
  const asked = (over: Record<string, unknown>, tenant = "default", request = "req_1") =>
    actionOf(SmsSend.parse({ ...SEND, ...over }), { tenant, request, at: "2026-01-01T12:00:00Z" });
  const caseOf = (action: object) => (action as Record<string, unknown>)["coordination_case_id"];
  const one = caseOf(asked({}));
  expect(caseOf(asked({ body: "Other." }, "default", "req_2"))).toBe(one);
  expect(caseOf(asked({ idempotency_key: "k2" }))).not.toBe(one);
  expect(caseOf(asked({}, "other"))).not.toBe(one);
});
