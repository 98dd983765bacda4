import { createHash } from "node:crypto";
import { Secret } from "@underclaim/runtime";
import fc from "fast-check";
import twilio from "twilio";
import { describe, expect, test } from "vitest";
import { twilioSignature, verifyTwilio } from "../../../src/native/twilio/signature.ts";
import { AUTH_TOKEN } from "../../provider/twilio/account.ts";
import { STATUS_URL, TOKENS, wireOf } from "./wire.ts";

const FORM = "application/x-www-form-urlencoded";
const PARAMS = { MessageSid: "SM1", MessageStatus: "delivered", To: "+447700900000" };

const signed = (
  url: string,
  params: Readonly<Record<string, string>> = PARAMS,
  token = AUTH_TOKEN,
) =>
  wireOf({
    url,
    headers: {
      "content-type": FORM,
      "x-twilio-signature": twilio.getExpectedTwilioSignature(token, url, params),
    },
    body: new URLSearchParams(params).toString(),
  });

describe("the signature of Twilio's webhooks", () => {
  // https://www.twilio.com/docs/usage/webhooks/webhooks-security: the documentation's own example.
  test("is the one of Twilio's documentation", () => {
    const form = new URLSearchParams({
      Digits: "1234",
      CallSid: "CA1234567890ABCDE",
      To: "+18005551212",
      Caller: "+14158675309",
      From: "+14158675309",
    });
    const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    expect(twilioSignature("12345", url, form)).toBe("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  });

  test("is the one that Twilio's library makes, whatever the parameters", () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(fc.string(), { minLength: 1 }),
    );
    const name = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true }),
        fc.array(fc.tuple(name, value), { maxLength: 8 }),
        (url, pairs) => {
          const params = Object.fromEntries(pairs.filter(([each]) => each !== "__proto__"));
          const form = new URLSearchParams();
          for (const [each, values] of Object.entries(params))
            for (const one of [values].flat()) form.append(each, one);
          // A lone surrogate is no text that a form can carry.
          fc.pre([...form].every(([each, one]) => (each + one).isWellFormed()));
          expect(twilioSignature(AUTH_TOKEN, url, form)).toBe(
            twilio.getExpectedTwilioSignature(AUTH_TOKEN, url, params),
          );
        },
      ),
      { seed: 2 },
    );
  });
});

describe("a genuine webhook of Twilio's is verified", () => {
  test.each([
    ["at its address", STATUS_URL, STATUS_URL],
    [
      "behind a proxy, where Twilio wrote the port",
      "https://sms.example.com:443/a?operation=smsop_1",
      "https://sms.example.com/a?operation=smsop_1",
    ],
    [
      "behind a proxy, where only we know the port",
      "https://sms.example.com/a?operation=smsop_1",
      "https://sms.example.com:8443/a?operation=smsop_1",
    ],
    ["at a port of its own", "https://sms.example.com:8443/a", "https://sms.example.com:8443/a"],
    ["over http, with its port", "http://sms.example.com:80/a", "http://sms.example.com/a"],
    ["at an address in IPv6", "https://[2001:db8::1]/a", "https://[2001:db8::1]:443/a"],
    [
      "where a proxy reordered the query",
      "https://sms.example.com/a?account=1&operation=smsop_1",
      "https://sms.example.com/a?operation=smsop_1&account=1",
    ],
  ])("%s", (_where, called, seen) => {
    expect(verifyTwilio({ ...signed(called), url: seen }, TOKENS)).toEqual({ ok: true });
  });

  test("with an old token while it is being rotated", () => {
    const rotated = [new Secret("the new token"), new Secret("the old token")];
    expect(verifyTwilio(signed(STATUS_URL, PARAMS, "the old token"), rotated).ok).toBe(true);
    expect(verifyTwilio(signed(STATUS_URL, PARAMS, "the new token"), rotated).ok).toBe(true);
  });

  test("as JSON, whose hash stands in the signed address", () => {
    const body = '{"a":1}';
    const hash = createHash("sha256").update(body).digest("hex");
    const url = `${STATUS_URL}&bodySHA256=${hash}`;
    const wire = wireOf({
      url,
      headers: {
        "content-type": "application/json",
        "x-twilio-signature": twilio.getExpectedTwilioSignature(AUTH_TOKEN, url, {}),
      },
      body,
    });
    expect(verifyTwilio(wire, TOKENS).ok).toBe(true);
    expect(
      twilio.validateRequestWithBody(
        AUTH_TOKEN,
        wire.headers["x-twilio-signature"] ?? "",
        url,
        body,
      ),
    ).toBe(true);
  });

  test("with parameters that nobody knows yet, and with repeated ones", () => {
    expect(verifyTwilio(signed(STATUS_URL, { ...PARAMS, NewlyAdded: "å" }), TOKENS).ok).toBe(true);
    const wire = wireOf({
      url: STATUS_URL,
      headers: {
        "content-type": FORM,
        "x-twilio-signature": twilio.getExpectedTwilioSignature(AUTH_TOKEN, STATUS_URL, {
          MediaUrl: ["b", "a", "b"],
        }),
      },
      body: "MediaUrl=b&MediaUrl=a&MediaUrl=b",
    });
    expect(verifyTwilio(wire, TOKENS).ok).toBe(true);
  });
});
