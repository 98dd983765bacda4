import { generateKeyPairSync } from "node:crypto";
import { ManualClock } from "@underclaim/runtime/testing";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeOfProblem } from "../../../src/provider/vonage/messages-api.ts";
import { vonageTransport } from "../../../src/provider/vonage/transport.ts";
import { deafAddress } from "../../support/http-double.ts";
import { NEVER, submission } from "../../support/submissions.ts";
import { vonageDouble, type VonageDouble } from "../../support/vonage-double.ts";
import { API_KEY, API_SECRET, vonageAccount } from "./account.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const APPLICATION = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
const keys = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const PRIVATE_KEY = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const byApplication = {
  application_id: APPLICATION,
  private_key: PRIVATE_KEY,
  api_secret: undefined,
};

let double: VonageDouble;
beforeEach(async () => {
  double = await vonageDouble({
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    application: { id: APPLICATION, publicKey: keys.publicKey },
    now: () => NOW,
  });
});
afterEach(() => double.close());

const transport = (over: object = {}, publicUrl: string | null = "https://sms.example.com") =>
  vonageTransport(vonageAccount({ api: "messages", base_url: double.url, ...over }), {
    clock: new ManualClock(NOW),
    fetch,
    publicUrl,
  });

describe("a message through the Messages API", () => {
  test("is accepted under one id for the whole", async () => {
    expect(await transport().submit(submission(), NEVER)).toEqual({
      kind: "accepted",
      messageIds: double.messages[0]?.ids,
      as: "accepted",
      nativeStatus: "202",
    });
    expect(double.messages[0]?.params).toEqual({
      message_type: "text",
      channel: "sms",
      to: "447700900000",
      from: "447700900001",
      text: "Your document is ready.",
      client_ref: submission().operation,
      sms: { encoding_type: "text" },
      webhook_url: "https://sms.example.com/adapter/events/provider/vonage.messages_status/vo",
      webhook_version: "v1",
    });
    expect(transport().namesParts).toBe(false);
  });

  test("beyond GSM-7 says so", async () => {
    await transport().submit(submission({ body: "😀", encoding: "ucs2" }), NEVER);
    expect(double.messages[0]?.params).toMatchObject({
      text: "😀",
      sms: { encoding_type: "unicode" },
    });
  });

  test.each([
    [60_999, 60],
    [1, 1],
  ])("that is of use for %d ms has a ttl of %d s", async (ms, ttl) => {
    await transport().submit(submission({ validUntil: NOW + ms }), NEVER);
    expect(double.messages[0]?.params.ttl).toBe(ttl);
  });

  test("asks for no callback where the service has no public address", async () => {
    await transport({}, null).submit(submission(), NEVER);
    expect(double.messages[0]?.params).not.toHaveProperty("webhook_url");
    expect(double.messages[0]?.params).not.toHaveProperty("webhook_version");
  });

  test("is signed in by the application, with a token that is valid for five minutes", async () => {
    expect((await transport(byApplication).submit(submission(), NEVER)).kind).toBe("accepted");
    const token = double.heard[0]?.headers.authorization?.replace("Bearer ", "") ?? "";
    expect(decodeJwt(token)).toEqual({
      application_id: APPLICATION,
      iat: NOW / 1_000,
      exp: NOW / 1_000 + 300,
      jti: `${submission().operation}-${NOW}`,
    });
  });

  test("is not sent with a key that signs nothing, and nothing of the key is told", async () => {
    const account = transport({ ...byApplication, private_key: "no key at all" });
    const sent = await account.submit(submission(), NEVER);
    expect(sent).toMatchObject({ kind: "rejected", reason: "quota", retryable: true });
    expect(JSON.stringify(sent)).not.toContain("no key");
    expect(account.health()).toMatchObject({ credentials: "insufficient" });
    expect(double.heard).toEqual([]);
  });

  test("goes to Vonage's own host where no other is configured", async () => {
    const asked: string[] = [];
    const account = vonageTransport(vonageAccount({ api: "messages" }), {
      clock: new ManualClock(NOW),
      fetch: async (url) => {
        asked.push(new Request(url).url);
        return Response.json({ message_uuid: "m1" }, { status: 202 });
      },
      publicUrl: null,
    });
    await account.submit(submission(), NEVER);
    expect(asked).toEqual(["https://api.nexmo.com/v1/messages"]);
  });
});

describe("an answer without a message", () => {
  const problem = (status: number, title: string, type = "about:blank") => ({
    http: { status, body: { type, title, detail: "…", instance: "bf0ca0bf" } },
  });

  test.each([
    [problem(422, "1170"), "invalid_number", "1170", false],
    [problem(422, "1240"), "provider_suppressed", "1240", false],
    [
      problem(422, "Rejected", "https://developer.vonage.com/api-errors/messages#1120"),
      "sender_not_allowed",
      "1120",
      false,
    ],
    [problem(402, "1070"), "quota", "1070", true],
    [problem(402, "Low balance"), "quota", null, true],
    [problem(403, "Forbidden"), "quota", null, true],
    [problem(422, "Invalid params"), "rejected", null, false],
    [{ http: { status: 400, body: "<html>" } }, "rejected", null, false],
  ])("%j is a refusal: %s", async (behaviour, reason, code, retryable) => {
    double.behave(behaviour);
    expect(await transport().submit(submission(), NEVER)).toEqual({
      kind: "rejected",
      reason,
      nativeStatus: String(behaviour.http.status),
      code,
      retryable,
    });
  });

  test("credentials that do not sign in: the account failed, and its health says so", async () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    const account = transport({
      ...byApplication,
      private_key: other.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    });
    const sent = await account.submit(submission(), NEVER);
    expect(sent).toMatchObject({ kind: "rejected", reason: "quota", nativeStatus: "401" });
    expect(account.health()).toMatchObject({ connectivity: "healthy", credentials: "expired" });
  });

  test.each([
    [problem(429, "1000"), { kind: "not_sent", retryAt: NOW + 5_000 }],
    [{ http: { status: 429, retryAfter: 2 } }, { kind: "not_sent", retryAt: NOW + 2_000 }],
    [problem(500, "1030"), { kind: "unknown", reason: "HTTP 500" }],
    [{ http: { status: 202, body: {} } }, { kind: "unknown" }],
    ["garbage" as const, { kind: "unknown" }],
    ["fail_after" as const, { kind: "unknown" }],
    ["drop" as const, { kind: "unknown" }],
    ["reset" as const, { kind: "unknown" }],
  ])("%j is read for no more than it says", async (behaviour, expected) => {
    double.behave(behaviour);
    expect(await transport().submit(submission(), NEVER)).toMatchObject(expected);
  });

  test("without a connection nothing was sent", async () => {
    const account = transport({ base_url: await deafAddress() });
    expect(await account.submit(submission(), NEVER)).toMatchObject({ kind: "not_sent" });
  });
});

test.each([
  [{ title: "1120" }, "1120"],
  [{ title: "Illegal sender", type: "https://x/api-errors/messages-olympus#1120" }, "1120"],
  [{ title: "Low balance", type: "https://x/api-errors#low-balance" }, null],
  [{ type: "https://x/1120" }, null],
  [{}, null],
])("the code of %j is %s", (body, code) => {
  expect(codeOfProblem(body)).toBe(code);
});
