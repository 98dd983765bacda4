import { afterEach, describe, expect, test } from "vitest";
import { sinchTransport } from "../../../src/provider/sinch/transport.ts";
import { ManualClock } from "@underclaim/runtime/testing";
import { deafAddress } from "../../support/http-double.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { HOUR, NOW, plan, settingsOf } from "./setup.ts";

let open: Awaited<ReturnType<typeof plan>>[] = [];
const given = async (...args: Parameters<typeof plan>) => {
  const made = await plan(...args);
  open.push(made);
  return made;
};
afterEach(async () => {
  const closing = open;
  open = [];
  for (const { double } of closing) await double.close();
});

describe("a submission", () => {
  test("is a batch of one recipient that reports to this account's source by our reference", async () => {
    const { double, transport } = await given();
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: [double.batches[0]?.id],
      as: "accepted",
      nativeStatus: "created",
    });
    expect(double.violations).toEqual([]);
    expect(JSON.parse(double.heard[0]?.body ?? "")).toEqual({
      type: "mt_text",
      to: ["+447700900000"],
      from: "+447700900001",
      body: "Your document is ready.",
      delivery_report: "per_recipient",
      client_reference: submission().operation,
      callback_url:
        "https://sms.example.org/adapter/events/provider/sinch.delivery_report/sinch-eu",
    });
  });

  test("that Sinch is to hold names its time and is scheduled", async () => {
    const { double, transport } = await given();
    const sendAt = NOW + HOUR;
    const answer = await transport.submit(submission({ sendAt, validUntil: sendAt + HOUR }), NEVER);
    expect(answer).toMatchObject({ kind: "accepted", as: "scheduled" });
    expect(double.batches[0]).toMatchObject({
      send_at: "2026-11-25T11:00:00.000Z",
      expire_at: "2026-11-25T12:00:00.000Z",
    });
    expect(double.violations).toEqual([]);
  });

  test("valid for longer than Sinch tries leaves its end to Sinch's own, which is the same", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ validUntil: NOW + 80 * HOUR }), NEVER);
    expect(double.batches[0]?.expire_at).toBeUndefined();
    expect(double.violations).toEqual([]);
  });

  test("from the service plan's pool leaves the originator to Sinch", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ from: "pool", fromKind: "pool" }), NEVER);
    expect(double.batches[0]?.from).toBeUndefined();
  });

  test.each([
    ["no public address", {}, null],
    ["no secret that could verify a report", { webhook_secrets: [] }, "https://sms.example.org"],
  ])("with %s asks for no address of its own", async (_, over, publicUrl) => {
    const { double, transport } = await given(over, publicUrl);
    await transport.submit(submission(), NEVER);
    expect(double.batches[0]?.callback_url).toBeUndefined();
  });
});

describe("what became of a submission", () => {
  test.each([
    [429, { retryAfter: 7 }, { kind: "not_sent", retryAt: NOW + 7_000, reason: "HTTP 429" }],
    [429, {}, { kind: "not_sent", retryAt: NOW + 30_000, reason: "HTTP 429" }],
    [500, {}, { kind: "unknown", reason: "HTTP 500" }],
    [503, { retryAfter: 7 }, { kind: "unknown", reason: "HTTP 503" }],
    [502, { body: "<html>bad gateway" }, { kind: "unknown", reason: "HTTP 502" }],
    [408, {}, { kind: "unknown", reason: "HTTP 408" }],
    [307, {}, { kind: "unknown", reason: "HTTP 307" }],
    [
      400,
      { body: { code: "syntax_invalid_parameter_format", text: "'x' is no MSISDN" } },
      {
        kind: "rejected",
        reason: "rejected",
        code: "syntax_invalid_parameter_format",
        nativeStatus: "HTTP 400",
        retryable: false,
      },
    ],
    [
      403,
      { body: { code: "unknown_campaign", text: "…" } },
      {
        kind: "rejected",
        reason: "sender_not_registered",
        code: "unknown_campaign",
        nativeStatus: "HTTP 403",
        retryable: true,
      },
    ],
    [
      403,
      { body: { code: "a_code_of_tomorrow" } },
      {
        kind: "rejected",
        reason: "rejected",
        code: "a_code_of_tomorrow",
        nativeStatus: "HTTP 403",
        retryable: false,
      },
    ],
    [
      401,
      {},
      { kind: "rejected", reason: "quota", code: null, nativeStatus: "HTTP 401", retryable: true },
    ],
    [
      404,
      {},
      { kind: "rejected", reason: "quota", code: null, nativeStatus: "HTTP 404", retryable: true },
    ],
  ])("after HTTP %i %j is told exactly", async (status, more, expected) => {
    const { double, transport } = await given();
    double.behave({ http: { status, ...more } });
    expect(await transport.submit(submission(), NEVER)).toEqual(expected);
    expect(double.batches).toEqual([]);
  });

  test.each(["drop", "fail_after"] as const)(
    "is unknown where Sinch took it and then: %s",
    async (how) => {
      const { double, transport } = await given();
      double.behave(how);
      expect((await transport.submit(submission(), NEVER)).kind).toBe("unknown");
      expect(double.batches).toHaveLength(1);
    },
  );

  test("is unknown where the connection broke before anything was read", async () => {
    const { double, transport } = await given();
    double.behave("reset");
    expect((await transport.submit(submission(), NEVER)).kind).toBe("unknown");
  });

  test("is unknown where the answer names no batch", async () => {
    const { double, transport } = await given();
    double.behave("garbage");
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "unknown",
      reason: "The answer names no message.",
    });
  });

  test("is unknown where Sinch does not answer within the lease", async () => {
    const { double, transport } = await given();
    double.behave("stall");
    const aborter = new AbortController();
    const answer = transport.submit(submission(), aborter.signal);
    await expect.poll(() => double.batches.length).toBe(1);
    aborter.abort();
    expect(await answer).toEqual({ kind: "unknown", reason: "AbortError" });
  });

  test("is that nothing was sent where nobody listens", async () => {
    const settings = settingsOf({ base_url: await deafAddress() });
    const options = { clock: new ManualClock(NOW), fetch: globalThis.fetch, publicUrl: null };
    const transport = sinchTransport(settings, options);
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "not_sent",
      retryAt: NOW + 30_000,
      reason: "ECONNREFUSED",
    });
    expect(transport.health()).toEqual({
      connectivity: "unavailable",
      credentials: "unknown",
      degradations: ["ECONNREFUSED"],
    });
  });
});

describe("a look-up", () => {
  test("finds what was taken although its answer was lost, a week later", async () => {
    const { clock, double, transport } = await given();
    double.behave("drop");
    await transport.submit(submission(), NEVER);
    await clock.advance(7 * 24 * HOUR);
    expect(await transport.lookup?.(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: [double.batches[0]?.id],
      as: "accepted",
      nativeStatus: "created",
    });
    expect(double.violations).toEqual([]);
  });

  test("that finds nothing proves nothing", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ operation: "smsop_another" }), NEVER);
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
    double.behave({ http: { status: 500 } }, "garbage");
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
  });
});

describe("a cancellation", () => {
  test("of what Sinch still holds is one", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ sendAt: NOW + HOUR }), NEVER);
    const ids = double.batches.map(({ id }) => id);
    expect(await transport.cancel?.(ids, NEVER)).toEqual({
      kind: "cancelled",
      nativeStatus: "canceled",
    });
    expect(double.batches[0]?.canceled).toBe(true);
    expect(double.violations).toEqual([]);
  });

  test("of what waits in Sinch's queue is one, by the batch's report", async () => {
    const { double, transport } = await given();
    await transport.submit(submission(), NEVER);
    const ids = double.batches.map(({ id }) => id);
    expect(await transport.cancel?.(ids, NEVER)).toEqual({
      kind: "cancelled",
      nativeStatus: "Cancelled",
    });
    expect(double.violations).toEqual([]);
  });

  test.each(["Dispatched", "Delivered"])(
    "is none where Sinch says 200 and the message was %s before",
    async (status) => {
      const { double, transport } = await given();
      await transport.submit(submission(), NEVER);
      const [batch] = double.batches;
      double.report(batch?.id ?? "", { status, code: 0 });
      expect(await transport.cancel?.([batch?.id ?? ""], NEVER)).toEqual({
        kind: "refused",
        nativeStatus: status,
        code: null,
      });
    },
  );

  test("whose time has come, and of which no report tells, is unknown", async () => {
    const { clock, double, transport } = await given();
    await transport.submit(submission({ sendAt: NOW + HOUR }), NEVER);
    await clock.advance(2 * HOUR);
    const [batch] = double.batches;
    double.report(batch?.id ?? "", null);
    expect((await transport.cancel?.([batch?.id ?? ""], NEVER))?.kind).toBe("unknown");
  });

  test.each([
    [{ http: { status: 404 } }, { kind: "refused", nativeStatus: "HTTP 404", code: null }],
    [{ http: { status: 429 } }, { kind: "not_sent", retryAt: NOW + 30_000, reason: "HTTP 429" }],
    [{ http: { status: 500 } }, { kind: "unknown", reason: "HTTP 500" }],
  ] as const)("after %j is told exactly", async (behaviour, expected) => {
    const { double, transport } = await given();
    double.behave(behaviour);
    expect(await transport.cancel?.(["01FC66621XXXXX119Z8PMV0000"], NEVER)).toEqual(expected);
  });
});

describe("health", () => {
  test("is what the last answer showed", async () => {
    const { double, transport } = await given();
    expect(transport.health().connectivity).toBe("unknown");
    await transport.submit(submission(), NEVER);
    expect(transport.health()).toEqual({
      connectivity: "healthy",
      credentials: "valid",
      degradations: [],
    });
    double.behave({ http: { status: 500 } }, { http: { status: 429 } });
    await transport.submit(submission(), NEVER);
    expect(transport.health()).toMatchObject({ connectivity: "degraded", credentials: "valid" });
    await transport.submit(submission(), NEVER);
    expect(transport.health().degradations).toEqual(["throttled"]);
  });

  test("tells of a token that Sinch does not take", async () => {
    const { transport } = await given({ api_token: "another" });
    expect(await transport.submit(submission(), NEVER)).toMatchObject({ reason: "quota" });
    expect(transport.health().credentials).toBe("expired");
  });
});

describe("what is offered", () => {
  test("leaves out what needs a secret where there is none", () => {
    const options = { clock: new ManualClock(NOW), fetch: globalThis.fetch, publicUrl: null };
    const { features } = sinchTransport(settingsOf({ webhook_secrets: [] }), options);
    expect(features).not.toContain("delivery_receipts");
    expect(features).not.toContain("inbound_sms");
    expect(sinchTransport(settingsOf(), options).features).toContain("delivery_receipts");
  });

  test("is no deduplication: what is unknown is not sent again", () => {
    const options = { clock: new ManualClock(NOW), fetch: globalThis.fetch, publicUrl: null };
    expect(sinchTransport(settingsOf(), options).deduplicates).toBeUndefined();
  });
});
