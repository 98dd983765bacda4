import { ManualClock } from "@underclaim/runtime/testing";
import { afterEach, describe, expect, test } from "vitest";
import { birdTransport } from "../../../src/provider/bird/transport.ts";
import { problem, type BirdBehaviour } from "../../support/bird-double.ts";
import { deafAddress } from "../../support/http-double.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { HOUR, NOW, settingsOf, workspace } from "./setup.ts";

let open: Awaited<ReturnType<typeof workspace>>[] = [];
const given = async (over: object = {}) => {
  const made = await workspace(over);
  open.push(made);
  return made;
};
afterEach(async () => {
  const closing = open;
  open = [];
  for (const { double } of closing) await double.close();
});
const OPTIONS = { clock: new ManualClock(NOW), fetch: globalThis.fetch, publicUrl: null };
const answering = (said: ReturnType<typeof problem>): BirdBehaviour => ({
  http: { status: said.status, body: said.body },
});
const AVAILABLE = { connectivity: "healthy", credentials: "valid", degradations: [] };

describe("a submission", () => {
  test("is one message under a key of its operation, by which its events are known", async () => {
    const { double, transport } = await given();
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: [double.messages[0]?.id],
      as: "accepted",
      nativeStatus: "accepted",
      metadata: { billed_segments: 1 },
    });
    expect(double.violations).toEqual([]);
    const [heard] = double.heard;
    expect(heard?.headers["idempotency-key"]).toBe(`send-sms/${submission().operation}`);
    expect(JSON.parse(heard?.body ?? "")).toEqual({
      to: "+447700900000",
      from: "+447700900001",
      text: "Your document is ready.",
      category: "transactional",
      metadata: { underclaim_operation: submission().operation },
      tags: [{ name: "underclaim_operation", value: submission().operation }],
    });
  });

  test("asks for no time, neither to send it nor to end, which Bird would refuse", async () => {
    const { double, transport } = await given();
    await transport.submit(submission({ validUntil: NOW + HOUR }), NEVER);
    expect(double.violations).toEqual([]);
    expect(transport.features).not.toContain("scheduled_send");
    expect(transport.cancel).toBeUndefined();
  });

  test.each([
    ["12345", "short_code"],
    ["MyBrand", "alphanumeric"],
  ] as const)("from %s is as documented", async (from, fromKind) => {
    const { double, transport } = await given({ category: "marketing" });
    await transport.submit(submission({ from, fromKind }), NEVER);
    expect(double.violations).toEqual([]);
    expect(double.messages[0]).toMatchObject({ from, category: "marketing" });
  });

  test("whose operation's name is no tag goes without", async () => {
    const { double, transport } = await given();
    const operation = "x".repeat(65);
    await transport.submit(submission({ operation }), NEVER);
    expect(double.violations).toEqual([]);
    expect(double.messages[0]?.tags).toBeUndefined();
    expect(double.messages[0]?.metadata).toEqual({ underclaim_operation: operation });
    expect(await transport.lookup?.(submission({ operation }), NEVER)).toBeNull();
    expect(double.heard).toHaveLength(1);
  });
});

describe("the same submission once more", () => {
  test("is the same message, for as long as the transport says", async () => {
    const { clock, double, transport } = await given();
    double.behave("drop");
    expect((await transport.submit(submission(), NEVER)).kind).toBe("unknown");
    await clock.advance((transport.deduplicates?.ttlMs ?? 0) - 1);
    expect(await transport.submit(submission(), NEVER)).toMatchObject({
      kind: "accepted",
      messageIds: [double.messages[0]?.id],
    });
    expect(double.messages).toHaveLength(1);
    expect(double.violations).toEqual([]);
  });

  test("would be another after three hours, of which the transport says nothing", async () => {
    const { clock, double, transport } = await given();
    await transport.submit(submission(), NEVER);
    await clock.advance(3 * HOUR);
    await transport.submit(submission(), NEVER);
    expect(double.messages).toHaveLength(2);
    expect(transport.deduplicates?.ttlMs).toBeLessThan(3 * HOUR);
  });

  test("is unknown while the first is under way, and where the first said something else", async () => {
    const { double, transport } = await given();
    double.behave("stall");
    const aborter = new AbortController();
    const first = transport.submit(submission(), aborter.signal);
    await expect.poll(() => double.messages.length).toBe(1);
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "unknown",
      reason: "E01004",
    });
    aborter.abort();
    expect(await first).toEqual({ kind: "unknown", reason: "AbortError" });

    const other = submission({ operation: "smsop_other" });
    await transport.submit(other, NEVER);
    expect(await transport.submit({ ...other, body: "Something else." }, NEVER)).toEqual({
      kind: "unknown",
      reason: "E01005",
    });
    expect(double.messages).toHaveLength(2);
  });
});

const rejected = (
  reason: string,
  nativeStatus: string,
  code: string | null,
  retryable: boolean,
) => ({ kind: "rejected", reason, nativeStatus, code, retryable });
const invalid = (param: string) =>
  problem(422, "validation_error", "E01001", "ValidationError", [{ param, message: "…" }]);
const business = (name: string) => problem(422, "validation_error", "E12345", name);

describe("what became of a submission", () => {
  test.each([
    [
      business("SMSInvalidRecipient"),
      rejected("invalid_number", "SMSInvalidRecipient", "E12345", false),
    ],
    [
      business("SMSNoEligibleSender"),
      rejected("sender_not_allowed", "SMSNoEligibleSender", "E12345", true),
    ],
    [
      business("SMSUnsupportedFeature"),
      rejected("rejected", "SMSUnsupportedFeature", "E12345", false),
    ],
    [business("SMSRuleOfTomorrow"), rejected("rejected", "SMSRuleOfTomorrow", "E12345", false)],
    [invalid("to"), rejected("invalid_number", "ValidationError", "E01001", false)],
    [invalid("from"), rejected("sender_not_allowed", "ValidationError", "E01001", false)],
    [invalid("text"), rejected("content_invalid", "ValidationError", "E01001", false)],
    [invalid("constructor"), rejected("rejected", "ValidationError", "E01001", false)],
    [problem(400, "bad_request_error", "E1", "Bad"), rejected("rejected", "Bad", "E1", false)],
    [problem(401, "auth_error", "E2", "NoKey"), rejected("quota", "NoKey", "E2", true)],
    [problem(402, "billing_error", "E3", "NoMoney"), rejected("quota", "NoMoney", "E3", true)],
    [problem(403, "permission_error", "E4", "NotYours"), rejected("quota", "NotYours", "E4", true)],
    [problem(421, "misdirected_error", "E5", "NotHere"), rejected("quota", "NotHere", "E5", true)],
    [{ status: 404, body: "<html>" }, rejected("rejected", "HTTP 404", null, false)],
    [problem(409, "conflict_error", "E01005", "x"), { kind: "unknown", reason: "E01005" }],
    [
      { status: 409, body: "" },
      { kind: "unknown", reason: "HTTP 409" },
    ],
    [problem(425, "too_early_error", "E6", "x"), { kind: "unknown", reason: "HTTP 425" }],
    [problem(500, "internal_error", "E7", "x"), { kind: "unknown", reason: "HTTP 500" }],
    [problem(503, "service_unavailable_error", "E8", "x"), { kind: "unknown", reason: "HTTP 503" }],
    [
      problem(503, "service_unavailable_error", "E01033", "IdempotencyUnavailable"),
      { kind: "not_sent", retryAt: NOW + 30_000, reason: "E01033" },
    ],
    [
      { status: 302, body: "" },
      { kind: "unknown", reason: "HTTP 302" },
    ],
  ])("after %j is told exactly", async (said, expected) => {
    const { double, transport } = await given();
    // fetch asks once more by itself after 421, on another connection.
    double.behave(answering(said), answering(said));
    expect(await transport.submit(submission(), NEVER)).toEqual(expected);
    expect(double.messages).toEqual([]);
  });

  test("after 429 is that nothing was sent, until Bird says so", async () => {
    const { double, transport } = await given();
    double.behave({ http: { status: 429, retryAfter: 3 } });
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "not_sent",
      retryAt: NOW + 3_000,
      reason: "HTTP 429",
    });
    expect(transport.health()).toEqual({ ...AVAILABLE, degradations: ["throttled"] });
  });

  test.each(["reset", "garbage"] as const)("is unknown after: %s", async (how) => {
    const { double, transport } = await given();
    double.behave(how);
    expect((await transport.submit(submission(), NEVER)).kind).toBe("unknown");
  });

  test("is that nothing was sent where nobody listens", async () => {
    const transport = birdTransport(settingsOf({ base_url: await deafAddress() }), OPTIONS);
    expect(await transport.submit(submission(), NEVER)).toEqual({
      kind: "not_sent",
      retryAt: NOW + 30_000,
      reason: "ECONNREFUSED",
    });
  });
});

describe("where Bird is", () => {
  const asked = async (over: object): Promise<string[]> => {
    const urls: string[] = [];
    const fetch: typeof globalThis.fetch = (url) => {
      urls.push(url instanceof Request ? url.url : url.toString());
      return Promise.reject(new Error("not asked here"));
    };
    await birdTransport(settingsOf(over), { ...OPTIONS, fetch }).submit(submission(), NEVER);
    return urls;
  };

  test("is what the key says, unless the configuration does", async () => {
    expect(await asked({})).toEqual(["https://eu1.platform.bird.com/v1/sms/messages"]);
    expect(await asked({ region: "us1" })).toEqual([
      "https://us1.platform.bird.com/v1/sms/messages",
    ]);
    expect(await asked({ base_url: "https://gateway.example.org/bird/" })).toEqual([
      "https://gateway.example.org/bird/v1/sms/messages",
    ]);
  });

  test("is nowhere by a key that says none: nothing is sent, and it is missing", async () => {
    for (const api_key of ["token", "bk_", "bk_eu1_", "bk_../x_token"]) {
      const transport = birdTransport(settingsOf({ api_key }), OPTIONS);
      expect(await transport.submit(submission(), NEVER)).toMatchObject({ kind: "not_sent" });
      expect(transport.health().credentials).toBe("missing");
    }
  });
});

describe("a look-up", () => {
  test("finds what was taken although its answer was lost", async () => {
    const { double, transport } = await given();
    double.behave("drop");
    await transport.submit(submission(), NEVER);
    await transport.submit(submission({ operation: "smsop_other" }), NEVER);
    expect(await transport.lookup?.(submission(), NEVER)).toMatchObject({
      kind: "accepted",
      messageIds: [double.messages[0]?.id],
    });
    expect(double.violations).toEqual([]);
  });

  test("finds why Bird has rejected it", async () => {
    const { double, transport } = await given();
    await transport.submit(submission(), NEVER);
    const last_error = { code: "recipient_opted_out", description: "", occurred_at: "" };
    double.report(double.messages[0]?.id ?? "", { status: "rejected", last_error });
    expect(await transport.lookup?.(submission(), NEVER)).toEqual({
      kind: "rejected",
      reason: "provider_suppressed",
      retryable: false,
      nativeStatus: "rejected",
      code: "recipient_opted_out",
    });
  });

  test("that finds nothing proves nothing", async () => {
    const { double, transport } = await given();
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
    double.behave({ http: { status: 500 } }, { http: { status: 200, body: "<html>" } });
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
    expect(await transport.lookup?.(submission(), NEVER)).toBeNull();
  });
});

describe("health", () => {
  test("is what the last answer showed", async () => {
    const { double, transport } = await given();
    expect(transport.health().connectivity).toBe("unknown");
    await transport.submit(submission(), NEVER);
    expect(transport.health()).toEqual(AVAILABLE);
    double.behave("drop");
    await transport.submit(submission(), NEVER);
    expect(transport.health()).toMatchObject({ connectivity: "degraded", credentials: "valid" });
  });

  test("tells of a key that Bird does not take", async () => {
    const { transport } = await given({ api_key: "bk_eu1_another" });
    expect(await transport.submit(submission(), NEVER)).toMatchObject({ reason: "quota" });
    expect(transport.health().credentials).toBe("expired");
  });
});

test("what needs a secret is not offered where there is none", () => {
  const without = birdTransport(settingsOf({ webhook_secrets: [] }), OPTIONS).features;
  const features = birdTransport(settingsOf(), OPTIONS).features;
  for (const feature of ["delivery_receipts", "inbound_sms", "status_callbacks"] as const) {
    expect(without).not.toContain(feature);
    expect(features).toContain(feature);
  }
});
