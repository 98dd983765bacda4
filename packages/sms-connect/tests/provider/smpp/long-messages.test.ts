import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { boundBench } from "./harness.ts";

const body = `${"0123456789".repeat(31)}€end`;

describe("a message of several parts at another implementation", () => {
  test("by udh: each part has a header that numbers it, and an id of its own", async () => {
    const { smsc, send } = await boundBench({ long_messages: "udh" });
    expect(await send({ body, segments: 3 })).toMatchObject({
      kind: "accepted",
      messageIds: ["smsc-1", "smsc-2", "smsc-3"],
      metadata: { parts: 3, parts_accepted: 3 },
    });
    expect(smsc.submits.map(({ text }) => text).join("")).toBe(body);
    const headers = smsc.submits.map(({ udh }) => [...(udh[0] ?? [])]);
    const reference = headers[0]?.[2];
    expect(headers).toEqual([1, 2, 3].map((index) => [0, 3, reference, 3, index]));
    expect(smsc.submits.map(({ pdu }) => pdu["esm_class"])).toEqual([0x40, 0x40, 0x40]);
  });

  test("by udh: the next message has another reference", async () => {
    const { smsc, send } = await boundBench();
    await send({ body });
    await send({ body });
    const references = new Set(smsc.submits.map(({ udh }) => udh[0]?.[2]));
    expect(references.size).toBe(2);
  });

  test("by sar: parameters number the parts", async () => {
    const { smsc, send } = await boundBench({ long_messages: "sar" });
    expect(await send({ body })).toMatchObject({ messageIds: ["smsc-1", "smsc-2", "smsc-3"] });
    expect(smsc.submits.map(({ text }) => text).join("")).toBe(body);
    const [first, ...others] = smsc.submits.map(({ pdu }) => pdu);
    expect(others.map((pdu) => pdu["sar_msg_ref_num"])).toEqual(
      [1, 2].map(() => first?.["sar_msg_ref_num"]),
    );
    expect(
      smsc.submits.map(({ pdu }) => [pdu["sar_segment_seqnum"], pdu["sar_total_segments"]]),
    ).toEqual([1, 2, 3].map((index) => [index, 3]));
  });

  test("by message_payload: the SMSC has it whole, under one id", async () => {
    const { smsc, send, transport } = await boundBench({ long_messages: "message_payload" });
    expect(await send({ body })).toMatchObject({ messageIds: ["smsc-1"], metadata: { parts: 1 } });
    expect(smsc.submits.map(({ text }) => text)).toEqual([body]);
    expect(transport.namesParts).toBe(false);
  });

  test("in UCS-2 is read as it was written", async () => {
    const { smsc, send } = await boundBench();
    const greek = "Γειά σου Κόσμε 🙂 ".repeat(8);
    await send({ body: greek, encoding: "ucs2" });
    expect(smsc.submits.map(({ text }) => text).join("")).toBe(greek);
    expect(smsc.submits.map(({ pdu }) => pdu["data_coding"])).toEqual([8, 8, 8]);
  });

  test("whose second part is refused is not sent on, and says that it is not whole", async () => {
    const { smsc, send } = await boundBench();
    smsc.onSubmit = ({ n }) => (n === 2 ? { status: 0x45 } : {});
    expect(await send({ body })).toMatchObject({
      kind: "accepted",
      messageIds: ["smsc-1"],
      metadata: { parts: 3, parts_accepted: 1, parts_refused: 1, parts_not_sent: 1 },
    });
    expect(smsc.submits.length).toBe(2);
  });

  test("goes on over the next bind with the part that had not been taken", async () => {
    const { smsc, send, rebound } = await boundBench();
    smsc.onSubmit = ({ n }) => (n === 2 ? { status: 0x58 } : {});
    const sending = send({ body: "x".repeat(300) });
    await until(() => smsc.submits.length === 2);
    smsc.cut();
    await rebound();
    expect(await sending).toMatchObject({ kind: "accepted", messageIds: ["smsc-1", "smsc-2"] });
    expect(smsc.submits.map(({ udh }) => udh[0]?.[4])).toEqual([1, 2, 2]);
    expect(new Set(smsc.submits.map(({ udh }) => udh[0]?.[2])).size).toBe(1);
  });
});
