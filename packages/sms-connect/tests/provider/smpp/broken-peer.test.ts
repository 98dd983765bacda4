import fc from "fast-check";
import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { replyFields } from "../../support/smsc.ts";
import { boundBench, type Bench } from "./harness.ts";

const wire = ({ smsc }: Bench, hex: string): void =>
  void smsc.sessions.at(-1)?.socket.write(Buffer.from(hex, "hex"));

async function comesBack({ rebound, send }: Bench): Promise<void> {
  await rebound();
  expect((await send()).kind).toBe("accepted");
}

describe("an SMSC that breaks the protocol", () => {
  test.each([
    ["longer than any", "7fffffff000000050000000000000007"],
    ["shorter than its header", "0000000f000000050000000000000007"],
  ])("with a PDU %s is told so, and bound anew", async (_, hex) => {
    const bench = await boundBench();
    wire(bench, hex);
    await until(() => bench.smsc.heard.length === 1);
    expect(bench.smsc.heard).toMatchObject([
      { command: "generic_nack", command_status: 0x02, sequence_number: 7 },
    ]);
    await comesBack(bench);
  });

  test("leaves what was written unknown", async () => {
    const bench = await boundBench();
    bench.smsc.onSubmit = () => "silence";
    const sent = bench.send();
    await until(() => bench.smsc.submits.length === 1);
    wire(bench, "ffffffff");
    expect(await sent).toMatchObject({ kind: "unknown" });
  });

  test("with a command that nobody knows is told so, and goes on", async () => {
    const bench = await boundBench();
    wire(bench, "00000010000000630000000000000009");
    await until(() => bench.smsc.heard.length === 1);
    expect(bench.smsc.heard).toMatchObject([
      { command: "generic_nack", command_status: 0x03, sequence_number: 9 },
    ]);
    expect((await bench.send()).kind).toBe("accepted");
  });

  test("with a request that is ours to send is told so, and goes on", async () => {
    const bench = await boundBench();
    wire(bench, "0000001100000003000000000000000900");
    await until(() => bench.smsc.heard.length === 1);
    expect(bench.smsc.heard[0]).toMatchObject({ command: "generic_nack", sequence_number: 9 });
    expect((await bench.send()).kind).toBe("accepted");
  });

  test("with a deliver_sm that ends too early has it kept, and need not send it again", async () => {
    const bench = await boundBench();
    wire(bench, "0000001400000005000000000000000900010141");
    await until(() => bench.smsc.heard.length === 1);
    expect(bench.smsc.heard).toMatchObject([
      { command: "deliver_sm_resp", command_status: 0, sequence_number: 9 },
    ]);
    expect(bench.sink.wires.length).toBe(1);
  });

  test("with an answer to nothing is not minded", async () => {
    const bench = await boundBench();
    wire(bench, "0000001080000015000000000000ffff");
    wire(bench, "0000001280000004000000000000ffff3100");
    expect(await bench.smsc.deliver(replyFields("still here"))).toBe(0);
  });

  test("with an answer of another kind leaves the submission unknown", async () => {
    const bench = await boundBench();
    bench.smsc.onSubmit = ({ pdu }) => {
      const sequence = pdu.sequence_number.toString(16).padStart(8, "0");
      wire(bench, `000000108000001500000000${sequence}`);
      return "silence";
    };
    expect(await bench.send()).toEqual({
      kind: "unknown",
      reason: "answered by enquire_link_resp",
    });
  });

  test("with a generic_nack refuses the submission", async () => {
    const bench = await boundBench();
    bench.smsc.onSubmit = ({ pdu }) => {
      const sequence = pdu.sequence_number.toString(16).padStart(8, "0");
      wire(bench, `000000108000000000000002${sequence}`);
      return "silence";
    };
    expect(await bench.send()).toMatchObject({
      kind: "rejected",
      nativeStatus: "ESME_RINVCMDLEN",
    });
  });

  test("with an answer that cannot be read leaves the submission unknown", async () => {
    const bench = await boundBench();
    bench.smsc.onSubmit = ({ pdu }) => {
      const sequence = pdu.sequence_number.toString(16).padStart(8, "0");
      wire(bench, `000000168000000400000000${sequence}31000424ffff`);
      return "silence";
    };
    expect(await bench.send()).toEqual({
      kind: "unknown",
      reason: "the answer cannot be read",
    });
  });

  test("with garbage, whatever it is, is bound anew or goes on, and never holds the session", async () => {
    const bench = await boundBench();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), async (bytes) => {
        bench.smsc.sessions.at(-1)?.socket.end(Buffer.from(bytes));
        await comesBack(bench);
      }),
      { seed: 20_260_102, numRuns: 40 },
    );
  });
});
