import type { AdapterActionRequest, AdapterActionResult } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { request, stage, START } from "./stage.ts";

const resultOf = (answer: { text: string }): AdapterActionResult =>
  JSON.parse(answer.text) as AdapterActionResult;

describe("the same key again", () => {
  test("the same request is answered with the recorded bytes and has no second effect", async () => {
    const { submit, driver } = await stage();
    const body = request();
    const first = await submit(body);
    const again = await submit(body);
    expect(first).toMatchObject({ kind: "accepted", replayed: false });
    expect(again).toEqual({ ...first, replayed: true });
    expect(driver.world().provider.calls).toHaveLength(1);
  });

  test.each<[string, Partial<AdapterActionRequest>]>([
    ["request_id", { request_id: "another" }],
    ["requested_at", { requested_at: "2026-01-02T00:00:00Z" }],
    ["metadata.transport", { metadata: { transport: { hop: 2 } } }],
    ["null in place of an absent field", { variables: null }],
    ["an empty object in place of an absent field", { variables: {} }],
  ])("a repeat may differ in %s", async (_, over) => {
    const { submit } = await stage();
    const body = request();
    await submit(body);
    expect(await submit({ ...body, ...over })).toMatchObject({ kind: "accepted", replayed: true });
  });

  test.each<[string[], Partial<AdapterActionRequest>]>([
    [
      ["content"],
      {
        content: {
          body_text: "Something else.",
          payload_refs: [],
          action_links: [],
          attachments: [],
        },
      },
    ],
    [
      ["action_type", "parameters"],
      { action_type: "notification.schedule", parameters: { send_at: "2026-01-03T00:00:00Z" } },
    ],
    [["participant_id"], { participant_id: null }],
    [["metadata"], { metadata: { priority: 1 } }],
    [
      ["expires_at", "target_endpoint"],
      {
        expires_at: "2026-02-01T00:00:00Z",
        target_endpoint: { endpoint_type: "reference_inbox", value: "b@inbox.example" },
      },
    ],
  ])("another request is a conflict in exactly %j", async (fields, over) => {
    const { submit, driver } = await stage();
    const body = request();
    await submit(body);
    const answer = await submit({ ...body, request_id: "second", ...over });
    expect(answer).toMatchObject({
      kind: "conflict",
      conflict: {
        original_request_ref: body.request_id,
        conflicting_request_ref: "second",
        conflict_fields: fields,
      },
    });
    expect(driver.world().provider.calls).toHaveLength(1);
  });

  test("64 identical requests at once make one operation", async () => {
    const { runtime, tenant, quiet, driver } = await stage();
    const body = request();
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => runtime().submit(tenant, body)),
    );
    await quiet();
    const operations = new Set(
      answers.map((answer) => ("operation" in answer ? answer.operation : answer.kind)),
    );
    expect(operations.size).toBe(1);
    expect(new Set(answers.map((answer) => ("text" in answer ? answer.text : "")))).toHaveLength(1);
    expect(answers.filter((answer) => "replayed" in answer && !answer.replayed)).toHaveLength(1);
    expect(driver.world().provider.calls).toHaveLength(1);
  });

  test("64 different requests at once make one operation and 63 conflicts", async () => {
    const { runtime, tenant, quiet, driver } = await stage();
    const body = request();
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        runtime().submit(tenant, { ...body, participant_id: `p${n}` }),
      ),
    );
    await quiet();
    expect(answers.filter(({ kind }) => kind === "accepted")).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === "conflict")).toHaveLength(63);
    expect(driver.world().provider.calls).toHaveLength(1);
  });

  test("the key is free again when its retention has ended, and not a moment before", async () => {
    const { submit, advance } = await stage((composition) => ({
      ...composition,
      settings: { idempotencyRetentionMs: 3_600_000 },
    }));
    const body = request();
    await submit(body);
    await advance(3_599_000);
    expect(await submit(body)).toMatchObject({ replayed: true });
    await advance(1_000);
    expect(await submit(body)).toMatchObject({ kind: "accepted", replayed: false });
  });

  test("the key of one tenant is not the key of another", async () => {
    const { submit } = await stage();
    const body = request();
    await submit(body);
    expect(await submit(body, "tenant-b")).toMatchObject({ kind: "accepted", replayed: false });
  });
});

describe("a refusal", () => {
  test("is recorded with its events, consumes the key and is replayed", async () => {
    const { submit, types, driver } = await stage();
    await submit(request({ action_type: "recipient.suppress", content: null }));
    const body = request();
    const refused = await submit(body);
    expect(refused).toMatchObject({ kind: "refused", replayed: false });
    if (refused.kind !== "refused") throw new Error(refused.kind);
    expect(resultOf(refused)).toMatchObject({
      accepted: false,
      action_state: "rejected",
      error: { code: "endpoint_suppressed" },
      initial_events: [
        { event_type: "notification.attempt.rejected_by_adapter" },
        { event_type: "notification.channel.suppression_added", metadata: { pre_existing: true } },
      ],
    });
    expect(await submit(body)).toEqual({ ...refused, replayed: true });
    expect(await types()).toEqual([
      "notification.channel.suppression_added",
      "notification.attempt.rejected_by_adapter",
      "notification.channel.suppression_added",
    ]);
    expect(driver.world().provider.calls).toEqual([]);
  });

  test("an expires_at that has passed refuses at intake", async () => {
    const { submit } = await stage();
    const answer = await submit(request({ expires_at: new Date(START).toISOString() }));
    expect(answer.kind === "refused" && resultOf(answer).error).toMatchObject({ code: "expired" });
  });
});

describe("what is not understood", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a missing field", { content: null }, "content"],
    ["an empty text", { content: { body_text: "" } }, "content.body_text"],
    ["a wrong type", { participant_id: 7 }, "participant_id"],
    ["an unknown field", { particpant_id: "x" }, "particpant_id"],
    ["an unknown parameter", { parameters: { send_at: "x" } }, "parameters"],
    [
      "a reserved case of the adapter",
      { coordination_case_id: "adapter:x" },
      "coordination_case_id",
    ],
    ["a reserved local case", { coordination_case_id: "local:x" }, "coordination_case_id"],
    ["an unknown action", { action_type: "notification.shout" }, "action_type"],
    ["an action called like a part of every object", { action_type: "constructor" }, "action_type"],
    [
      "two cases",
      { tracking_context: { correlation_id: "c", coordination_case_id: "case-2" } },
      "tracking_context.coordination_case_id",
    ],
    [
      "two participants",
      {
        participant_id: "participant-1",
        tracking_context: {
          correlation_id: "c",
          coordination_case_id: request().coordination_case_id,
          participant_id: "participant-2",
        },
      },
      "tracking_context.participant_id",
    ],
    ["a channel that the adapter does not serve", { channel: "carrier_pigeon" }, "channel"],
  ])("%s is named and leaves the key free", async (_, over, path) => {
    const { submit, events } = await stage();
    const body = request();
    expect(await submit({ ...body, ...over })).toMatchObject({
      kind: "malformed",
      problems: [{ path }],
    });
    expect(await events()).toEqual([]);
    expect(await submit(body)).toMatchObject({ kind: "accepted", replayed: false });
  });

  test("a participant may be named by the request, by its tracking context, or by both alike", async () => {
    const { submit, events } = await stage();
    const tracked = (participant_id: string) => ({
      ...request().tracking_context,
      participant_id,
    });
    for (const body of [
      request({ participant_id: "p-1", tracking_context: tracked("p-1"), channel: "reference" }),
      request({ participant_id: null, tracking_context: tracked("p-1") }),
    ])
      expect(await submit(body)).toMatchObject({ kind: "accepted" });
    expect(new Set((await events()).map(({ participant_id }) => participant_id))).toEqual(
      new Set(["p-1"]),
    );
  });

  test("a local case is the adapter's own routes' to name, and the adapter's case is nobody's", async () => {
    const { runtime, tenant } = await stage();
    const body = (id: string) => ({
      ...request(),
      coordination_case_id: id,
      tracking_context: { correlation_id: "c", coordination_case_id: id },
    });
    const submitted = (id: string) => runtime().submit(tenant, body(id), { local: true });
    expect(await submitted("local:x")).toMatchObject({ kind: "accepted" });
    expect(await submitted("adapter:x")).toMatchObject({
      kind: "malformed",
      problems: [{ path: "coordination_case_id" }],
    });
  });

  test("the offending value is not repeated", async () => {
    const { submit } = await stage();
    const answer = await submit({ ...request(), requested_at: "canary-4711" });
    expect(JSON.stringify(answer)).not.toContain("canary-4711");
  });
});

test("the current result of an operation says what its request has come to", async () => {
  const { send, reply, runtime, tenant } = await stage();
  const operation = await send();
  expect(await runtime().action(tenant, operation)).toMatchObject({
    action_state: "in_progress",
    provider_operation_id: null,
    completed_at: null,
  });
  await reply({ status: 202, body: { id: "m1" } });
  expect(await runtime().action(tenant, operation)).toMatchObject({
    action_state: "completed",
    provider_operation_id: "m1",
    completed_at: new Date(START).toISOString(),
    initial_events: [{ event_type: "notification.attempt.accepted_by_adapter" }],
  });
  expect(await runtime().action(tenant, "op_none")).toBeNull();
});
