import type { AdapterDefinition } from "@underclaim/runtime";
import type { DriverComposition } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { handProvider, message, taken, withProvider } from "./providers.ts";
import { own } from "../../src/testing/reference/native/types.ts";
import { acceptedAs, request, stage, START } from "./stage.ts";

const HOUR = 3_600_000;

/** The same adapter with a part that fails while `broken` says so. */
const failing =
  (
    part: (definition: AdapterDefinition, broken: () => boolean) => Partial<AdapterDefinition>,
    broken: () => boolean,
  ) =>
  (composition: DriverComposition): DriverComposition => ({
    ...composition,
    definition: { ...composition.definition, ...part(composition.definition, broken) },
  });

const brokenReaction = (
  definition: AdapterDefinition,
  broken: () => boolean,
): Partial<AdapterDefinition> => ({
  react: {
    ...definition.react,
    "reference.receipt.read": {
      react: () => {
        if (broken()) throw new Error("The reaction has a fault.");
        return {};
      },
    },
  },
});

/** The adapter with a timer of its own, which rings an hour after the start. */
async function withTimer(check: () => void, expiring: readonly string[]) {
  const key = ["nudge", "n1"] as const;
  const staged = await stage((composition) => ({
    ...composition,
    definition: {
      ...composition.definition,
      expiring,
      timers: {
        nudge: () => {
          check();
          return [own("reference.receipt.overdue", "n1")];
        },
      },
    },
  }));
  const ring = async (): Promise<void> => {
    const { runtime, tenant, driver, advance } = staged;
    await runtime().store.commit(tenant, {
      guards: [],
      docs: [{ put: key, text: "{}", dueAt: START + HOUR }],
    });
    // Written past the runtime, which looks for what is due when it starts.
    await driver.restart();
    await advance(HOUR);
  };
  return { ...staged, key, ring };
}

describe("an item that cannot be worked off holds nothing up", () => {
  test("a parked event becomes a dead letter, the rest goes on, and its replay works after a mend", async () => {
    let broken = true;
    const { send, status, reply, types, runtime, tenant } = await stage(
      failing(brokenReaction, () => broken),
    );
    await send();
    await status({ event_id: "e1", message_id: "m1", status: "read" });
    await status({ event_id: "e2", message_id: "m1", status: "delivered" });
    await reply(acceptedAs("m1"));
    expect(await types()).toContain("notification.endpoint.accepted");
    expect(await types()).not.toContain("interaction.notification.opened");
    const [letter] = await runtime().deadLetters(tenant, { limit: 10 });
    expect(letter).toMatchObject({
      state: "open",
      code: "not_processed",
      reason: "The reaction has a fault.",
      attempts: 1,
    });
    const id = String(letter?.id);
    expect(await runtime().replay(tenant, id)).toEqual({
      state: "open",
      reason: "The reaction has a fault.",
    });
    broken = false;
    expect(await runtime().replay(tenant, id)).toEqual({ state: "replayed", reason: null });
    expect(await types()).toContain("interaction.notification.opened");
    expect((await runtime().stats()).parkedNatives).toBe(0);
  });

  test("150 of them, more than are taken at once, hold up neither timers nor scheduled messages", async () => {
    const { send, status, reply, advance, runtime, tenant, types } = await stage(
      failing(brokenReaction, () => true),
    );
    for (let n = 0; n < 150; n += 1)
      await status({ event_id: `poison-${n}`, message_id: "m0", status: "read" });
    await send();
    await reply(acceptedAs("m1"));
    await advance(7 * HOUR);
    expect(await types()).toContain("notification.endpoint.unknown"); // the deadline for the receipt passed
    expect((await runtime().deadLetters(tenant, { limit: 1_000 })).length).toBe(150);
    expect(runtime().activity().working).toBe(false);
  });

  test("a timer that throws becomes a dead letter and can be replayed", async () => {
    let broken = true;
    const { ring, advance, runtime, tenant, types } = await withTimer(() => {
      if (broken) throw new Error("The timer has a fault.");
    }, []);
    await ring();
    const [letter] = await runtime().deadLetters(tenant, { limit: 10 });
    expect(letter).toMatchObject({ state: "open", reason: "The timer has a fault." });
    await advance(HOUR);
    broken = false;
    expect(await runtime().replay(tenant, String(letter?.id))).toMatchObject({ state: "replayed" });
    expect(await types()).toEqual(["notification.endpoint.unknown"]);
  });

  test("a deadline that throws becomes a dead letter and can be replayed", async () => {
    let broken = true;
    const { send, reply, advance, types, runtime, tenant } = await stage(
      failing(
        (definition, isBroken) => ({
          overdue: (operation) => {
            if (isBroken()) throw new Error("The deadline has a fault.");
            return definition.overdue?.(operation) ?? [];
          },
        }),
        () => broken,
      ),
    );
    await send();
    await reply(acceptedAs("m1"));
    await advance(7 * HOUR);
    const [letter] = await runtime().deadLetters(tenant, { limit: 10 });
    expect(letter).toMatchObject({ state: "open", reason: "The deadline has a fault." });
    broken = false;
    expect(await runtime().replay(tenant, String(letter?.id))).toMatchObject({ state: "replayed" });
    expect(await types()).toContain("notification.endpoint.unknown");
  });

  test("an operation whose moment cannot be mapped is tried again ever more rarely", async () => {
    let tries = 0;
    let broken = true;
    const hand = handProvider();
    const { send, advance, state, quiet, driver } = await stage((composition) => {
      const { mapping } = composition.definition;
      return {
        ...composition,
        providers: [hand.provider],
        definition: {
          ...composition.definition,
          mapping: new Proxy(mapping, {
            get(table, type: string) {
              if (type === "reference.dispatch.unknown") {
                tries += 1;
                if (broken) throw new Error("The table has a fault.");
              }
              return table[type];
            },
          }),
        },
      };
    });
    const operation = await send();
    await driver.restart();
    await advance(10 * HOUR);
    expect(await state(operation)).toBe("dispatching");
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(60);
    broken = false;
    await advance(24 * HOUR);
    await quiet();
    expect(await state(operation)).toBe("unknown");
  });
});

describe("a deadline", () => {
  test("that waits for a receipt rings once, at its time", async () => {
    const { send, reply, advance, events } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await advance(6 * HOUR - 1);
    expect(await events()).toHaveLength(2);
    await advance(1);
    expect((await events()).at(-1)).toMatchObject({
      event_type: "notification.endpoint.unknown",
      observed_at: new Date(START + 6 * HOUR).toISOString(),
    });
    await advance(48 * HOUR);
    expect(await events()).toHaveLength(3);
  });

  test("rings after a restart, too", async () => {
    const { send, reply, advance, events, driver } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await driver.restart();
    await advance(6 * HOUR);
    expect(await events()).toHaveLength(3);
  });

  test("whose receipt came does not ring", async () => {
    const { send, reply, status, advance, events } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await status({ event_id: "e1", message_id: "m1", status: "delivered" });
    await advance(48 * HOUR);
    expect(await events()).toHaveLength(3);
  });

  test("rings once, and then is none any more", async () => {
    const { send, reply, advance, events, runtime, tenant } = await stage();
    const operation = await send();
    await reply(acceptedAs("m1"));
    await advance(6 * HOUR);
    expect(await events()).toHaveLength(3);
    const kept = (await runtime().store.load(tenant, [{ operation }])).operation(operation);
    expect(kept).toMatchObject({ state: "accepted", deadline: null });
  });

  test("does not ring while nothing has left, and is set to ring afterwards", async () => {
    const hand = handProvider();
    const { send, quiet, advance, types, operation } = await stage(withProvider(hand.provider));
    const id = await send();
    hand.answer(0, { kind: "not_sent", retryAt: START + 7 * HOUR, reason: "no session" });
    await quiet();
    await advance(6 * HOUR);
    expect(await types()).not.toContain("notification.endpoint.unknown");
    expect(await operation(id)).toMatchObject({ state: "scheduled", deadline: START + 12 * HOUR });
    await advance(HOUR);
    hand.answer(1, taken(id, "m1"));
    await quiet();
    await advance(5 * HOUR);
    expect(await types()).toContain("notification.endpoint.unknown");
    expect(await operation(id)).toMatchObject({ state: "accepted", deadline: null });
  });

  test("of a message that was cancelled does not ring", async () => {
    const { submit, advance, events } = await stage();
    const scheduled = await submit(
      request({
        action_type: "notification.schedule",
        parameters: { send_at: new Date(START + HOUR).toISOString() },
      }),
    );
    if (scheduled.kind !== "accepted") throw new Error(scheduled.kind);
    await submit(
      request({
        action_type: "notification.cancel",
        parameters: { operation_id: scheduled.operation },
        content: null,
        target_endpoint: null,
      }),
    );
    await advance(48 * HOUR);
    expect(await events()).toHaveLength(2);
  });
});

test("what an earlier version had claimed when it died is sent, once", async () => {
  const hand = handProvider();
  const { runtime, tenant, driver, submit, state, advance } = await stage(
    withProvider(hand.provider),
  );
  const answer = await submit(
    request({
      action_type: "notification.schedule",
      parameters: { send_at: new Date(START + 48 * HOUR).toISOString() },
    }),
  );
  if (answer.kind !== "accepted") throw new Error(answer.kind);
  await runtime().store.commit(tenant, {
    guards: [],
    operations: [{ id: answer.operation, state: "claimed", dueAt: START + 60_000 }],
  });
  await driver.restart();
  await advance(HOUR);
  expect(hand.commands).toHaveLength(1);
  expect(await state(answer.operation)).not.toBe("claimed");
});

describe("a timer", () => {
  test.each([
    ["is deleted when it rings where its collection expires", ["nudge"], null],
    ["stands, and is due no more, where it does not", [], { version: 2, dueAt: null }],
  ])("%s", async (_, expiring, left) => {
    const { ring, key, events, runtime, tenant } = await withTimer(() => undefined, expiring);
    await ring();
    expect(await events()).toHaveLength(1);
    const kept = (await runtime().store.load(tenant, [{ doc: key }])).doc(key);
    if (left === null) expect(kept).toBeNull();
    else expect(kept).toMatchObject(left);
  });

  test("without an event expires all the same", async () => {
    const { advance, driver, runtime, tenant } = await stage((composition) => ({
      ...composition,
      definition: { ...composition.definition, expiring: ["redirect"] },
    }));
    const key = ["redirect", "r1"] as const;
    const stands = async () => (await runtime().store.load(tenant, [{ doc: key }])).doc(key);
    await runtime().store.commit(tenant, {
      guards: [],
      docs: [{ put: key, text: "{}", dueAt: START + 2 * HOUR }],
    });
    // Written past the runtime, which looks for what is due when it starts.
    await driver.restart();
    await advance(2 * HOUR - 1);
    expect(await stands()).not.toBeNull();
    await advance(1);
    expect(await stands()).toBeNull();
  });

  test("that died between taking and writing rings once", async () => {
    for (const point of ["due.taken", "ingest.decided", "ingest.committed"]) {
      const { send, reply, advance, events, driver } = await stage();
      await send();
      await reply(acceptedAs("m1"));
      await driver.fault({ point });
      await advance(6 * HOUR);
      await advance(1_000);
      expect(await events()).toHaveLength(3);
    }
  });
});

describe("a look-up of an unknown operation", () => {
  test("that finds it settles it", async () => {
    const hand = handProvider();
    const { send, advance, state, quiet, types } = await stage(withProvider(hand.provider));
    const operation = await send();
    hand.answer(0, { kind: "unknown", reason: "cut" });
    await quiet();
    expect(await state(operation)).toBe("unknown");
    await advance(1_000);
    expect(hand.lookUps.map((command) => command.operation)).toEqual([operation]);
    hand.answerLookUp(0, taken(operation, "m1"));
    await quiet();
    expect(await state(operation)).toBe("accepted");
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.endpoint.unknown",
      "notification.attempt.accepted_by_provider",
    ]);
  });

  test("that finds nothing is repeated ever more rarely and never sends", async () => {
    const hand = handProvider({ lookup: async () => null });
    let asked = 0;
    const provider = {
      ...hand.provider,
      lookup: async () => {
        asked += 1;
        return null;
      },
    };
    const { send, advance, state, quiet } = await stage(withProvider(provider));
    const operation = await send();
    hand.answer(0, { kind: "unknown", reason: "cut" });
    await quiet();
    await advance(30 * 24 * HOUR);
    expect(await state(operation)).toBe("unknown");
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(40);
    expect(hand.commands).toHaveLength(1);
  });

  test("that stalls or throws holds up nothing", async () => {
    const hand = handProvider();
    const { send, advance, driver, quiet, state, types } = await stage((composition) => ({
      ...composition,
      providers: [
        { ...hand.provider, lanes: ["reference"], lookup: () => new Promise(() => undefined) },
      ],
    }));
    const operation = await send();
    hand.answer(0, { kind: "unknown", reason: "cut" });
    await quiet();
    await advance(7 * HOUR);
    expect(await types()).toContain("notification.endpoint.unknown");
    expect(await state(operation)).toBe("unknown");
    expect(driver.life().runtime.activity().working).toBe(false);
  });

  test("and the receipt may both come: one acceptance, once", async () => {
    const hand = handProvider();
    const { send, advance, quiet, status, types } = await stage(withProvider(hand.provider));
    const operation = await send();
    hand.answer(0, { kind: "unknown", reason: "cut" });
    await quiet();
    await advance(1_000);
    await status({ event_id: "e1", client_ref: operation, status: "delivered" });
    hand.answerLookUp(0, { ...taken(operation, "m1"), refs: [message("m1")] } as never);
    await quiet();
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.endpoint.unknown",
      "notification.endpoint.accepted",
      "notification.attempt.accepted_by_provider",
    ]);
  });
});

test("an operator resolves what stays unknown; the evidence says that it is an operator's word", async () => {
  const { send, driver, runtime, tenant, state, events } = await stage();
  driver.world().provider.reply({ error: "reset" });
  const operation = await send();
  expect(await runtime().resolve(tenant, "op_none", "accepted", "")).toBe("not_found");
  expect(await runtime().resolve("tenant-b", operation, "accepted", "")).toBe("not_found");
  expect(
    await runtime().resolve(tenant, operation, "accepted", "seen in the provider's console"),
  ).toBe("resolved");
  expect(await state(operation)).toBe("accepted");
  expect(await runtime().resolve(tenant, operation, "rejected", "")).toBe("not_unknown");
  expect((await events()).at(-1)).toMatchObject({
    event_type: "notification.attempt.accepted_by_provider",
    evidence_grade: { strength: "weak" },
    observation: { source_type: "manual" },
  });
});
