import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { receiptFields } from "../../support/smsc.ts";
import { boundBench, START } from "./harness.ts";

/** Everything that was written before has reached the SMSC, and its answers have come back. */
const roundTrip = (bench: Awaited<ReturnType<typeof boundBench>>): Promise<unknown> =>
  bench.smsc.deliver(receiptFields({ id: "none", stat: "ENROUTE" }));

describe("the window", () => {
  test("holds back what is more than it lets wait, in order", async () => {
    const bench = await boundBench({ window: 2 });
    const { smsc, send } = bench;
    const release: (() => void)[] = [];
    smsc.onSubmit = () => new Promise((resolve) => release.push(() => resolve({})));
    const sent = ["a", "b", "c", "d", "e"].map((body) => send({ body }));
    await until(() => smsc.submits.length === 2);
    await roundTrip(bench);
    expect(smsc.submits.map(({ text }) => text)).toEqual(["a", "b"]);

    release.shift()?.();
    await until(() => smsc.submits.length === 3);
    await roundTrip(bench);
    expect(smsc.submits.length).toBe(3);

    for (let answered = 1; answered < 5; answered += 1) {
      await until(() => release.length > 0);
      release.shift()?.();
    }
    const outcomes = await Promise.all(sent);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(
      Array.from({ length: 5 }, () => "accepted"),
    );
    expect(smsc.ledger.map(({ text }) => text)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("that stays full makes what waits not sent, in time for another account", async () => {
    const { smsc, send, clock } = await boundBench({ window: 1 });
    smsc.onSubmit = () => "silence";
    void send({ body: "a" });
    const waiting = send({ body: "b" });
    await until(() => smsc.submits.length === 1);
    await clock.advance(5_000);
    expect(await waiting).toEqual({
      kind: "not_sent",
      retryAt: START + 6_000,
      reason: "it waited too long",
    });
    expect(smsc.submits.length).toBe(1);
  });

  test("lets go of what waits when its lease is about to end", async () => {
    const { smsc, send } = await boundBench({ window: 1 });
    smsc.onSubmit = () => "silence";
    void send({ body: "a" });
    const lease = new AbortController();
    const waiting = send({ body: "b" }, lease.signal);
    await until(() => smsc.submits.length === 1);
    lease.abort();
    expect(await waiting).toMatchObject({ kind: "not_sent", reason: "the lease is about to end" });
  });

  test("does not count enquiries", async () => {
    const { smsc, send, clock } = await boundBench({ window: 1 });
    smsc.onSubmit = () => "silence";
    void send();
    await until(() => smsc.submits.length === 1);
    await clock.advance(30_000);
    await until(() => smsc.enquiries === 1);
  });
});
