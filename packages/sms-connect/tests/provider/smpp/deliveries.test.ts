import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { smppDeliverSm } from "../../../src/native/smpp/deliver-sm.ts";
import { receiptFields, replyFields } from "../../support/smsc.ts";
import { kitOf } from "../../native/smpp/kit.ts";
import { boundBench } from "./harness.ts";

const ESME_RX_T_APPN = 0x64;
const receipt = (n: number) => receiptFields({ id: `smsc-${n}`, stat: "DELIVRD" });

describe("what an SMSC delivers", () => {
  test("is handed in as the source reads it", async () => {
    const { smsc, sink, settings } = await boundBench();
    await smsc.deliver(receipt(1));
    const [wire] = sink.wires;
    expect(wire).toMatchObject({ account: "carrier", url: "" });
    expect(wire && smppDeliverSm(kitOf(settings)).parse(wire)).toMatchObject({
      ok: true,
      natives: [{ type: "receipt.delivered", refs: [{ ref_value: "smsc-1" }] }],
    });
  });

  test("is answered only once it is durable", async () => {
    const { smsc, sink } = await boundBench();
    sink.hold();
    let answered: number | string | null = null;
    const delivered = smsc.deliver(receipt(1)).then((status) => (answered = status));
    await until(() => sink.waiting === 1);
    // Whatever was written meanwhile would have come before this answer.
    await new Promise<void>((resolve) => smsc.sessions[0]?.enquire_link({}, () => resolve()));
    expect(answered).toBeNull();
    sink.storeOne();
    await delivered;
    expect(answered).toBe(0);
  });

  test("is asked for again where it cannot be stored, and taken then", async () => {
    const { smsc, sink } = await boundBench();
    sink.refuse(true);
    expect(await smsc.deliver(receipt(1))).toBe(ESME_RX_T_APPN);
    sink.refuse(false);
    expect(await smsc.deliver(receipt(1))).toBe(0);
    expect(sink.wires.length).toBe(2);
  });

  test("is not answered where the connection has ended, and comes again with the next bind", async () => {
    const { smsc, sink, rebound } = await boundBench({}, { redeliver: true });
    sink.hold();
    const first = smsc.deliver(receipt(1));
    await until(() => sink.waiting === 1);
    smsc.cut();
    expect(await first).toBe("cut");
    sink.storeOne();
    await rebound();
    await until(() => sink.waiting === 1);
    const [one, other] = sink.wires.map(({ body }) => Buffer.from(body).toString().slice(32));
    expect(other).toBe(one);
  });

  test("is read no faster than it can be stored, and all of it in the end", async () => {
    const { smsc, sink, send } = await boundBench({ inbound_window: 3 });
    sink.hold();
    const delivered = Array.from({ length: 20 }, (_, n) => smsc.deliver(receipt(n)));
    await until(() => sink.waiting === 3);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(sink.wires.length).toBe(3);
    // While nothing is read no answer can be seen either: it is there when reading goes on.
    const sent = send();
    while (sink.wires.length < 20) {
      const before = sink.wires.length;
      sink.storeOne();
      await until(() => sink.wires.length === before + 1);
    }
    while (sink.waiting > 0) sink.storeOne();
    expect(await Promise.all(delivered)).toEqual(Array.from({ length: 20 }, () => 0));
    expect((await sent).kind).toBe("accepted");
  });

  test("does not make a link dead that is not read", async () => {
    const { smsc, sink, clock, transport, send } = await boundBench({ inbound_window: 1 });
    sink.hold();
    const delivered = smsc.deliver(receipt(1));
    await until(() => sink.waiting === 1);
    const sent = send();
    await until(() => smsc.submits.length === 1);
    await clock.advance(600_000);
    expect(transport.health().connectivity).toBe("healthy");
    sink.storeOne();
    expect(await delivered).toBe(0);
    expect((await sent).kind).toBe("accepted");
  });

  test("is not taken any more by a session that stops, but what is being stored is answered", async () => {
    const { smsc, sink, transport } = await boundBench();
    sink.hold();
    const first = smsc.deliver(receipt(1));
    await until(() => sink.waiting === 1);
    const stopped = transport.stop?.();
    expect(await smsc.deliver(receipt(2))).toBe(ESME_RX_T_APPN);
    sink.storeOne();
    expect(await first).toBe(0);
    await stopped;
    expect(sink.wires.length).toBe(1);
  });

  test("may be a data_sm", async () => {
    const { smsc, sink, settings } = await boundBench();
    const status = await new Promise<number>((resolve) => {
      smsc.sessions[0]?.data_sm(
        { ...replyFields(""), message_payload: "Hello" },
        ({ command_status }) => resolve(command_status),
      );
    });
    expect(status).toBe(0);
    const [wire] = sink.wires;
    expect(wire && smppDeliverSm(kitOf(settings)).parse(wire)).toMatchObject({
      natives: [{ type: "inbound.reply" }],
    });
  });
});

describe("the same words from a handset", () => {
  const keys = ({
    sink,
    settings,
  }: Awaited<ReturnType<typeof boundBench>>): (string | undefined)[] =>
    sink.wires.map((wire) => {
      const parsed = smppDeliverSm(kitOf(settings)).parse(wire);
      return parsed.ok ? parsed.natives[0]?.dedupeKey : undefined;
    });

  test("once more, after they were answered, are another message", async () => {
    const bench = await boundBench();
    await bench.smsc.deliver(replyFields("STOP"));
    await bench.smsc.deliver(replyFields("START"));
    await bench.smsc.deliver(replyFields("STOP"));
    expect(new Set(keys(bench)).size).toBe(3);
  });

  test("are the same message where the SMSC repeats what was not stored", async () => {
    const bench = await boundBench();
    bench.sink.refuse(true);
    await bench.smsc.deliver(replyFields("STOP"));
    bench.sink.refuse(false);
    await bench.smsc.deliver(replyFields("STOP"));
    expect(bench.sink.wires.length).toBe(2);
    expect(new Set(keys(bench)).size).toBe(1);
  });

  test("are the same message where the answer may have been lost with the connection", async () => {
    const bench = await boundBench();
    const { smsc, rebound } = bench;
    await smsc.deliver(replyFields("STOP"));
    smsc.cut();
    await rebound();
    await smsc.deliver(replyFields("STOP"));
    expect(new Set(keys(bench)).size).toBe(1);
  });

  test("are another message where the connection held long after the answer", async () => {
    const bench = await boundBench();
    const { smsc, clock, rebound } = bench;
    await smsc.deliver(replyFields("STOP"));
    await clock.advance(30_000);
    await smsc.deliver(receipt(1));
    await clock.advance(31_000);
    smsc.cut();
    await rebound();
    await smsc.deliver(replyFields("STOP"));
    expect(new Set(keys(bench)).size).toBe(3);
  });
});
