import { ManualClock } from "@underclaim/runtime/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { vonageTransport } from "../../../src/provider/vonage/transport.ts";
import { deafAddress } from "../../support/http-double.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { vonageDouble, type VonageDouble } from "../../support/vonage-double.ts";
import { API_KEY, API_SECRET, vonageAccount } from "./account.ts";

const NOW = Date.UTC(2026, 0, 1, 12);

let double: VonageDouble;
beforeEach(async () => {
  double = await vonageDouble({ apiKey: API_KEY, apiSecret: API_SECRET, now: () => NOW });
});
afterEach(() => double.close());

const transport = (over: object = {}, publicUrl: string | null = "https://sms.example.com/") =>
  vonageTransport(vonageAccount({ base_url: double.url, ...over }), {
    clock: new ManualClock(NOW),
    fetch,
    publicUrl,
  });

describe("a message through the SMS API", () => {
  test("is accepted under the id of its one part", async () => {
    expect(await transport().submit(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: double.messages[0]?.ids,
      as: "accepted",
      nativeStatus: "0",
      metadata: { parts: 1, refused_parts: 0 },
    });
    expect(double.messages[0]?.params).toEqual({
      api_key: API_KEY,
      api_secret: API_SECRET,
      to: "447700900000",
      from: "447700900001",
      text: "Your document is ready.",
      type: "text",
      "client-ref": submission().operation,
      callback: "https://sms.example.com/adapter/events/provider/vonage.dlr/vo",
    });
  });

  test("of several parts is accepted under the id of each", async () => {
    const body = "a".repeat(400);
    const sent = await transport().submit(submission({ body, segments: 3 }), NEVER);
    expect(sent).toMatchObject({ kind: "accepted", metadata: { parts: 3, refused_parts: 0 } });
    expect(sent.kind === "accepted" && new Set(sent.messageIds).size).toBe(3);
    expect(transport().namesParts).toBe(true);
  });

  test("of which a part was refused was submitted all the same, and says so", async () => {
    double.behave({ statuses: ["0", "9", "0"] });
    const sent = await transport().submit(submission({ segments: 3 }), NEVER);
    expect(sent).toEqual({
      kind: "accepted",
      messageIds: double.messages[0]?.ids,
      as: "accepted",
      nativeStatus: "0,9,0",
      metadata: { parts: 3, refused_parts: 1 },
    });
    expect(double.messages[0]?.ids).toHaveLength(2);
  });

  test("beyond GSM-7 is sent as unicode, every character of it", async () => {
    const body = "a+b=c&d %20 € 😀\nü";
    await transport().submit(submission({ body, encoding: "ucs2" }), NEVER);
    expect(double.messages[0]?.params).toMatchObject({ text: body, type: "unicode" });
  });

  test("under a name keeps the name", async () => {
    const named = submission({ from: "Underclaim", fromKind: "alphanumeric" });
    await transport().submit(named, NEVER);
    expect(double.messages[0]?.params.from).toBe("Underclaim");
  });

  test.each([
    [60_000, "60000"],
    [1, "20000"],
    [604_799_999, "604799999"],
    [604_800_000, undefined],
  ])("that is of use for %d ms has a ttl of %s", async (ms, ttl) => {
    await transport().submit(submission({ validUntil: NOW + ms }), NEVER);
    expect(double.messages[0]?.params.ttl).toBe(ttl);
  });

  test.each([
    ["the service has no public address", {}, null],
    ["callbacks are switched off", { status_callback: false }, "https://sms.example.com"],
  ])("names no address for receipts where %s", async (_where, over, publicUrl) => {
    await transport(over, publicUrl).submit(submission(), NEVER);
    expect(double.messages[0]?.params.callback).toBeUndefined();
  });

  test("names no address that Vonage would refuse, and its health says so", async () => {
    const account = transport({}, `https://${"a".repeat(60)}.example.com`);
    expect((await account.submit(submission(), NEVER)).kind).toBe("accepted");
    expect(double.messages[0]?.params.callback).toBeUndefined();
    expect(account.health().degradations).toHaveLength(1);
    expect(transport().health().degradations).toEqual([]);
  });

  test("goes to Vonage's own host where no other is configured", async () => {
    const asked: string[] = [];
    const account = vonageTransport(vonageAccount(), {
      clock: new ManualClock(NOW),
      fetch: async (url) => {
        asked.push(new Request(url).url);
        return Response.json({ messages: [{ status: "0", "message-id": "m1" }] });
      },
      publicUrl: null,
    });
    await account.submit(submission(), NEVER);
    expect(asked).toEqual(["https://rest.nexmo.com/sms/json"]);
  });

  test.each([
    ["from a pool", { fromKind: "pool" as const, from: "pool-1" }, "sender_not_allowed"],
    ["that the provider is to hold", { sendAt: NOW + 3_600_000 }, "rejected"],
  ])("%s is not sent otherwise", async (_what, over, reason) => {
    const sent = await transport().submit(submission(over), NEVER);
    expect(sent).toMatchObject({ kind: "rejected", reason, retryable: false });
    expect(double.heard).toEqual([]);
  });
});

describe("an answer without a message", () => {
  test.each(["1", "10"])("status %s is a throttle: nothing was sent", async (status) => {
    double.behave({ statuses: [status] });
    expect(await transport().submit(submission(), NEVER)).toEqual({
      kind: "not_sent",
      retryAt: NOW + 5_000,
      reason: `status ${status}`,
    });
  });

  test("status 5 says nothing of what was sent", async () => {
    double.behave({ statuses: ["5"] });
    expect(await transport().submit(submission(), NEVER)).toEqual({
      kind: "unknown",
      reason: "status 5",
    });
  });

  test.each([
    ["6", "invalid_number", false],
    ["7", "blocked", false],
    ["8", "quota", true],
    ["9", "quota", true],
    ["12", "content_invalid", false],
    ["15", "sender_not_allowed", false],
    ["33", "unknown_subscriber", false],
    ["2", "rejected", false],
    ["77", "rejected", false],
  ])("status %s, over HTTP 200, is a refusal: %s", async (status, reason, retryable) => {
    double.behave({ statuses: [status] });
    expect(await transport().submit(submission(), NEVER)).toEqual({
      kind: "rejected",
      reason,
      nativeStatus: status,
      code: status,
      retryable,
    });
  });

  test("of parts that were refused for several reasons the first that is no throttle counts", async () => {
    double.behave(
      { statuses: ["1", "15", "9"] },
      { statuses: ["15", "5"] },
      { statuses: ["1", "1"] },
    );
    const account = transport();
    expect(await account.submit(submission(), NEVER)).toMatchObject({
      reason: "sender_not_allowed",
    });
    expect(await account.submit(submission(), NEVER)).toMatchObject({ kind: "unknown" });
    expect(await account.submit(submission(), NEVER)).toMatchObject({ kind: "not_sent" });
  });

  test("credentials that do not sign in: the account failed, and its health says so", async () => {
    const account = transport({ api_secret: "wrong" });
    const sent = await account.submit(submission(), NEVER);
    expect(sent).toMatchObject({ kind: "rejected", reason: "quota", code: "4", retryable: true });
    expect(account.health()).toMatchObject({ connectivity: "healthy", credentials: "expired" });
  });

  test.each([
    [{ http: { status: 429, retryAfter: 7 } }, { kind: "not_sent", retryAt: NOW + 7_000 }],
    [{ http: { status: 429 } }, { kind: "not_sent", retryAt: NOW + 5_000 }],
    [{ http: { status: 503 } }, { kind: "unknown", reason: "HTTP 503" }],
    [{ http: { status: 408 } }, { kind: "unknown", reason: "HTTP 408" }],
    [{ http: { status: 302 } }, { kind: "unknown", reason: "HTTP 302" }],
    [{ http: { status: 401 } }, { kind: "rejected", reason: "quota", nativeStatus: "401" }],
    [{ http: { status: 404 } }, { kind: "rejected", reason: "rejected", nativeStatus: "404" }],
    [{ http: { status: 200, body: { messages: [] } } }, { kind: "unknown" }],
    [{ http: { status: 200, body: { messages: [{ status: "0" }] } } }, { kind: "unknown" }],
    ["garbage" as const, { kind: "unknown", reason: "The answer is not as documented." }],
    ["fail_after" as const, { kind: "unknown", reason: "HTTP 500" }],
    ["drop" as const, { kind: "unknown" }],
    ["reset" as const, { kind: "unknown" }],
  ])("%j is read for no more than it says", async (behaviour, expected) => {
    double.behave(behaviour);
    expect(await transport().submit(submission(), NEVER)).toMatchObject(expected);
  });

  test("without a connection nothing was sent", async () => {
    const account = transport({ base_url: await deafAddress() });
    expect(await account.submit(submission(), NEVER)).toEqual({
      kind: "not_sent",
      retryAt: NOW + 30_000,
      reason: "ECONNREFUSED",
    });
    expect(account.health()).toMatchObject({ connectivity: "unavailable" });
  });

  test("tells nothing of number, body or credentials", async () => {
    double.behave({ statuses: ["6"] }, "fail_after", "drop", "garbage");
    const account = transport();
    for (let time = 0; time < 4; time += 1) {
      const sent = JSON.stringify(await account.submit(submission(), NEVER));
      for (const secret of ["447700900000", "is ready", API_SECRET])
        expect(sent).not.toContain(secret);
    }
  });
});

test("an account at Vonage neither holds, withdraws nor looks up", () => {
  const account = transport();
  expect(account.features).not.toContain("scheduled_send");
  expect([account.cancel, account.lookup]).toEqual([undefined, undefined]);
  expect(account.health()).toMatchObject({ connectivity: "unknown", credentials: "unknown" });
});
