import type { ProviderSink, WireRequest } from "@underclaim/runtime";
import { ManualClock } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { readNumber } from "../../../src/model/number.ts";
import type { SmsSubmission } from "../../../src/provider/port.ts";
import { SANDBOX_NUMBERS } from "../../../src/provider/sandbox/numbers.ts";
import { SandboxSettings } from "../../../src/provider/sandbox/settings.ts";
import { sandboxTransport } from "../../../src/provider/sandbox/transport.ts";

const START = Date.parse("2026-01-01T12:00:00Z");
const STEP = 1_000;

interface Told {
  readonly source: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function playing(to: string) {
  const clock = new ManualClock(START);
  const told: Told[] = [];
  const sink: ProviderSink = {
    receive: async (_tenant, source, wire: WireRequest) => {
      told.push({ source, body: JSON.parse(Buffer.from(wire.body).toString()) as Told["body"] });
    },
  };
  const settings = SandboxSettings.parse({ kind: "sandbox", account: "sandbox" });
  const transport = sandboxTransport(settings, { clock: clock.processClock().clock });
  await transport.start?.(sink);
  const submission: SmsSubmission = {
    tenant: "default",
    operation: "smsop_1",
    to,
    from: "+4917604069099",
    fromKind: "number",
    body: "Hello",
    encoding: "gsm7",
    segments: 1,
    sendAt: null,
    validUntil: null,
  };
  const answer = await transport.submit(submission, new AbortController().signal);
  const wait = (steps: number) => clock.advance(steps * STEP, async () => undefined);
  return { answer, told, wait, transport };
}

const statuses = (told: readonly Told[]) =>
  told.map(({ body }) => body["status"] ?? `reply: ${String(body["text"])}`);

describe("numbers that behave", () => {
  test("every one of them is a mobile number that may take SMS, and nobody's", () => {
    for (const { number } of SANDBOX_NUMBERS) {
      expect(number).toMatch(/^\+49176040690\d\d$/);
      expect(readNumber(number)).toMatchObject({ ok: true, number: { sms: "suitable" } });
    }
    expect(new Set(SANDBOX_NUMBERS.map(({ number }) => number)).size).toBe(SANDBOX_NUMBERS.length);
  });

  test.each(SANDBOX_NUMBERS.map((each) => [each.number, each.does, each] as const))(
    "%s %s",
    async (number, _does, { answer: expected, steps }) => {
      const { answer, told, wait } = await playing(number);
      await wait(4_000);
      const kind = typeof expected === "object" ? "rejected" : (expected ?? "accepted");
      expect(answer.kind).toBe(kind);
      const happening = steps.filter((step) => !("wait" in step));
      expect(told).toHaveLength(kind === "rejected" || kind === "not_sent" ? 0 : happening.length);
    },
  );

  test("any other number is delivered, step by step, each with its time", async () => {
    const { answer, told, wait } = await playing("+491701234567");
    expect(answer).toMatchObject({ kind: "accepted", messageIds: ["sb-smsop_1"] });
    expect(told).toEqual([]);
    await wait(1);
    expect(statuses(told)).toEqual(["carrier_accepted"]);
    await wait(1);
    expect(statuses(told)).toEqual(["carrier_accepted", "delivered"]);
    expect(told[1]).toMatchObject({
      source: "sandbox.status",
      body: { at: "2026-01-01T12:00:02.000Z", reference: "smsop_1", message_id: "sb-smsop_1" },
    });
  });

  test("a doubled receipt is the same word for word", async () => {
    const { told, wait } = await playing("+4917604069003");
    await wait(5);
    expect(told).toHaveLength(3);
    expect(told[2]).toEqual(told[1]);
  });

  test("a reply comes from the number to the sender", async () => {
    const { told, wait } = await playing("+4917604069009");
    await wait(3);
    expect(told.at(-1)).toMatchObject({
      source: "sandbox.inbound",
      body: { from: "+4917604069009", to: "+4917604069099", text: "STOP" },
    });
  });

  test("nothing happens any more after it was stopped", async () => {
    const { told, wait, transport } = await playing("+4917604069000");
    await transport.stop?.();
    await wait(10);
    expect(told).toEqual([]);
  });
});
