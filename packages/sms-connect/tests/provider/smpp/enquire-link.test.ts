import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { receiptFields } from "../../support/smsc.ts";
import { boundBench } from "./harness.ts";

describe("a link on which nothing is heard", () => {
  test("is asked after at its interval, and stays while it answers", async () => {
    const { smsc, transport, clock } = await boundBench();
    for (let asked = 1; asked <= 4; asked += 1) {
      await clock.advance(29_999);
      expect(smsc.enquiries).toBe(asked - 1);
      await clock.advance(1);
      await until(() => smsc.enquiries === asked);
      // The answer counts as heard at this instant: it is on its way back before this one is.
      await smsc.deliver(receiptFields({ id: "x", stat: "ENROUTE" }));
    }
    expect(transport.health().connectivity).toBe("healthy");
    expect(smsc.binds.length).toBe(1);
  });

  test("is not asked after while it speaks", async () => {
    const { smsc, clock } = await boundBench();
    for (let turn = 0; turn < 5; turn += 1) {
      await clock.advance(20_000);
      await smsc.deliver(receiptFields({ id: `r${turn}`, stat: "ENROUTE" }));
    }
    expect(smsc.enquiries).toBe(0);
  });

  test("that answers nothing is given up, and what was written is unknown", async () => {
    const { smsc, transport, clock, send, bound } = await boundBench();
    smsc.answersEnquiries = false;
    smsc.onSubmit = () => "silence";
    const sent = send();
    await until(() => smsc.submits.length === 1);
    await clock.advance(74_999);
    expect(smsc.binds.length).toBe(1);
    await clock.advance(1);
    await until(() => transport.health().connectivity === "unavailable");
    expect((await sent).kind).toBe("unknown");
    await clock.advance(750);
    await bound();
  });

  test("answers an enquiry of the SMSC", async () => {
    const { smsc } = await boundBench();
    const answer = new Promise<number>((resolve) => {
      smsc.sessions[0]?.enquire_link({}, ({ command_status: status }) => resolve(status));
    });
    expect(await answer).toBe(0);
  });
});
