import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { bench, boundBench, never, START } from "./harness.ts";

describe("a message that the SMSC holds", () => {
  test("until its time is told it so", async () => {
    const { smsc, send, transport } = await boundBench({ scheduled_send: true });
    expect(transport.features).toContain("scheduled_send");
    const sendAt = START + 3_600_000;
    expect(await send({ sendAt })).toMatchObject({ kind: "accepted", as: "scheduled" });
    expect(smsc.submits[0]?.pdu["schedule_delivery_time"]).toEqual(new Date(sendAt));
  });

  test("is withdrawn by its id and its addresses", async () => {
    const { smsc, send, transport } = await boundBench();
    await send();
    expect(await transport.cancel?.(["smsc-1"], never)).toEqual({
      kind: "cancelled",
      nativeStatus: "ESME_ROK",
    });
    expect(smsc.cancels).toMatchObject([
      {
        message_id: "smsc-1",
        source_addr_ton: 1,
        source_addr: "493012345",
        destination_addr: "4915112345678",
      },
    ]);
  });

  test("is withdrawn by the id that the SMSC has written, though another name counts here", async () => {
    const settings = { submit_id: "hex", receipt_id: "decimal" };
    const { smsc, send, transport } = await boundBench(settings, { id: () => "00AF" });
    expect(await send()).toMatchObject({ messageIds: ["175"] });
    await transport.cancel?.(["175"], never);
    expect(smsc.cancels[0]?.message_id).toBe("00AF");
  });

  test("and that an earlier process has sent is withdrawn by its id alone", async () => {
    const { smsc, transport } = await boundBench({ submit_id: "hex", receipt_id: "decimal" });
    await transport.cancel?.(["175"], never);
    expect(smsc.cancels).toMatchObject([
      { message_id: "af", source_addr: "", destination_addr: "" },
    ]);
  });

  test.each([
    [0x11, "ESME_RCANCELFAIL"],
    [0x0c, "ESME_RINVMSGID"],
  ])("and has sent is not withdrawn any more: %i", async (status, name) => {
    const { smsc, transport } = await boundBench();
    smsc.onCancel = () => status;
    expect(await transport.cancel?.(["smsc-1", "smsc-2"], never)).toEqual({
      kind: "refused",
      nativeStatus: name,
      code: `0x${status.toString(16).padStart(8, "0")}`,
    });
    expect(smsc.cancels.length).toBe(1);
  });

  test("is withdrawn only whole", async () => {
    const { smsc, transport } = await boundBench();
    smsc.onCancel = ({ message_id }) => (message_id === "b" ? 0x11 : 0);
    expect(await transport.cancel?.(["a", "b"], never)).toMatchObject({ kind: "refused" });
    expect(smsc.cancels.map(({ message_id }) => message_id)).toEqual(["a", "b"]);
  });

  test("cannot be asked for without a session", async () => {
    const { transport } = await bench({ port: 1 });
    await until(() => transport.health().connectivity === "unavailable");
    expect(await transport.cancel?.(["a"], never)).toMatchObject({ kind: "not_sent" });
  });
});
