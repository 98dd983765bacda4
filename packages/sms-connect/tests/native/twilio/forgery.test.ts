import { createHash, createHmac } from "node:crypto";
import { Secret, type WireRequest } from "@underclaim/runtime";
import fc from "fast-check";
import twilio from "twilio";
import { describe, expect, test } from "vitest";
import { twilioInbound } from "../../../src/native/twilio/inbound.ts";
import { twilioStatus } from "../../../src/native/twilio/status.ts";
import { verifyTwilio } from "../../../src/native/twilio/signature.ts";
import { ACCOUNT_SID, AUTH_TOKEN } from "../../provider/twilio/account.ts";
import { INBOUND_URL, kit, OPERATION, STATUS_URL, TOKENS, wireOf } from "./wire.ts";

const PARAMS = {
  AccountSid: ACCOUNT_SID,
  ApiVersion: "2010-04-01",
  ErrorCode: "30003",
  From: "+15005550006",
  MessageSid: "SM0123456789abcdef0123456789abcdef",
  MessageStatus: "undelivered",
  To: "+447700900000",
};
const BODY = new URLSearchParams(PARAMS).toString();
const signature = (url = STATUS_URL, token = AUTH_TOKEN, params: object = PARAMS): string =>
  twilio.getExpectedTwilioSignature(token, url, { ...params });
const GENUINE = wireOf({
  url: STATUS_URL,
  headers: {
    "content-type": "application/x-www-form-urlencoded",
    "x-twilio-signature": signature(),
  },
  body: BODY,
});

const withSignature = (given: string): WireRequest => ({
  ...GENUINE,
  headers: { ...GENUINE.headers, "x-twilio-signature": given },
});
const withBody = (body: string): WireRequest => ({ ...GENUINE, body: Buffer.from(body) });
const withUrl = (url: string): WireRequest => ({ ...GENUINE, url });
const withType = (type: string): WireRequest => ({
  ...GENUINE,
  headers: { ...GENUINE.headers, "content-type": type },
});
const without = (...names: readonly string[]): WireRequest => ({
  ...GENUINE,
  headers: Object.fromEntries(
    Object.entries(GENUINE.headers).filter(([name]) => !names.includes(name)),
  ),
});
const hashed = (url: string, body: string, token = AUTH_TOKEN): WireRequest =>
  wireOf({
    url,
    headers: {
      "content-type": "application/json",
      "x-twilio-signature": signature(url, token, {}),
    },
    body,
  });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const genuine = signature();

const FORGERIES: Readonly<Record<string, WireRequest>> = {
  "no signature": without("x-twilio-signature"),
  "an empty signature": withSignature(""),
  "a signature of spaces": withSignature("    "),
  "its first character changed": withSignature(
    `${genuine[0] === "A" ? "B" : "A"}${genuine.slice(1)}`,
  ),
  "its last character before the padding changed": withSignature(
    `${genuine.slice(0, -2)}${genuine.at(-2) === "A" ? "B" : "A"}=`,
  ),
  "its padding left out": withSignature(genuine.slice(0, -1)),
  "its padding doubled": withSignature(`${genuine}=`),
  "its signature in capitals": withSignature(genuine.toUpperCase()),
  "its signature in base64url": withSignature(
    Buffer.from(genuine, "base64").toString("base64url").padEnd(29, "~"),
  ),
  "its signature in hexadecimal": withSignature(Buffer.from(genuine, "base64").toString("hex")),
  "two signatures": withSignature(`${genuine}, ${genuine}`),
  "a space before the signature": withSignature(` ${genuine}`),
  "a signature by another token": withSignature(signature(STATUS_URL, "another account's token")),
  "a signature by an empty token": withSignature(signature(STATUS_URL, "")),
  "a signature by HMAC-SHA256": withSignature(
    createHmac("sha256", AUTH_TOKEN).update(STATUS_URL).digest("base64"),
  ),
  "a signature of the address alone": withSignature(signature(STATUS_URL, AUTH_TOKEN, {})),
  "a signature of the bytes of the body": withSignature(
    createHmac("sha1", AUTH_TOKEN).update(`${STATUS_URL}${BODY}`).digest("base64"),
  ),
  "another status": withBody(BODY.replace("undelivered", "delivered")),
  "another status added": withBody(`${BODY}&MessageStatus=delivered`),
  "another status before the true one": withBody(`MessageStatus=delivered&${BODY}`),
  "another message": withBody(BODY.replace("SM0", "SM1")),
  "a parameter left out": withBody(BODY.replace("ErrorCode=30003&", "")),
  "a parameter added": withBody(`${BODY}&OptOutType=STOP`),
  "an empty parameter added": withBody(`${BODY}&x`),
  "a parameter's name in other letters": withBody(BODY.replace("MessageSid", "messagesid")),
  "a value with a space after it": withBody(BODY.replace("undelivered", "undelivered+")),
  "an empty body": withBody(""),
  "the body as JSON": {
    ...withBody(JSON.stringify(PARAMS)),
    headers: withType("application/json").headers,
  },
  "a body that is not UTF-8": { ...GENUINE, body: Buffer.concat([GENUINE.body, Buffer.of(0xff)]) },
  "the body under another content type": withType("text/plain"),
  "the body as multipart": withType("multipart/form-data; boundary=x"),
  "no content type": without("content-type"),
  "another path": withUrl(STATUS_URL.replace("twilio.status", "twilio.inbound")),
  "another account's path": withUrl(STATUS_URL.replace("/tw?", "/tw2?")),
  "another host": withUrl(STATUS_URL.replace("sms.example.com", "sms.example.org")),
  "http in place of https": withUrl(STATUS_URL.replace("https:", "http:")),
  "another operation": withUrl(STATUS_URL.replace(OPERATION, "smsop_another")),
  "no operation": withUrl(STATUS_URL.replace(/\?.*/, "")),
  "a query added": withUrl(`${STATUS_URL}&x=1`),
  "the path in other letters": withUrl(STATUS_URL.replace("/adapter/", "/Adapter/")),
  "a slash at the end of the path": withUrl(STATUS_URL.replace("?", "/?")),
  "no address": withUrl(""),
  "a hash of the body in an address that was signed without": withUrl(
    `${STATUS_URL}&bodySHA256=${sha256(BODY)}`,
  ),
  "JSON whose hash is another's": hashed(`${STATUS_URL}&bodySHA256=${sha256("{}")}`, '{"a":1}'),
  "JSON whose hash is empty": hashed(`${STATUS_URL}&bodySHA256=`, "{}"),
  "JSON that was written anew": hashed(`${STATUS_URL}&bodySHA256=${sha256('{"a": 1}')}`, '{"a":1}'),
  "JSON without a hash, its address signed": hashed(STATUS_URL, '{"MessageStatus":"delivered"}'),
  "JSON by another token": hashed(`${STATUS_URL}&bodySHA256=${sha256("{}")}`, "{}", "another"),
};

describe("what Twilio did not send is refused", () => {
  test("the genuine one is not", () => {
    expect(verifyTwilio(GENUINE, TOKENS)).toEqual({ ok: true });
  });

  test.each(Object.keys(FORGERIES))("%s", (name) => {
    const forged = FORGERIES[name];
    if (forged === undefined) throw new Error(name);
    expect(verifyTwilio(forged, TOKENS).ok).toBe(false);
  });

  test("for a reason that tells nothing of what was compared", () => {
    for (const forged of Object.values(FORGERIES)) {
      const { reason = "" } = verifyTwilio(forged, TOKENS) as { readonly reason?: string };
      for (const told of [genuine, AUTH_TOKEN, "447700900000"]) expect(reason).not.toContain(told);
    }
  });

  test("without a secret nothing is verified", () => {
    expect(verifyTwilio(GENUINE, []).ok).toBe(false);
    expect(verifyTwilio(GENUINE, [new Secret("another")]).ok).toBe(false);
  });

  test("whatever byte of the body is changed, unless it still says the same", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: GENUINE.body.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const body = Buffer.from(GENUINE.body);
          body[at] = (body[at] ?? 0) ^ by;
          const told = (bytes: Uint8Array) =>
            JSON.stringify(
              [...new URLSearchParams(Buffer.from(bytes).toString("utf8"))].toSorted(([a], [b]) =>
                a < b ? -1 : 1,
              ),
            );
          fc.pre(told(body) !== told(GENUINE.body));
          expect(verifyTwilio({ ...GENUINE, body }, TOKENS).ok).toBe(isResplit(body));
        },
      ),
      { seed: 3, numRuns: 400 },
    );
  });
});

/** The signature joins names and values without a mark between them: what reads the same joined is signed the same. */
const joined = (bytes: Uint8Array): string =>
  [...new URLSearchParams(Buffer.from(bytes).toString("utf8"))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join("");
const isResplit = (bytes: Uint8Array): boolean => joined(bytes) === joined(GENUINE.body);

describe("what the signature cannot tell apart is not understood", () => {
  const resplit = (url: string, params: Readonly<Record<string, string>>): WireRequest => ({
    ...withBody(new URLSearchParams(params).toString()),
    url,
  });
  const { AccountSid, ApiVersion, ErrorCode, ...rest } = PARAMS;
  const INBOUND = {
    AccountSid,
    ApiVersion,
    Body: "STOP",
    From: "+447700900000",
    FromCity: "LEEDS",
    MessageSid: "SM0123456789abcdef0123456789abcdef",
    To: "+447700900001",
  };

  test.each([
    [
      "an error code hidden in the value before it",
      resplit(STATUS_URL, {
        ...rest,
        AccountSid,
        ApiVersion: `${ApiVersion}ErrorCode${ErrorCode}`,
      }),
    ],
    [
      "parameters hidden in the query",
      resplit(
        `${STATUS_URL}AccountSid${AccountSid}ApiVersion${ApiVersion}ErrorCode${ErrorCode}`,
        rest,
      ),
    ],
    [
      "a status hidden in the message",
      resplit(STATUS_URL, {
        ...Object.fromEntries(
          Object.entries(PARAMS).filter(([name]) => !name.startsWith("Message")),
        ),
        MessageSid: `${PARAMS.MessageSid}MessageStatusundelivered`,
      }),
    ],
  ])("%s", (_what, wire) => {
    expect(verifyTwilio(wire, TOKENS).ok).toBe(true);
    expect(twilioStatus(kit).parse(wire).ok).toBe(false);
  });

  test("a sender hidden in a body, and a town in the sender's place", () => {
    const { From, FromCity, ...others } = INBOUND;
    const params = { ...others, Body: `STOPFrom${From}`, From: `City${FromCity}` };
    const wire = wireOf({
      url: INBOUND_URL,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature(INBOUND_URL, AUTH_TOKEN, INBOUND),
      },
      body: new URLSearchParams(params).toString(),
    });
    expect(verifyTwilio(wire, TOKENS).ok).toBe(true);
    expect(twilioInbound(kit).parse(wire).ok).toBe(false);
  });
});
