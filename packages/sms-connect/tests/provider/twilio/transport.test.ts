import { ManualClock } from "@underclaim/runtime/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { twilioTransport } from "../../../src/provider/twilio/transport.ts";
import { deafAddress } from "../../support/http-double.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { twilioDouble, type TwilioDouble } from "../../support/twilio-double.ts";
import { ACCOUNT_SID, AUTH_TOKEN, SERVICE_SID, twilioAccount } from "./account.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const API_KEY = { sid: "SK0123456789abcdef0123456789abcdef", secret: "key-secret" };

let double: TwilioDouble;
beforeEach(async () => {
  double = await twilioDouble({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    apiKey: API_KEY,
    now: () => NOW,
  });
});
afterEach(() => double.close());

const transport = (over: object = {}, publicUrl: string | null = "https://sms.example.com/") =>
  twilioTransport(twilioAccount({ base_url: double.url, ...over }), {
    clock: new ManualClock(NOW),
    fetch,
    publicUrl,
  });

describe("a message", () => {
  test("is accepted under the SID that Twilio gives it", async () => {
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toEqual({
      kind: "accepted",
      messageIds: [double.messages[0]?.sid],
      as: "queued",
      nativeStatus: "queued",
    });
    expect(double.messages[0]?.params).toEqual({
      To: "+447700900000",
      From: "+447700900001",
      Body: "Your document is ready.",
      StatusCallback:
        "https://sms.example.com/adapter/events/provider/twilio.status/tw?operation=smsop_0123456789abcdefghjkmnpqrs",
    });
  });

  test("keeps every character of its body on the way", async () => {
    const body = "a+b=c&d %20 ä € 😀\nü";
    await transport().submit(submission({ body, encoding: "ucs2" }), NEVER);
    expect(double.messages[0]?.params.Body).toBe(body);
  });

  test("goes through the messaging service where one is configured", async () => {
    const sent = await transport({ messaging_service_sid: SERVICE_SID }).submit(
      submission(),
      NEVER,
    );
    expect(sent).toMatchObject({ as: "accepted", nativeStatus: "accepted" });
    expect(double.messages[0]?.params).toMatchObject({
      From: "+447700900001",
      MessagingServiceSid: SERVICE_SID,
    });
  });

  test("from a pool names the pool and no sender", async () => {
    await transport().submit(submission({ from: SERVICE_SID, fromKind: "pool" }), NEVER);
    expect(double.messages[0]?.params.MessagingServiceSid).toBe(SERVICE_SID);
    expect(double.messages[0]?.params.From).toBeUndefined();
  });

  test("is held by Twilio until its time", async () => {
    const sendAt = NOW + 3_600_000;
    const account = transport({ messaging_service_sid: SERVICE_SID });
    const sent = await account.submit(submission({ sendAt }), NEVER);
    expect(sent).toMatchObject({ kind: "accepted", as: "scheduled", nativeStatus: "scheduled" });
    expect(double.messages[0]?.params).toMatchObject({
      SendAt: "2026-01-01T13:00:00Z",
      ScheduleType: "fixed",
    });
  });

  test.each([
    [60_000, "60"],
    [1, "1"],
    [35_999_999, "35999"],
    [36_000_000, undefined],
    [400_000_000, undefined],
  ])("that is of use for %d ms waits in Twilio's queue for %s s", async (ms, seconds) => {
    await transport().submit(submission({ validUntil: NOW + ms }), NEVER);
    expect(double.messages[0]?.params.ValidityPeriod).toBe(seconds);
  });

  test("is of use from its time on, not from now", async () => {
    const sendAt = NOW + 3_600_000;
    await transport({ messaging_service_sid: SERVICE_SID }).submit(
      submission({ sendAt, validUntil: sendAt + 600_000 }),
      NEVER,
    );
    expect(double.messages[0]?.params.ValidityPeriod).toBe("600");
  });

  test.each([
    ["the service has no public address", {}, null],
    ["callbacks are switched off", { status_callback: false }, "https://sms.example.com"],
  ])("asks for no callback where %s", async (_where, over, publicUrl) => {
    const account = transport(over, publicUrl);
    await account.submit(submission(), NEVER);
    expect(double.messages[0]?.params.StatusCallback).toBeUndefined();
    expect(account.features).not.toContain("delivery_receipts");
    expect(account.features).not.toContain("status_callbacks");
  });

  test("is signed in with the API key where there is one", async () => {
    const sent = await transport({ api_key: API_KEY }).submit(submission(), NEVER);
    expect(sent.kind).toBe("accepted");
    expect(double.heard[0]?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`);
    expect(double.heard[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`${API_KEY.sid}:${API_KEY.secret}`).toString("base64")}`,
    );
  });

  test("goes to the region and edge that are configured", async () => {
    const asked: string[] = [];
    const account = twilioTransport(twilioAccount({ region: "ie1", edge: "dublin" }), {
      clock: new ManualClock(NOW),
      fetch: async (url) => {
        asked.push(new Request(url).url);
        return new Response(JSON.stringify({ sid: "SM1", status: "queued" }), { status: 201 });
      },
      publicUrl: null,
    });
    await account.submit(submission(), NEVER);
    expect(asked).toEqual([
      `https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
    ]);
  });

  test("many at once keep their own answers", async () => {
    const account = transport();
    const operations = Array.from({ length: 20 }, (_, index) => `smsop_${index}`);
    const sent = await Promise.all(
      operations.map((operation) => account.submit(submission({ operation }), NEVER)),
    );
    for (const [index, answer] of sent.entries()) {
      const sid = answer.kind === "accepted" ? answer.messageIds[0] : null;
      const message = double.messages.find((each) => each.sid === sid);
      expect(message?.params.StatusCallback?.endsWith(`operation=smsop_${index}`)).toBe(true);
    }
  });
});

describe("an answer that is no message", () => {
  test.each([
    [429, 20429, undefined, 5_000],
    [429, undefined, 7, 7_000],
    [429, 14107, 1, 1_000],
    [400, 20429, undefined, 5_000],
  ])("HTTP %d with code %s: nothing was sent", async (status, code, retryAfter, wait) => {
    double.behave({ error: { status, code, retryAfter } });
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toEqual({ kind: "not_sent", retryAt: NOW + wait, reason: "HTTP 429" });
    expect(double.messages).toEqual([]);
  });

  test("without a connection nothing was sent", async () => {
    const account = transport({ base_url: await deafAddress() });
    const sent = await account.submit(submission(), NEVER);
    expect(sent).toEqual({ kind: "not_sent", retryAt: NOW + 30_000, reason: "ECONNREFUSED" });
    expect(account.health()).toMatchObject({ connectivity: "unavailable" });
  });

  test.each(["drop", "reset"] as const)(
    "a connection that breaks (%s) says nothing",
    async (how) => {
      double.behave(how);
      const sent = await transport().submit(submission(), NEVER);
      expect(sent.kind).toBe("unknown");
    },
  );

  test("a lease that ends says nothing", async () => {
    double.behave("stall");
    const ending = new AbortController();
    const pending = transport().submit(submission(), ending.signal);
    while (double.heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
    ending.abort();
    expect((await pending).kind).toBe("unknown");
    expect(double.messages).toHaveLength(1);
  });

  test.each([
    ["fail_after" as const, "HTTP 500"],
    [{ error: { status: 503 } }, "HTTP 503"],
    [{ error: { status: 408 } }, "HTTP 408"],
    [{ error: { status: 302 } }, "HTTP 302"],
    ["garbage" as const, "The answer is not as documented."],
  ])("%j: whether it was sent is not known", async (behaviour, reason) => {
    double.behave(behaviour);
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toEqual({ kind: "unknown", reason });
  });

  test.each([
    [400, 21211, "invalid_number", false],
    [400, 21610, "provider_suppressed", false],
    [400, 21612, "route_unavailable", false],
    [403, 21408, "route_unavailable", false],
    [400, 21606, "sender_not_allowed", false],
    [400, 21611, "quota", true],
    [400, 30032, "regulatory_rejected", false],
    [400, 21617, "content_invalid", false],
    [400, 99999, "rejected", false],
    [403, 20003, "quota", true],
  ])("HTTP %d with code %d is a refusal: %s", async (status, code, reason, retryable) => {
    double.behave({ error: { status, code } });
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toEqual({
      kind: "rejected",
      reason,
      nativeStatus: String(status),
      code: String(code),
      retryable,
    });
  });

  test("a refusal without a code has no reason", async () => {
    double.behave({ error: { status: 404 } });
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toMatchObject({ kind: "rejected", reason: "rejected", code: null });
  });

  test("a sign-in that is refused without a code is a failure of the account, too", async () => {
    double.behave({ error: { status: 401 } });
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toMatchObject({ kind: "rejected", reason: "quota", code: null, retryable: true });
  });

  test("credentials that do not sign in: the account failed, and its health says so", async () => {
    const account = transport({ auth_tokens: ["wrong"] });
    const sent = await account.submit(submission(), NEVER);
    expect(sent).toMatchObject({
      kind: "rejected",
      reason: "quota",
      code: "20003",
      retryable: true,
    });
    expect(account.health()).toMatchObject({ connectivity: "healthy", credentials: "expired" });
  });

  test.each(["failed", "undelivered", "canceled"])(
    "a message that is made %s was refused: no callback follows",
    async (status) => {
      double.behave({ made: { status, errorCode: 30007 } });
      const sent = await transport().submit(submission(), NEVER);
      expect(sent).toMatchObject({ kind: "rejected", reason: "filtered", nativeStatus: status });
    },
  );

  test("a status that nobody knows is an acceptance and no more", async () => {
    double.behave({ made: { status: "delivered" } });
    const sent = await transport().submit(submission(), NEVER);
    expect(sent).toMatchObject({ kind: "accepted", as: "accepted", nativeStatus: "delivered" });
  });

  test("tells nothing of number, body or credentials", async () => {
    double.behave({ error: { status: 400, code: 21211 } }, "fail_after", "drop");
    const account = transport();
    for (let time = 0; time < 3; time += 1) {
      const sent = JSON.stringify(await account.submit(submission(), NEVER));
      for (const secret of ["447700900000", "is ready", AUTH_TOKEN])
        expect(sent).not.toContain(secret);
    }
  });
});

describe("a cancellation", () => {
  const held = async () => {
    const account = transport({ messaging_service_sid: SERVICE_SID });
    const sent = await account.submit(submission({ sendAt: NOW + 3_600_000 }), NEVER);
    return { account, ids: sent.kind === "accepted" ? sent.messageIds : [] };
  };

  test("withdraws what Twilio holds", async () => {
    const { account, ids } = await held();
    expect(await account.cancel?.(ids, NEVER)).toEqual({
      kind: "cancelled",
      nativeStatus: "canceled",
    });
    expect(double.messages[0]?.status).toBe("canceled");
  });

  test("is refused once the message is on its way", async () => {
    const account = transport();
    await account.submit(submission(), NEVER);
    const ids = double.messages.map(({ sid }) => sid);
    expect(await account.cancel?.(ids, NEVER)).toEqual({
      kind: "refused",
      nativeStatus: "409",
      code: "30409",
    });
  });

  test("that is answered with another status has withdrawn nothing", async () => {
    const account = twilioTransport(twilioAccount(), {
      clock: new ManualClock(NOW),
      fetch: async () => Response.json({ sid: "SM1", status: "sent" }),
      publicUrl: null,
    });
    expect(await account.cancel?.(["SM1"], NEVER)).toEqual({
      kind: "refused",
      nativeStatus: "sent",
      code: null,
    });
  });

  test("of a message that Twilio does not know is refused", async () => {
    expect(await transport().cancel?.(["SM9"], NEVER)).toMatchObject({
      kind: "refused",
      code: "20404",
    });
  });

  test("that is throttled, or meets nobody, was not sent", async () => {
    const { account, ids } = await held();
    double.behave({ error: { status: 429, retryAfter: 3 } });
    expect(await account.cancel?.(ids, NEVER)).toMatchObject({
      kind: "not_sent",
      retryAt: NOW + 3_000,
    });
    const deaf = transport({ base_url: await deafAddress() });
    expect(await deaf.cancel?.(ids, NEVER)).toMatchObject({ kind: "not_sent" });
  });

  test.each(["drop", "fail_after"] as const)("with a lost answer (%s) is unknown", async (how) => {
    const { account, ids } = await held();
    double.behave(how);
    expect(await account.cancel?.(ids, NEVER)).toMatchObject({ kind: "unknown" });
  });
});

describe("what an account can", () => {
  test("it schedules only through a messaging service", () => {
    expect(transport().features).not.toContain("scheduled_send");
    expect(transport({ messaging_service_sid: SERVICE_SID }).features).toContain("scheduled_send");
  });

  test("it looks nothing up: nothing of ours stands in a message", () => {
    expect(transport().lookup).toBeUndefined();
  });

  test("its health is unknown until it was asked", async () => {
    const account = transport();
    expect(account.health()).toEqual({
      connectivity: "unknown",
      credentials: "unknown",
      degradations: [],
    });
    await account.submit(submission(), NEVER);
    expect(account.health()).toMatchObject({ connectivity: "healthy", credentials: "valid" });
    double.behave("fail_after");
    await account.submit(submission(), NEVER);
    expect(account.health()).toMatchObject({ connectivity: "degraded", credentials: "valid" });
  });
});
