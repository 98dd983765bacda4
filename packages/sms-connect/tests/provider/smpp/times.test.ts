import fc from "fast-check";
import { PDU } from "smpp";
import { describe, expect, test } from "vitest";
import { encodePdu } from "../../../src/provider/smpp/pdu.ts";
import { planSubmit } from "../../../src/provider/smpp/submit.ts";
import { writeTime } from "../../../src/provider/smpp/times.ts";
import { settingsOf, START, submission } from "./harness.ts";

const absolute = { time_format: "absolute" } as const;
const relative = { time_format: "relative" } as const;
const minute = 60_000;
const day = 86_400_000;

describe("times", () => {
  test("are written in UTC", () => {
    expect(writeTime(absolute, START + 300, START)).toBe("260102120000300+");
  });

  test("are written from now where the SMSC wants that", () => {
    expect(writeTime(relative, START + day + 61 * minute + 5_000, START)).toBe("000001010105000R");
    expect(writeTime(relative, START - minute, START)).toBe("000000000000000R");
  });

  test("too far off for days alone are absolute all the same", () => {
    expect(writeTime(relative, START + 40 * day, START)).toBe("260211120000000+");
  });

  test("read as the same instant by another implementation", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 * 365 * 24 * 3_600 }), (seconds) => {
        const sendAt = START + seconds * 1_000;
        const plan = planSubmit(settingsOf(), submission({ sendAt, validUntil: sendAt + day }), {
          now: START,
          reference: 1,
        });
        if (!plan.ok || plan.parts[0] === undefined) throw new Error("no plan");
        const pdu = new PDU(Buffer.from(encodePdu("submit_sm", { sequence: 1, ...plan.parts[0] })));
        expect((pdu["schedule_delivery_time"] as Date).getTime()).toBe(sendAt);
        expect((pdu["validity_period"] as Date).getTime()).toBe(sendAt + day);
      }),
      { seed: 20_260_102, numRuns: 200 },
    );
  });
});
