import { createHmac } from "node:crypto";
import { Secret, type WireRequest } from "@underclaim/runtime";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { verifyStandardWebhook } from "../../../src/native/bird/standard-webhooks.ts";
import { WEBHOOK_SECRET } from "../../provider/bird/setup.ts";
import { DELIVERED, fromBird, NOW, SECRETS } from "./wire.ts";

const ID = "msg_01krdgeqcxet5s7t44vh8rt9mg";
const STAMP = String(NOW / 1_000);
const BODY = JSON.stringify({ ...DELIVERED, note: "ä" });
const GENUINE = fromBird(BODY);
const SIGNATURE = GENUINE.headers["webhook-signature"] ?? "";
const bytes = Buffer.from(BODY);
const key = Buffer.from(WEBHOOK_SECRET.slice(6), "base64");
const mac = Buffer.from(SIGNATURE.slice(3), "base64");
const ANOTHER = `whsec_${Buffer.from("another account's secret").toString("base64")}`;

const withHeaders = (over: Readonly<Record<string, string>>): WireRequest => ({
  ...GENUINE,
  headers: { ...GENUINE.headers, ...over },
});
const without = (...names: readonly string[]): WireRequest => ({
  ...GENUINE,
  headers: Object.fromEntries(
    Object.entries(GENUINE.headers).filter(([name]) => !names.includes(name)),
  ),
});
const withSignature = (given: string): WireRequest => withHeaders({ "webhook-signature": given });
const withBody = (body: string | Uint8Array): WireRequest => ({
  ...GENUINE,
  body: Buffer.from(body),
});
const signedAs = (text: string, algorithm = "sha256", secret: string | Buffer = key): WireRequest =>
  withSignature(`v1,${createHmac(algorithm, secret).update(text).digest("base64")}`);
const flipped = (at: number, by = 1): Uint8Array => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
};
const SIGNED = `${ID}.${STAMP}.${BODY}`;

const FORGERIES: Readonly<Record<string, WireRequest>> = {
  "no headers": { ...GENUINE, headers: {} },
  "no id": without("webhook-id"),
  "no timestamp": without("webhook-timestamp"),
  "no signature": without("webhook-signature"),
  "an empty id": withHeaders({ "webhook-id": "" }),
  "an empty timestamp": withHeaders({ "webhook-timestamp": "" }),
  "an empty signature": withSignature(""),
  "another id": withHeaders({ "webhook-id": `${ID}x` }),
  "the id in capitals": withHeaders({ "webhook-id": ID.toUpperCase() }),
  "the timestamp moved into the id": withHeaders({
    "webhook-id": `${ID}.${STAMP}`,
    "webhook-timestamp": STAMP,
  }),
  "the beginning of a body moved into the id, to the same bytes": {
    ...fromBird(`${STAMP}.{}`),
    headers: {
      ...fromBird(`${STAMP}.{}`).headers,
      "webhook-id": `${ID}.${STAMP}`,
    },
    body: Buffer.from("{}"),
  },
  "a second more": withHeaders({ "webhook-timestamp": String(Number(STAMP) + 1) }),
  "a zero before the timestamp": withHeaders({ "webhook-timestamp": `0${STAMP}` }),
  "letters after the timestamp": withHeaders({ "webhook-timestamp": `${STAMP}abc` }),
  "a fraction after the timestamp": withHeaders({ "webhook-timestamp": `${STAMP}.5` }),
  "a space before the timestamp": withHeaders({ "webhook-timestamp": ` ${STAMP}` }),
  "the timestamp in milliseconds": withHeaders({ "webhook-timestamp": `${STAMP}000` }),
  "a timestamp that is no number": withHeaders({ "webhook-timestamp": "now" }),
  "a timestamp below zero": withHeaders({ "webhook-timestamp": `-${STAMP}` }),
  "genuine, six minutes old": { ...GENUINE, receivedAt: NOW + 360_000 },
  "genuine, six minutes ahead": { ...GENUINE, receivedAt: NOW - 360_000 },
  "genuine with a new timestamp, a day later": {
    ...withHeaders({ "webhook-timestamp": String(Number(STAMP) + 86_400) }),
    receivedAt: NOW + 86_400_000,
  },
  "the signature without its version": withSignature(SIGNATURE.slice(3)),
  "another version": withSignature(`v2,${SIGNATURE.slice(3)}`),
  "the version of public keys": withSignature(`v1a,${SIGNATURE.slice(3)}`),
  "the version in capitals": withSignature(`V1,${SIGNATURE.slice(3)}`),
  "a space after the comma": withSignature(SIGNATURE.replace(",", ", ")),
  "a comma after the signature": withSignature(`${SIGNATURE},`),
  "signatures parted by commas": withSignature(`${SIGNATURE},${SIGNATURE}`),
  "its first character changed": withSignature(
    SIGNATURE.replace(/,(.)/, (_, first: string) => `,${first === "A" ? "B" : "A"}`),
  ),
  "a bit of it changed that base64 does not keep": withSignature(
    SIGNATURE.replace(
      /(.)=$/,
      (_, last: string) => `${String.fromCodePoint((last.codePointAt(0) ?? 0) + 1)}=`,
    ),
  ),
  "its padding left out": withSignature(SIGNATURE.slice(0, -1)),
  "its first half": withSignature(`v1,${mac.subarray(0, 16).toString("base64")}`),
  "its bytes in hexadecimal": withSignature(`v1,${mac.toString("hex")}`),
  zeros: withSignature(`v1,${Buffer.alloc(32).toString("base64")}`),
  "twenty wrong ones and the right one": withSignature(`${"v1,AAAA ".repeat(20)}${SIGNATURE}`),
  "another account's secret": fromBird(BODY, { secret: ANOTHER }),
  "the secret's text in place of its bytes": signedAs(SIGNED, "sha256", WEBHOOK_SECRET),
  "an empty secret": signedAs(SIGNED, "sha256", ""),
  "HMAC-SHA1": signedAs(SIGNED, "sha1"),
  "HMAC-SHA512": signedAs(SIGNED, "sha512"),
  "a signature of the body alone": signedAs(BODY),
  "a signature without the id": signedAs(`${STAMP}.${BODY}`),
  "a signature without the timestamp": signedAs(`${ID}.${BODY}`),
  "a signature in another order": signedAs(`${STAMP}.${ID}.${BODY}`),
  "another status": withBody(BODY.replace("sms.delivered", "sms.failed")),
  "another operation": withBody(BODY.replace("smsop_0001", "smsop_0002")),
  "its body written anew": withBody(JSON.stringify(JSON.parse(BODY), null, 2)),
  "its letters escaped": withBody(BODY.replace("ä", String.raw`\u00e4`)),
  "its letters in another encoding": withBody(Buffer.from(BODY, "latin1")),
  "a line feed after the body": withBody(`${BODY}\n`),
  "a byte order mark before the body": withBody(`\uFEFF${BODY}`),
  "an empty body": withBody(""),
  "a byte less": withBody(bytes.subarray(0, -1)),
  "the first byte changed": withBody(flipped(0)),
  "another event's headers": { ...fromBird("{}"), body: bytes },
};

describe("what Bird did not send is refused", () => {
  test("the genuine one is not", () => {
    expect(verifyStandardWebhook(GENUINE, SECRETS)).toEqual({ ok: true });
  });

  test("in more than fifty ways", () => {
    expect(Object.keys(FORGERIES).length).toBeGreaterThan(50);
  });

  test.each(Object.keys(FORGERIES))("%s", (name) => {
    const forged = FORGERIES[name];
    if (forged === undefined) throw new Error(name);
    expect(verifyStandardWebhook(forged, SECRETS).ok).toBe(false);
  });

  test("for a reason that tells nothing of what was compared", () => {
    for (const forged of Object.values(FORGERIES)) {
      const { reason = "" } = verifyStandardWebhook(forged, SECRETS) as {
        readonly reason?: string;
      };
      for (const told of [SIGNATURE.slice(3), WEBHOOK_SECRET, "447700900000"])
        expect(reason).not.toContain(told);
    }
  });

  test.each(["", "whsec_", "whsec_A", "whsec_=", "whsec_ä", "whsec_===="])(
    "by a secret that is none, %j, nothing is verified",
    (secret) => {
      for (const empty of ["", secret, secret.slice(6)])
        expect(
          verifyStandardWebhook(signedAs(SIGNED, "sha256", empty), [new Secret(secret)]).ok,
        ).toBe(false);
      expect(verifyStandardWebhook(GENUINE, []).ok).toBe(false);
    },
  );

  test("whatever byte is changed", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        expect(verifyStandardWebhook(withBody(flipped(at, by)), SECRETS).ok).toBe(false);
      }),
      { seed: 24, numRuns: 500 },
    );
  });
});

describe("a genuine webhook is verified", () => {
  test("behind a proxy that adds headers, and at whatever address", () => {
    const proxied = withHeaders({
      "x-forwarded-for": "203.0.113.7",
      host: "10.0.0.3:7102",
      "content-type": "application/json; charset=utf-8",
    });
    const url = "http://10.0.0.3:7102/?x=1";
    expect(verifyStandardWebhook({ ...proxied, url }, SECRETS)).toEqual({ ok: true });
  });

  test("while secrets are rotated, at either end", () => {
    const rotated = [new Secret(ANOTHER), ...SECRETS];
    expect(verifyStandardWebhook(GENUINE, rotated).ok).toBe(true);
    const both = `${fromBird(BODY, { secret: ANOTHER }).headers["webhook-signature"]} ${SIGNATURE}`;
    for (const secrets of [SECRETS, [new Secret(ANOTHER)], rotated])
      expect(verifyStandardWebhook(withSignature(both), secrets).ok).toBe(true);
  });

  test("beside signatures of versions that nobody here knows", () => {
    expect(verifyStandardWebhook(withSignature(`v1a,AAAA ${SIGNATURE}`), SECRETS).ok).toBe(true);
  });

  test("by a secret that does not say that it is one", () => {
    expect(verifyStandardWebhook(GENUINE, [new Secret(WEBHOOK_SECRET.slice(6))]).ok).toBe(true);
  });
});

describe("beside the library of the Standard Webhooks", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const library = new Webhook(WEBHOOK_SECRET);
  const accepts = (wire: WireRequest): boolean => {
    try {
      library.verify(Buffer.from(wire.body).toString("utf8"), wire.headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  };

  // https://github.com/standard-webhooks/standard-webhooks: the specification's own example.
  test("its own example is verified", () => {
    const wire: WireRequest = {
      ...GENUINE,
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      body: Buffer.from('{"test": 2432232314}'),
      receivedAt: 1_614_265_330_000,
    };
    const secrets = [new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")];
    expect(verifyStandardWebhook(wire, secrets)).toEqual({ ok: true });
  });

  test("what it signs is verified, whatever the text, the id and the second", () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
    const seconds = fc.integer({ min: -400, max: 400 });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), id, seconds, (body, name, by) => {
        const wire = fromBird(body, { id: name, at: NOW + by * 1_000 });
        expect(verifyStandardWebhook(wire, SECRETS).ok).toBe(Math.abs(by) <= 300);
        expect(accepts(wire)).toBe(Math.abs(by) <= 300);
      }),
      { seed: 25 },
    );
  });

  test("what is verified here it verifies, too", () => {
    const all = Object.values(FORGERIES).filter(({ receivedAt }) => receivedAt === NOW);
    const more = [withSignature(`v1,AAAA ${SIGNATURE}`), withSignature(`v1a,x ${SIGNATURE}`)];
    for (const wire of [GENUINE, ...more, ...all])
      if (verifyStandardWebhook(wire, SECRETS).ok) expect(accepts(wire)).toBe(true);
  });

  test("and it takes some that are refused here", () => {
    const laxer = Object.entries(FORGERIES)
      .filter(([, wire]) => wire.receivedAt === NOW && accepts(wire))
      .map(([name]) => name);
    expect(laxer.toSorted()).toEqual([
      "a comma after the signature",
      "a fraction after the timestamp",
      "a space before the timestamp",
      "a zero before the timestamp",
      "letters after the timestamp",
      "signatures parted by commas",
      "the beginning of a body moved into the id, to the same bytes",
      "twenty wrong ones and the right one",
    ]);
  });
});
