// What replies do in the running adapter: evidence, timers, races, answers.
import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { SANDBOX_NUMBERS } from "../../src/provider/sandbox/numbers.ts";
import { inboundPartNative } from "../../src/native/inbound-part.ts";
import { ENDPOINT, HANDSET, SENDER, standingDriver, START } from "../support/standing-driver.ts";
import { kitWith } from "../support/standing-stage.ts";

const MINUTE = 60_000;
const error = (result: { error?: unknown }) => result.error as { code: string } | null;

describe("STOP", () => {
  test("is evidence in the case of the message it answers, and refuses the next", async () => {
    const { send, say, events } = await standingDriver();
    const { adapter_operation_id: operation } = await send();
    await say("Stop.");
    const told = (await events()).filter(
      ({ metadata }) => metadata?.["native_event_type"] === "inbound",
    );
    expect(told.map(({ event_type }) => event_type)).toEqual([
      "notification.channel.unsubscribe_received",
      "notification.channel.suppression_added",
    ]);
    expect(told[0]).toMatchObject({
      coordination_case_id: "case_1",
      participant_id: "participant_1",
      evidence_grade: { strength: "negative", actor_certainty: "medium" },
      metadata: {
        correlation_method: "sender_pair_recency",
        subject_ref: `sms_${String(operation).replace("smsop_", "")}`,
      },
    });
    expect(JSON.stringify(told)).not.toMatch(/176040690|Stop\./);
    expect(error(await send())?.code).toBe("opted_out");
  });

  test("that races with sends: none is taken on after it was acknowledged", async () => {
    const { driver, say, act } = await standingDriver();
    const { runtime } = driver.life();
    const send = (n: number) =>
      runtime.submit("tenant-a", {
        request_id: `race_${n}`,
        action_type: "notification.send",
        coordination_case_id: "case_2",
        target_endpoint: { endpoint_type: "phone_number", value: HANDSET },
        content: { body_text: "A new document." },
        tracking_context: { correlation_id: "c", coordination_case_id: "case_2" },
        idempotency_key: `race_${n}`,
        requested_at: START,
      });
    const early = Array.from({ length: 8 }, (_, n) => send(n));
    await say("STOP");
    expect((await send(99)).kind).toBe("refused");
    await Promise.all(early);
    await driver.settled();
    expect(error(await act("recipient.unsuppress"))?.code).toBe("opt_out_stands");
  });

  test("is confirmed once; a repeat under another id neither confirms nor suppresses anew", async () => {
    const replies = { opt_out_confirmation: "You get no more messages." };
    const { send, say, sent, types } = await standingDriver({ replies });
    await send();
    await say("STOP", { inbound_id: "a" });
    await say("STOP", { inbound_id: "a" });
    await say("STOP", { inbound_id: "b" });
    expect(await sent()).toBe(2);
    const count = (type: string, all: readonly string[]) =>
      all.filter((each) => each === type).length;
    // Evidence is kept of each; that the second is a repeat is told by its content_ref.
    expect(count("notification.channel.unsubscribe_received", await types())).toBe(2);
  });
});

test("the same words under another id carry the same content_ref, other words another", async () => {
  const { send, say, events } = await standingDriver();
  await send();
  await say("OK", { inbound_id: "a" });
  await say("OK", { inbound_id: "b" });
  await say("Fine", { inbound_id: "c" });
  const refs = (await events())
    .filter(({ event_type }) => event_type === "interaction.reply_received")
    .map(({ metadata }) => metadata?.["content_ref"]);
  expect(refs).toHaveLength(3);
  expect(refs[0]).toBe(refs[1]);
  expect(refs[2]).not.toBe(refs[0]);
});

describe("START", () => {
  test("lifts what STOP put there; that it was lifted is evidence in the same case, once", async () => {
    const { driver, send, say, events, advance } = await standingDriver();
    await send();
    await say("STOP");
    await advance(1_000);
    await say("START");
    await say("START");
    const removed = (await events()).filter(
      ({ event_type }) => event_type === "notification.channel.suppression_removed",
    );
    expect(removed).toMatchObject([
      {
        coordination_case_id: "case_1",
        endpoint_ref: { endpoint_id: ENDPOINT },
        metadata: { scopes: [{ kind: "tenant", value: null }], by: "sms_keyword" },
      },
    ]);
    expect(await send()).toMatchObject({ accepted: true });
    const { store } = driver.life().runtime;
    const range = { prefix: ["lifted"] as const, limit: 10 };
    expect((await store.load("tenant-a", [{ range }])).range(range)).toEqual([]);
  });

  test("survives a process that dies before it is told", async () => {
    const { driver, send, say, types, advance } = await standingDriver();
    await send();
    await say("STOP");
    await advance(1_000);
    await driver.fault({ point: "due.taken" });
    await say("START");
    await advance(1_000);
    const removed = (await types()).filter(
      (type) => type === "notification.channel.suppression_removed",
    );
    expect(removed).toHaveLength(1);
  });
});

test("HELP is answered in the case it is about, once, and the answer's receipts are found", async () => {
  const { send, say, events, advance, sent } = await standingDriver({
    replies: { help: "Write to us." },
  });
  await send();
  await say("HELP");
  await say("help!", { inbound_id: "again", text: "HELP" });
  await advance(MINUTE);
  expect(await sent()).toBe(2);
  const receipts = async () =>
    (await events()).filter(({ event_type }) => event_type === "notification.endpoint.accepted");
  // The sandbox hands them in by itself, and two for each message.
  await until(async () => (await receipts()).length === 4);
  const delivered = await receipts();
  expect(new Set(delivered.map(({ metadata }) => metadata?.["subject_ref"])).size).toBe(2);
  expect(delivered.every(({ coordination_case_id }) => coordination_case_id === "case_1")).toBe(
    true,
  );
});

test("an opt-out that the provider keeps stands here, too, after the first refusal", async () => {
  const { send, call } = await standingDriver();
  // The film number whose submission the sandbox refuses because of an opt-out of its own.
  const refusing = SANDBOX_NUMBERS.find(
    ({ answer }) => typeof answer === "object" && answer.rejected === "provider_suppressed",
  );
  expect(refusing).toBeDefined();
  const target_endpoint = { endpoint_type: "phone_number", value: refusing?.number ?? "" };
  await send({ target_endpoint });
  expect(error(await send({ target_endpoint }))?.code).toBe("suppressed");
  const { body } = await call<{ suppressions: object[] }>("GET", "/sms/suppressions");
  expect(body.suppressions).toMatchObject([
    {
      suppression_type: "provider_policy",
      source: "provider",
      scope: "sender_identity",
      scope_value: "main",
    },
  ]);
});

describe("parts of a longer reply, in the running adapter", () => {
  const part = (index: number, body: string) =>
    inboundPartNative(kitWith(), {
      source: "sandbox.inbound",
      account: "sandbox",
      messageId: `m${index}`,
      from: HANDSET,
      to: SENDER,
      body,
      occurredAt: null,
      dedupeKey: `m${index}`,
      raw: { contentType: "text/plain", text: body },
      reference: "7",
      index,
      total: 2,
    });

  test("become one reply when the last has come, and nothing of their text is left", async () => {
    const { driver, send, types } = await standingDriver();
    await send();
    const { runtime } = driver.life();
    await runtime.observe("tenant-a", [{ native: part(2, "Friday, Ann") }]);
    await driver.settled();
    expect(await types()).not.toContain("interaction.reply_received");
    await runtime.observe("tenant-a", [{ native: part(1, "See you on ") }]);
    await driver.settled();
    expect(await types()).toContain("interaction.reply_received");
    const range = { prefix: ["parts"] as const, limit: 10 };
    expect((await runtime.store.load("tenant-a", [{ range }])).range(range)).toEqual([]);
  });

  test("are read without those that never come when waiting ends, also over a restart", async () => {
    const { driver, types, advance } = await standingDriver();
    await driver.life().runtime.observe("tenant-a", [{ native: part(1, "See you on ") }]);
    await driver.settled();
    await driver.restart();
    await advance(10 * MINUTE - 1);
    expect(await types()).toEqual([]);
    await advance(1);
    expect(await types()).toEqual(["interaction.reply_received"]);
  });
});
