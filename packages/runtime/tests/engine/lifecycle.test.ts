import type { AdapterLifecycleState } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { acceptedAs, request, stage } from "./stage.ts";

const REFUSING: readonly AdapterLifecycleState[] = ["registered", "disabled", "retired"];

describe.each(REFUSING)("an adapter that is %s", (state) => {
  test("refuses new actions, leaves their keys free and still takes in events", async () => {
    const { submit, send, reply, status, runtime, types } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    runtime().setLifecycle(state);
    const body = request();
    expect(await submit(body)).toMatchObject({
      kind: "disabled",
      error: { code: `adapter_${state}`, category: "configuration" },
    });
    await status({ event_id: "e1", message_id: "m1", status: "delivered" });
    expect(await types()).toContain("notification.endpoint.accepted");
    runtime().setLifecycle("healthy");
    expect(await submit(body)).toMatchObject({ kind: "accepted", replayed: false });
  });

  test("answers a repeat as it was answered, and another request under its key with a conflict", async () => {
    const { submit, runtime } = await stage();
    const body = request();
    const first = await submit(body);
    runtime().setLifecycle(state);
    expect(await submit(body)).toEqual({ ...first, replayed: true });
    expect(await submit({ ...body, participant_id: null })).toMatchObject({ kind: "conflict" });
    expect(await submit({ ...body, idempotency_key: 7 })).toMatchObject({ kind: "malformed" });
  });
});

test("nobody is told to wait for what is retired", async () => {
  const { submit, runtime } = await stage();
  const refusal = async (state: AdapterLifecycleState) => {
    runtime().setLifecycle(state);
    const answer = await submit(request());
    if (answer.kind !== "disabled") throw new Error(answer.kind);
    return answer.error;
  };
  expect(await refusal("disabled")).toMatchObject({
    retryable: true,
    message: expect.stringMatching(/again when it is enabled/),
  });
  expect(await refusal("registered")).toMatchObject({ retryable: true });
  const retired = await refusal("retired");
  expect(retired.retryable).toBe(false);
  expect(retired.message).not.toMatch(/again/);
});

test("an action that does not exist is named by its path, not by its value", async () => {
  const { submit } = await stage();
  const answer = await submit(request({ action_type: "canary-4711" }));
  expect(answer).toMatchObject({
    kind: "malformed",
    error: { code: "unsupported_action" },
    problems: [{ path: "action_type" }],
  });
  expect(JSON.stringify(answer)).not.toContain("canary-4711");
});
