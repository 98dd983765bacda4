import { Secret, systemClock, type Command } from "@underclaim/runtime";
import {
  providerDouble,
  referenceProvider,
  type ProviderDouble,
} from "@underclaim/runtime/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const command = (operation: string): Command => ({
  tenant: "t",
  operation,
  subject: `msg_${operation}`,
  lane: "reference",
  fence: 1,
  command: { to: "anna@inbox.example", text: "Hello" },
});

describe("the reference provider over real HTTP", () => {
  let double: ProviderDouble;
  beforeEach(async () => {
    double = await providerDouble({ secret: new Secret("s") });
  });
  afterEach(() => double.close());
  const provider = () =>
    referenceProvider({ baseUrl: double.url, token: new Secret("token"), clock: systemClock });
  const perform = (operation: string, signal = new AbortController().signal) =>
    provider().perform(command(operation), signal);

  test("accepts what the provider accepted, with its reference", async () => {
    expect(await perform("op1")).toMatchObject({
      kind: "accepted",
      refs: [{ ref_type: "message_id", ref_value: "m-1" }],
    });
    expect(double.effects).toEqual(new Map([["op1", 1]]));
  });

  test.each([
    ["refuse", "rejected", 0],
    ["throttle", "not_sent", 0],
    ["accept_then_drop", "unknown", 1],
    ["accept_then_fail", "unknown", 1],
    ["reset_before", "unknown", 0],
  ] as const)("%s: %s", async (behaviour, kind, effects) => {
    double.behave(behaviour);
    expect(await perform("op1")).toMatchObject({ kind });
    expect(double.effects.get("op1") ?? 0).toBe(effects);
  });

  test("a stall that is given up: unknown, though it took effect", async () => {
    const aborter = new AbortController();
    double.behave("stall");
    double.onEffect(async () => aborter.abort());
    expect(await perform("op1", aborter.signal)).toMatchObject({ kind: "unknown" });
    expect(double.effects.get("op1")).toBe(1);
    double.release();
  });

  test("nobody listens: not sent", async () => {
    await double.die();
    const health = provider();
    expect(await health.perform(command("op1"), new AbortController().signal)).toMatchObject({
      kind: "not_sent",
      reason: "ECONNREFUSED",
    });
    expect(health.health()).toMatchObject({ connectivity: "unavailable" });
    await double.revive();
    expect(await perform("op1")).toMatchObject({ kind: "accepted" });
  });

  test("a look-up finds what took effect, and does not take absence for a proof", async () => {
    double.behave("accept_then_drop", "refuse");
    await perform("op1");
    await perform("op2");
    const { signal } = new AbortController();
    expect(await provider().lookup?.(command("op1"), signal)).toMatchObject({ kind: "accepted" });
    expect(await provider().lookup?.(command("op2"), signal)).toMatchObject({ kind: "rejected" });
    expect(await provider().lookup?.(command("op3"), signal)).toBeNull();
  });
});
