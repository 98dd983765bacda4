import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { bench, boundBench, START } from "./harness.ts";

describe("a submission whose answer is lost", () => {
  test("in a cut between writing and answer is unknown, and what was not written is not sent", async () => {
    const { smsc, send, rebound } = await boundBench({ window: 1 });
    smsc.onSubmit = () => "cut_after";
    const [written, queued] = [send({ body: "written" }), send({ body: "queued" })];
    expect(await written).toEqual({
      kind: "unknown",
      reason: "the connection ended: closed by the SMSC",
    });
    expect(await queued).toEqual({
      kind: "not_sent",
      retryAt: START + 1_000,
      reason: "closed by the SMSC",
    });
    smsc.onSubmit = () => ({});
    await rebound();
    await send({ body: "later" });
    expect(smsc.ledger.map(({ text }) => text)).toEqual(["written", "later"]);
  });

  test("is never sent again by the session, taken or not", async () => {
    const { smsc, send, rebound } = await boundBench();
    smsc.onSubmit = () => "cut_before";
    expect((await send()).kind).toBe("unknown");
    smsc.onSubmit = () => ({});
    await rebound();
    expect(smsc.submits.length).toBe(1);
  });

  test("is unknown when its time is over, and its connection with it", async () => {
    const { smsc, send, clock, rebound } = await boundBench();
    smsc.onSubmit = () => "silence";
    const sent = send();
    await until(() => smsc.submits.length === 1);
    // The link itself is alive all the time.
    for (let elapsed = 0; elapsed < 60_000; elapsed += 20_000) {
      await new Promise<void>((resolve) => smsc.sessions[0]?.enquire_link({}, () => resolve()));
      await clock.advance(20_000);
    }
    expect(await sent).toEqual({ kind: "unknown", reason: "no answer in time" });
    await rebound();
  });

  test("holds up what has not been written until another answer shows that the SMSC still answers", async () => {
    const { smsc, send, clock, transport } = await boundBench({ timeouts: { response: "PT10S" } });
    let answerSecond: () => void = () => undefined;
    smsc.onSubmit = ({ text }) => {
      if (text === "first") return "silence";
      if (text === "second") return new Promise((resolve) => (answerSecond = () => resolve({})));
      return {};
    };
    const first = send({ body: "first" });
    await until(() => smsc.submits.length === 1);
    await clock.advance(5_000);
    const second = send({ body: "second" });
    await until(() => smsc.submits.length === 2);
    await clock.advance(5_000);
    expect((await first).kind).toBe("unknown");
    const third = send({ body: "third" });
    expect(smsc.submits.length).toBe(2);
    answerSecond();
    expect((await second).kind).toBe("accepted");
    expect((await third).kind).toBe("accepted");
    expect(transport.health().connectivity).toBe("healthy");
  });

  test("still counts where it only comes late, after the lease has ended", async () => {
    const { smsc, send, clock } = await boundBench();
    let answer: () => void = () => undefined;
    smsc.onSubmit = () => new Promise((resolve) => (answer = () => resolve({})));
    const lease = new AbortController();
    const sent = send({}, lease.signal);
    await until(() => smsc.submits.length === 1);
    await clock.advance(24_000);
    lease.abort();
    answer();
    expect(await sent).toMatchObject({ kind: "accepted", messageIds: ["smsc-1"] });
  });
});

describe("a submission while there is no session", () => {
  test("waits for a bind that is under way", async () => {
    const { send, smsc } = await bench();
    expect(await send()).toMatchObject({ kind: "accepted" });
    expect(smsc.binds.length).toBe(1);
  });

  test("is not sent, and may be after the next attempt", async () => {
    const { send, transport } = await bench({ port: 1 });
    await until(() => transport.health().connectivity === "unavailable");
    expect(await send()).toEqual({
      kind: "not_sent",
      retryAt: START + 1_000,
      reason: "there is no session",
    });
  });

  test("is not sent where the bind under way fails", async () => {
    const { send } = await bench({ password: "wrong" });
    expect(await send()).toEqual({
      kind: "not_sent",
      retryAt: START + 45_000,
      reason: "the bind was refused: ESME_RINVPASWD",
    });
  });
});
