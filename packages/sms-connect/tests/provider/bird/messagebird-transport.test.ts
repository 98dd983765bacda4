import { ManualClock } from "@underclaim/runtime/testing";
import { afterEach, describe, expect, test } from "vitest";
import { birdTransport } from "../../../src/provider/bird/transport.ts";
import { deafAddress } from "../../support/http-double.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { HOUR, legacy, NOW, REPORT_URL, settingsOf } from "./setup.ts";

let open: Awaited<ReturnType<typeof legacy>>[] = [];
const given = async (over: object = {}) => {
  const made = await legacy(over);
  open.push(made);
  return made;
};
afterEach(async () => {
  const closing = open;
  open = [];
  for (const { double } of closing) await double.close();
});
const OPTIONS = { clock: new ManualClock(NOW), fetch: globalThis.fetch, publicUrl: null };

describe("a submission to MessageBird", () => {
  test("is one recipient with our reference, without which nothing is reported", async () => {
    const { double, transport } = await given();
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: [double.messages[0]?.id],
      as: "accepted",
      nativeStatus: "sent",
    });
    expect(double.violations).toEqual([]);
    expect(JSON.parse(double.heard[0]?.body ?? "")).toEqual({
      originator: "447700900001",
      recipients: ["447700900000"],
      body: "Your document is ready.",
      type: "sms",
      datacoding: "plain",
      reference: submission().operation,
      reportUrl: REPORT_URL,
    });
  });

  test("that is to wait names its time and is scheduled", async () => {
    const { double, transport } = await given();
    const sendAt = NOW + HOUR;
    expect(
      await transport.submit(submission({ sendAt, validUntil: sendAt + HOUR }), NEVER),
    ).toMatchObject({ kind: "accepted", as: "scheduled", nativeStatus: "scheduled" });
    expect(double.violations).toEqual([]);
    expect(double.messages[0]).toMatchObject({
      scheduledDatetime: "2026-11-25T11:00:00+00:00",
      validity: 3_600,
    });
  });

  test("says how it is encoded, and never leaves that to be decided again", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ body: "Ę", encoding: "ucs2" }), NEVER);
    expect(double.messages[0]).toMatchObject({ datacoding: "unicode", body: "Ę" });
  });

  test.each([
    ["12345", "short_code"],
    ["MyBrand", "alphanumeric"],
  ] as const)("from %s is as documented", async (from, fromKind) => {
    const { double, transport } = await given();
    await transport.submit(submission({ from, fromKind }), NEVER);
    expect(double.violations).toEqual([]);
    expect(double.messages[0]?.originator).toBe(from);
  });

  test.each([{ report_url: undefined }, { webhook_secrets: [] }])(
    "with %j asks for no report",
    async (over) => {
      const { double, transport } = await given(over);
      await transport.submit(submission(), NEVER);
      expect(double.heard[0]?.body).not.toContain("reportUrl");
      expect(transport.features).not.toContain("delivery_receipts");
    },
  );
});

const rejected = (reason: string, status: number, code: string | null, retryable: boolean) => ({
  kind: "rejected",
  reason,
  nativeStatus: `HTTP ${status}`,
  code,
  retryable,
});
const errors = (code: number, parameter: string | null = null) => ({
  errors: [{ code, description: "…", parameter }],
});

describe("what became of a submission", () => {
  test.each([
    [401, errors(2, "access_key"), rejected("quota", 401, "2", true)],
    [422, errors(25), rejected("quota", 422, "25", true)],
    [422, errors(9, "recipients"), rejected("invalid_number", 422, "9", false)],
    [422, errors(10, "recipient"), rejected("invalid_number", 422, "10", false)],
    [422, errors(10, "originator"), rejected("sender_not_allowed", 422, "10", false)],
    [422, errors(10, "body"), rejected("content_invalid", 422, "10", false)],
    [422, errors(10, "constructor"), rejected("rejected", 422, "10", false)],
    [422, errors(77, "body"), rejected("rejected", 422, "77", false)],
    [402, "", rejected("quota", 402, null, true)],
    [405, "<html>", rejected("rejected", 405, null, false)],
    [408, "", { kind: "unknown", reason: "HTTP 408" }],
    [500, errors(99), { kind: "unknown", reason: "HTTP 500" }],
    [503, "", { kind: "unknown", reason: "HTTP 503" }],
    [301, "", { kind: "unknown", reason: "HTTP 301" }],
    [200, "{}", { kind: "unknown", reason: "The answer names no message." }],
  ])("after %i %j is told exactly", async (status, body, expected) => {
    const { double, transport } = await given();
    double.behave({ http: { status, body } });
    expect(await transport.submit(submission(), NEVER)).toEqual(expected);
  });

  test("after 429 is that nothing was sent", async () => {
    const { double, transport } = await given();
    double.behave({ http: { status: 429, retryAfter: 5 } });
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "not_sent",
      retryAt: NOW + 5_000,
      reason: "HTTP 429",
    });
  });

  test.each(["drop", "fail_after", "garbage"] as const)(
    "is unknown where MessageBird took it and then: %s",
    async (how) => {
      const { double, transport } = await given();
      double.behave(how);
      expect((await transport.submit(submission(), NEVER)).kind).toBe("unknown");
      expect(double.messages).toHaveLength(1);
      expect(transport.deduplicates).toBeUndefined();
    },
  );

  test("is unknown where the connection broke, or no answer came within the lease", async () => {
    const { double, transport } = await given();
    double.behave("reset", "stall");
    expect((await transport.submit(submission(), NEVER)).kind).toBe("unknown");
    const aborter = new AbortController();
    const answer = transport.submit(submission(), aborter.signal);
    await expect.poll(() => double.messages.length).toBe(1);
    aborter.abort();
    expect(await answer).toEqual({ kind: "unknown", reason: "AbortError" });
  });

  test("is that nothing was sent where nobody listens", async () => {
    const settings = settingsOf({ api: "messagebird", base_url: await deafAddress() });
    const transport = birdTransport(settings, OPTIONS);
    expect(await transport.submit(submission(), NEVER)).toMatchObject({ kind: "not_sent" });
    expect(transport.health().connectivity).toBe("unavailable");
  });

  test("shows whether the key is taken", async () => {
    const { transport } = await given({ api_key: "another" });
    expect(await transport.submit(submission(), NEVER)).toMatchObject({ reason: "quota" });
    expect(transport.health().credentials).toBe("expired");
  });
});

describe("a look-up", () => {
  test("finds by its reference what was taken although its answer was lost", async () => {
    const { clock, double, transport } = await given();
    double.behave("drop");
    await transport.submit(submission(), NEVER);
    await transport.submit(submission({ operation: "smsop_other" }), NEVER);
    await clock.advance(24 * HOUR);
    expect(await transport.lookup?.(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: [double.messages[0]?.id],
      as: "accepted",
      nativeStatus: "sent",
    });
    expect(double.violations).toEqual([]);
  });

  test("that finds nothing proves nothing", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ operation: "smsop_other" }), NEVER);
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
    double.behave({ http: { status: 500 } }, { http: { status: 200, body: "<html>" } });
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
  });
});

describe("a cancellation", () => {
  test("of what waits for its time is one", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ sendAt: NOW + HOUR }), NEVER);
    const ids = double.messages.map(({ id }) => id);
    expect(await transport.cancel?.(ids, NEVER)).toEqual({
      kind: "cancelled",
      nativeStatus: "deleted",
    });
    expect(double.messages).toEqual([]);
    expect(await transport.cancel?.(ids, NEVER)).toEqual({
      kind: "refused",
      nativeStatus: "HTTP 404",
      code: "20",
    });
  });

  test("of what was sent is refused", async () => {
    const { double, transport } = await given();
    await transport.submit(submission(), NEVER);
    const ids = double.messages.map(({ id }) => id);
    expect((await transport.cancel?.(ids, NEVER))?.kind).toBe("refused");
    expect(double.messages).toHaveLength(1);
  });

  test.each([
    [{ http: { status: 429 } }, { kind: "not_sent", retryAt: NOW + 30_000, reason: "HTTP 429" }],
    [{ http: { status: 500 } }, { kind: "unknown", reason: "HTTP 500" }],
    ["drop", { kind: "unknown", reason: expect.any(String) }],
  ] as const)("after %j is told exactly", async (behaviour, expected) => {
    const { double, transport } = await given();
    double.behave(behaviour);
    expect(await transport.cancel?.(["x"], NEVER)).toEqual(expected);
  });

  test("where nobody listens is still to be made", async () => {
    const settings = settingsOf({ api: "messagebird", base_url: await deafAddress() });
    const transport = birdTransport(settings, OPTIONS);
    expect(await transport.cancel?.(["x"], NEVER)).toMatchObject({ kind: "not_sent" });
  });
});
