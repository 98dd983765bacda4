import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { boundBench, START } from "./harness.ts";

describe("an SMSC that takes nothing for now", () => {
  test.each([
    ["ESME_RTHROTTLED", 0x58],
    ["ESME_RMSGQFUL", 0x14],
  ])(
    "with %s: the message has not been sent, and may be after the back-off",
    async (name, status) => {
      const { smsc, send, transport } = await boundBench();
      smsc.onSubmit = () => ({ status });
      expect(await send()).toEqual({ kind: "not_sent", retryAt: START + 1_000, reason: name });
      expect(transport.health()).toMatchObject({
        connectivity: "degraded",
        degradations: ["smpp: throttled"],
      });
    },
  );

  test("is left alone until the back-off is over", async () => {
    const { smsc, send, clock, transport } = await boundBench({ throttle: { first: "PT4S" } });
    smsc.onSubmit = () => ({ status: 0x58 });
    await send();
    smsc.onSubmit = () => ({});
    const next = send();
    await clock.advance(2_999);
    expect(smsc.submits.length).toBe(1);
    await clock.advance(1);
    expect(await next).toMatchObject({ kind: "accepted" });
    expect(transport.health().connectivity).toBe("healthy");
  });

  test("is left alone for longer each time, and no longer once it takes something", async () => {
    const { smsc, send, clock } = await boundBench();
    const waits: number[] = [];
    for (const status of [0x58, 0x58, 0x58, 0, 0x58]) {
      smsc.onSubmit = () => ({ status });
      const before = clock.now();
      const outcome = await send();
      if (outcome.kind !== "not_sent") continue;
      waits.push(outcome.retryAt - before);
      await clock.advance(outcome.retryAt - before);
    }
    expect(waits).toEqual([1_000, 1_500, 3_000, 1_000]);
  });

  test("counts many answers at once as one", async () => {
    const { smsc, send, clock } = await boundBench();
    smsc.onSubmit = () => ({ status: 0x58 });
    const outcomes = await Promise.all([send(), send(), send()]);
    expect(outcomes).toEqual(
      outcomes.map(() => ({ kind: "not_sent", retryAt: START + 1_000, reason: "ESME_RTHROTTLED" })),
    );
    await clock.advance(1_000);
    expect(await send()).toMatchObject({ retryAt: START + 2_500 });
  });

  test("that holds us for unbound has taken nothing, and is bound anew", async () => {
    const { smsc, send, clock, transport, bound } = await boundBench();
    smsc.onSubmit = () => ({ status: 0x04 });
    expect(await send()).toMatchObject({ kind: "not_sent", reason: "ESME_RINVBNDSTS" });
    await until(() => transport.health().connectivity === "unavailable");
    smsc.onSubmit = () => ({});
    await clock.advance(750);
    await bound();
    expect(await send()).toMatchObject({ kind: "accepted" });
  });
});

describe("an SMSC that refuses", () => {
  test.each([
    [0x0b, "invalid_number", "ESME_RINVDSTADR", false],
    [0x0a, "sender_not_allowed", "ESME_RINVSRCADR", false],
    [0x01, "content_invalid", "ESME_RINVMSGLEN", false],
    [0x08, "rejected", "ESME_RSYSERR", true],
    [0x45, "rejected", "ESME_RSUBMITFAIL", false],
    [0x412, "rejected", "0x00000412", false],
  ])("with %i means %s", async (status, reason, nativeStatus, retryable) => {
    const { smsc, send } = await boundBench();
    smsc.onSubmit = () => ({ status });
    const code = `0x${status.toString(16).padStart(8, "0")}`;
    expect(await send()).toEqual({ kind: "rejected", reason, nativeStatus, code, retryable });
  });

  test("is not asked for what no PDU can say", async () => {
    const { smsc, send } = await boundBench();
    expect(await send({ fromKind: "pool", from: "pool" })).toEqual({
      kind: "rejected",
      reason: "sender_not_allowed",
      nativeStatus: "not_encodable",
      code: null,
      retryable: false,
    });
    expect(smsc.submits).toEqual([]);
  });
});
