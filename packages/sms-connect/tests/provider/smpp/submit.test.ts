import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { boundBench } from "./harness.ts";

describe("a submission over a bind", () => {
  test("is accepted under the id that the SMSC gives it", async () => {
    const { send, smsc } = await boundBench();
    expect(await send()).toMatchObject({
      kind: "accepted",
      messageIds: ["smsc-1"],
      as: "accepted",
      nativeStatus: "ESME_ROK",
    });
    expect(smsc.ledger).toMatchObject([{ from: "493012345", to: "4915112345678", text: "Hello" }]);
  });

  test("is bound by SMPP 3.4", async () => {
    const { smsc } = await boundBench();
    expect(smsc.binds).toMatchObject([{ system_id: "bound", password: "secret", interface_version: 0x34 }]);
    await until(() => true);
  });
});
