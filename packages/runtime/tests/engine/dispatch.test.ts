import { describe, expect, test } from "vitest";
import { handProvider, taken, withProvider } from "./providers.ts";
import { acceptedAs, request, stage, START } from "./stage.ts";

const LEASE_MS = 60_000;

describe("what the provider answers", () => {
  test("2xx with an id: accepted, its reference known, its command forgotten", async () => {
    const { send, reply, state, types, runtime, tenant } = await stage();
    const operation = await send();
    expect(await state(operation)).toBe("dispatching");
    await reply(acceptedAs("m1"));
    expect(await state(operation)).toBe("accepted");
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.accepted_by_provider",
    ]);
    const ref = { provider_name: "reference", ref_type: "message_id", ref_value: "m1" };
    const snapshot = await runtime().store.load(tenant, [{ ref }, { operation }]);
    expect(snapshot.ref(ref)).toBe(operation);
    expect(snapshot.operation(operation)?.command).toBeNull();
  });

  test("4xx: rejected, and never sent again", async () => {
    const { send, reply, state, types, advance, driver } = await stage();
    const operation = await send();
    await reply({ status: 422 });
    await advance(30 * 86_400_000);
    expect(await state(operation)).toBe("rejected");
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.rejected_by_provider",
    ]);
    expect(driver.world().provider.calls).toHaveLength(1);
  });

  test.each<[string, object]>([
    ["429", { status: 429, headers: { "retry-after": "5" } }],
    ["a refused connection", { error: "refused" }],
  ])(
    "%s: proven not sent, so it is sent again, and said once that it is late",
    async (_, reply) => {
      const { send, state, types, advance, driver } = await stage();
      const { provider } = driver.world();
      provider.stand({ ...reply });
      const operation = await send();
      expect(await state(operation)).toBe("scheduled");
      await advance(90_000);
      expect(provider.calls.length).toBeGreaterThan(2);
      provider.stand(acceptedAs("m1"));
      await advance(60_000);
      expect(await state(operation)).toBe("accepted");
      expect(await types()).toEqual([
        "notification.attempt.accepted_by_adapter",
        "notification.attempt.delayed",
        "notification.attempt.accepted_by_provider",
      ]);
      expect(provider.effects).toBe(1);
    },
  );

  test.each<[string, object]>([
    ["a cut connection", { error: "reset" }],
    ["a timeout", { error: "timeout" }],
    ["500", { status: 500 }],
    ["2xx without an id", { status: 202, body: {} }],
    ["2xx that is no JSON", { status: 202, body: "<html>" }],
  ])("%s: unknown, and never sent again by itself", async (_, reply) => {
    const { send, state, types, advance, driver } = await stage();
    driver.world().provider.reply({ ...reply });
    const operation = await send();
    expect(await state(operation)).toBe("unknown");
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.endpoint.unknown",
    ]);
    await advance(3 * 86_400_000);
    const posts = driver.world().provider.calls.filter((call) => call.request["method"] === "POST");
    expect(posts).toHaveLength(1);
  });

  test("a provider that throws, at once or later, counts as unknown; its message is told nobody", async () => {
    for (const perform of [
      () => {
        throw new Error("canary-1");
      },
      async () => {
        throw new TypeError("canary-2");
      },
    ]) {
      const hand = handProvider({ perform });
      const { send, state, driver } = await stage(withProvider(hand.provider));
      expect(await state(await send())).toBe("unknown");
      expect(await driver.traces?.()).not.toContain("canary");
    }
  });
});

describe("a lease that ends", () => {
  test("dispatching: unknown, and the answer that comes after all settles it", async () => {
    const hand = handProvider();
    const { send, state, types, advance, quiet, runtime, tenant } = await stage(
      withProvider(hand.provider),
    );
    const operation = await send();
    await advance(LEASE_MS);
    expect(await state(operation)).toBe("unknown");
    hand.answer(0, taken(operation, "m1"));
    await quiet();
    expect(await state(operation)).toBe("accepted");
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.endpoint.unknown",
      "notification.attempt.accepted_by_provider",
    ]);
    expect(hand.commands).toHaveLength(1);
    expect(await runtime().action(tenant, operation)).toMatchObject({
      provider_operation_id: "m1",
    });
  });

  test("a late answer that proves nothing changes nothing", async () => {
    const hand = handProvider();
    const { send, state, advance, quiet, types } = await stage(withProvider(hand.provider));
    const operation = await send();
    await advance(LEASE_MS);
    hand.answer(0, { kind: "not_sent", retryAt: START, reason: "late" });
    await quiet();
    expect(await state(operation)).toBe("unknown");
    expect(await types()).not.toContain("notification.attempt.delayed");
  });

  test("a stalled call holds up no other operation of its lane once its lease has ended", async () => {
    const hand = handProvider();
    const { send, advance, state } = await stage((composition) => ({
      ...composition,
      providers: [hand.provider],
      settings: { laneWindow: 1 },
    }));
    await send();
    const second = await send();
    expect(hand.commands).toHaveLength(1);
    await advance(LEASE_MS);
    expect(hand.commands.map(({ operation }) => operation)).toContain(second);
    expect(await state(second)).toBe("dispatching");
  });

  test("claimed: ready again, for nothing has left", async () => {
    const { send, state, driver, reply, advance } = await stage();
    await driver.fault({ point: "dispatch.claimed" }); // the process dies there and is started again
    const operation = await send();
    await advance(1);
    await reply(acceptedAs("m1"));
    expect(await state(operation)).toBe("accepted");
    expect(driver.world().provider.effects).toBe(1);
  });

  test.each(["dispatch.started", "dispatch.performed"])(
    "death at %s: unknown, never sent again, settled by a receipt",
    async (point) => {
      const { send, state, driver, status, advance, types } = await stage();
      driver.world().provider.reply(acceptedAs("m1"));
      await driver.fault({ point });
      const operation = await send();
      expect(await state(operation)).toBe("unknown");
      await advance(86_400_000);
      const posts = driver
        .world()
        .provider.calls.filter((call) => call.request["method"] === "POST");
      expect(posts.length).toBeLessThanOrEqual(1);
      await status({
        event_id: "e1",
        client_ref: operation,
        message_id: "m1",
        status: "delivered",
      });
      expect(await state(operation)).toBe("accepted");
      expect(await types()).toContain("notification.endpoint.accepted");
    },
  );

  test("a provider that deduplicates is asked again, with the same operation", async () => {
    const hand = handProvider({ deduplicates: { ttlMs: 3_600_000 } });
    const { send, advance, state, quiet, driver } = await stage(withProvider(hand.provider));
    const operation = await send();
    await driver.restart(); // the first owner is gone, the outcome of its call with it
    expect(hand.commands.map((command) => command.operation)).toEqual([operation, operation]);
    expect(hand.commands.map((command) => command.fence)).toEqual([1, 2]);
    hand.answer(1, taken(operation, "m1"));
    await quiet();
    expect(await state(operation)).toBe("accepted");
    await advance(LEASE_MS);
    expect(hand.commands).toHaveLength(2);
  });
});

describe("a provider that is told to end", () => {
  test("may still say that nothing has left: the message is sent later, and is not unknown", async () => {
    let calls = 0;
    const { provider } = handProvider({
      perform: (command, signal) =>
        new Promise((resolve) => {
          calls += 1;
          if (calls > 1) return resolve(taken(command.operation, "m1"));
          signal.addEventListener("abort", () =>
            resolve({ kind: "not_sent", retryAt: 0, reason: "It was still waiting." }),
          );
        }),
    });
    const { send, state, advance, types } = await stage(withProvider(provider));
    const operation = await send();
    await advance(LEASE_MS);
    await advance(1_000);
    expect(await state(operation)).toBe("accepted");
    expect(calls).toBe(2);
    expect(await types()).not.toContain("notification.endpoint.unknown");
  });
});

describe("a stale owner", () => {
  test("its late success commits reference and evidence, though another owner holds the lease", async () => {
    const hand = handProvider({ deduplicates: { ttlMs: 3_600_000 } });
    const { send, state, quiet, runtime, tenant, types, driver } = await stage(
      withProvider(hand.provider),
    );
    const operation = await send();
    const { clock } = driver.world();
    // Another owner takes it over while the first one's process was stopped.
    const store = runtime().store;
    const guards = [{ operation, fence: 1 }];
    await store.commit(tenant, {
      guards,
      operations: [{ id: operation, state: "ready", dueAt: null }],
    });
    await store.claim({ owner: "another", now: clock.now(), leaseMs: LEASE_MS, limit: 1 });
    hand.answer(0, taken(operation, "m1"));
    await quiet();
    // It has been sent: whoever is about to send it again finds it settled.
    expect(await state(operation)).toBe("accepted");
    expect(await types()).toContain("notification.attempt.accepted_by_provider");
    expect(
      (
        await store.load(tenant, [
          { ref: { provider_name: "reference", ref_type: "message_id", ref_value: "m1" } },
        ])
      ).ref({ provider_name: "reference", ref_type: "message_id", ref_value: "m1" }),
    ).toBe(operation);
  });
});

describe("time", () => {
  test("expires_at is looked at again at the dispatch", async () => {
    const { submit, advance, state, types, driver } = await stage();
    const answer = await submit(
      request({
        action_type: "notification.schedule",
        parameters: { send_at: new Date(START + 7_200_000).toISOString() },
        expires_at: new Date(START + 3_600_000).toISOString(),
      }),
    );
    if (answer.kind !== "accepted") throw new Error(answer.kind);
    await advance(7_200_000);
    expect(await state(answer.operation)).toBe("expired");
    expect(driver.world().provider.calls).toEqual([]);
    expect(await types()).toEqual([
      "notification.attempt.scheduled",
      "notification.attempt.rejected_by_adapter",
    ]);
  });

  test("a scheduled message leaves at its time and not before", async () => {
    const { submit, advance, driver } = await stage();
    const send_at = new Date(START + 3_600_000).toISOString();
    await submit(request({ action_type: "notification.schedule", parameters: { send_at } }));
    await advance(3_599_999);
    expect(driver.world().provider.calls).toHaveLength(0);
    await advance(1);
    expect(driver.world().provider.calls).toHaveLength(1);
  });
});

describe("a cancellation", () => {
  const cancel = (operation: string) =>
    request({
      action_type: "notification.cancel",
      parameters: { operation_id: operation },
      content: null,
      target_endpoint: null,
    });
  const scheduled = () =>
    request({
      action_type: "notification.schedule",
      parameters: { send_at: new Date(START + 3_600_000).toISOString() },
    });

  test("before the dispatch ends the operation, says so of the message, and forgets what would have been sent", async () => {
    const { submit, advance, state, events, driver, runtime, tenant } = await stage();
    const answer = await submit(scheduled());
    if (answer.kind !== "accepted") throw new Error(answer.kind);
    expect(await submit(cancel(answer.operation))).toMatchObject({ kind: "accepted" });
    await advance(86_400_000);
    expect(await state(answer.operation)).toBe("cancelled");
    expect(driver.world().provider.calls).toEqual([]);
    const [, cancelled] = await events();
    expect(cancelled).toMatchObject({
      event_type: "notification.attempt.cancelled",
      correlation: { adapter_operation_id: answer.operation },
      metadata: { subject_ref: `msg_${answer.operation}` },
    });
    expect(await events()).toHaveLength(2);
    const { operation } = answer;
    const kept = (await runtime().store.load(tenant, [{ operation }])).operation(operation);
    expect(kept).toMatchObject({ command: null, deadline: null });
  });

  test("after it is refused with the reason", async () => {
    const { send, submit, reply } = await stage();
    const operation = await send();
    const during = await submit(cancel(operation));
    expect(during.kind === "refused" && JSON.parse(during.text)).toMatchObject({
      error: { code: "not_cancellable" },
    });
    await reply(acceptedAs("m1"));
    expect(await submit(cancel(operation))).toMatchObject({ kind: "refused" });
    expect(await submit(cancel("op_none"))).toMatchObject({ kind: "refused" });
  });

  test("that races with the dispatch: the message is sent or cancelled, never both", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { runtime, tenant, quiet, driver, submit, state } = await stage();
      const first = await submit(scheduled());
      if (first.kind !== "accepted") throw new Error(first.kind);
      const { clock } = driver.world();
      const cancelling = clock
        .advance(3_600_000, async () => undefined)
        .then(() => runtime().submit(tenant, cancel(first.operation)));
      if (round % 2 === 0) await Promise.resolve();
      const answer = await cancelling;
      await quiet();
      const sent = driver.world().provider.calls.length;
      expect([answer.kind, await state(first.operation), sent]).toEqual(
        answer.kind === "accepted" ? ["accepted", "cancelled", 0] : ["refused", "dispatching", 1],
      );
    }
  });
});

describe("a store that refuses for a moment", () => {
  test("the provider's answer is written when the store is back", async () => {
    const { send, reply, driver, advance, state, types } = await stage();
    const operation = await send();
    await driver.fault({ point: "store.commit", times: 2 });
    await reply(acceptedAs("m1"));
    expect(await state(operation)).toBe("dispatching");
    await advance(3_000);
    expect(await state(operation)).toBe("accepted");
    expect(await types()).toContain("notification.attempt.accepted_by_provider");
  });

  test("what is ready is claimed when the store is back", async () => {
    const { send, reply, driver, advance, state } = await stage();
    await driver.fault({ point: "store.claim", times: 2 });
    const operation = await send();
    expect(await state(operation)).toBe("ready");
    await advance(5_000);
    await reply(acceptedAs("m1"));
    expect(await state(operation)).toBe("accepted");
  });

  test("what was claimed and could not be started is started when its lease has ended", async () => {
    const { driver, advance, state, reply, runtime, tenant, quiet } = await stage();
    const committed = await runtime().submit(tenant, request());
    if (committed.kind !== "accepted") throw new Error(committed.kind);
    await driver.fault({ point: "store.commit", times: 1 });
    await quiet();
    await advance(LEASE_MS + 1);
    await reply(acceptedAs("m1"));
    expect(await state(committed.operation)).toBe("accepted");
  });
});

test("what ends in one turn makes room for one claim of as many", async () => {
  const hand = handProvider();
  const { runtime, submit, quiet } = await stage((composition) => ({
    ...withProvider(hand.provider)(composition),
    settings: { laneWindow: 16 },
  }));
  for (let number = 0; number < 40; number += 1) await submit(request());
  expect(hand.commands).toHaveLength(16);
  const { store } = runtime();
  const { claim } = store;
  const asked: number[] = [];
  store.claim = (options) => {
    asked.push(options.limit);
    return claim(options);
  };
  for (let call = 0; call < 8; call += 1)
    hand.answer(call, taken(hand.commands[call]?.operation ?? "", `m${call}`));
  await quiet();
  expect(asked[0]).toBe(8);
  expect(hand.commands).toHaveLength(24);
});
