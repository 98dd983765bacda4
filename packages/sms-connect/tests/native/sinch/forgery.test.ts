import { createHmac } from "node:crypto";
import { Secret, type WireRequest } from "@underclaim/runtime";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sinchDeliveryReport } from "../../../src/native/sinch/delivery-report.ts";
import { sinchInbound } from "../../../src/native/sinch/inbound.ts";
import { verifySinch } from "../../../src/native/sinch/signature.ts";
import { kitOf } from "../../support/kits.ts";
import { NOW, RECIPIENT_REPORT, SECRET, SECRETS, signed, wireOf } from "./wire.ts";

const TOLERANCE = 300_000;
const BODY = JSON.stringify({ ...RECIPIENT_REPORT, client_reference: "smsop_ä", note: "a.b" });
const GENUINE = await signed(BODY);
const NAME = "x-sinch-webhook-signature";
const header = (name = ""): string => GENUINE.headers[NAME + name] ?? "";
const SIGNATURE = header();
const NONCE = header("-nonce");
const STAMP = header("-timestamp");
const mac = Buffer.from(SIGNATURE, "base64");

const withHeaders = (over: Readonly<Record<string, string>>): WireRequest => ({
  ...GENUINE,
  headers: { ...GENUINE.headers, ...over },
});
const withSignature = (given: string): WireRequest => withHeaders({ [NAME]: given });
const without = (...names: readonly string[]): WireRequest => ({
  ...GENUINE,
  headers: Object.fromEntries(
    Object.entries(GENUINE.headers).filter(([name]) => !names.includes(name)),
  ),
});
const withBody = (body: string | Uint8Array): WireRequest => ({
  ...GENUINE,
  body: Buffer.from(body),
});
const signedAs = (
  text: string,
  { algorithm = "sha256", key = SECRET }: { algorithm?: string; key?: string | Buffer } = {},
): WireRequest => withSignature(createHmac(algorithm, key).update(text).digest("base64"));
const CUT = BODY.lastIndexOf(".");
/** The same bytes are signed where a full stop of the body is taken for the one after it. */
const shifted = (nonce: string, timestamp: string): WireRequest => ({
  ...withHeaders({ [`${NAME}-nonce`]: nonce, [`${NAME}-timestamp`]: timestamp }),
  body: Buffer.from(BODY.slice(0, CUT)),
});
const TAIL = BODY.slice(CUT + 1);
const bytes = Buffer.from(BODY);
const flipped = (at: number, by = 1): Uint8Array => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
};

const FORGERIES: Readonly<Record<string, WireRequest>> = {
  "no headers": { ...GENUINE, headers: {} },
  "no signature": without(NAME),
  "no nonce": without(`${NAME}-nonce`),
  "no timestamp": without(`${NAME}-timestamp`),
  "an empty signature": withSignature(""),
  "an empty nonce": withHeaders({ [`${NAME}-nonce`]: "" }),
  "an empty timestamp": withHeaders({ [`${NAME}-timestamp`]: "" }),
  "its first character changed": withSignature(
    `${SIGNATURE.startsWith("A") ? "B" : "A"}${SIGNATURE.slice(1)}`,
  ),
  "a bit of it changed that base64 does not keep": withSignature(
    SIGNATURE.replace(
      /(.)=$/,
      (_, last: string) => `${String.fromCodePoint((last.codePointAt(0) ?? 0) + 1)}=`,
    ),
  ),
  "its padding left out": withSignature(SIGNATURE.slice(0, -1)),
  "its padding doubled": withSignature(`${SIGNATURE}=`),
  "a space before it": withSignature(` ${SIGNATURE}`),
  "it twice": withSignature(`${SIGNATURE}, ${SIGNATURE}`),
  "it in base64url": withSignature(mac.toString("base64url")),
  "it in hexadecimal": withSignature(mac.toString("hex")),
  "it in lower case": withSignature(SIGNATURE.toLowerCase()),
  "its first half": withSignature(mac.subarray(0, 16).toString("base64")),
  zeros: withSignature(Buffer.alloc(32).toString("base64")),
  "another nonce": withHeaders({ [`${NAME}-nonce`]: NONCE.replace("1", "2") }),
  "the nonce in lower case": withHeaders({ [`${NAME}-nonce`]: NONCE.toLowerCase() }),
  "a nonce with a space after it": withHeaders({ [`${NAME}-nonce`]: `${NONCE} ` }),
  "the end of the body moved into the nonce": shifted(`${TAIL}.${NONCE}`, STAMP),
  "the end of the body for a nonce, the nonce moved into the timestamp": shifted(
    TAIL,
    `${NONCE}.${STAMP}`,
  ),
  "the nonce moved into the body": {
    ...withHeaders({ [`${NAME}-nonce`]: "" }),
    body: Buffer.from(`${BODY}.${NONCE}`),
  },
  "the timestamp moved into the nonce": withHeaders({
    [`${NAME}-nonce`]: `${NONCE}.${STAMP}`,
    [`${NAME}-timestamp`]: "",
  }),
  "a second more": withHeaders({ [`${NAME}-timestamp`]: String(Number(STAMP) + 1) }),
  "a zero before the timestamp": withHeaders({ [`${NAME}-timestamp`]: `0${STAMP}` }),
  "a fraction after the timestamp": withHeaders({ [`${NAME}-timestamp`]: `${STAMP}.0` }),
  "the timestamp in milliseconds": withHeaders({ [`${NAME}-timestamp`]: `${STAMP}000` }),
  "a timestamp below zero": withHeaders({ [`${NAME}-timestamp`]: `-${STAMP}` }),
  "a timestamp in hexadecimal": withHeaders({
    [`${NAME}-timestamp`]: `0x${Number(STAMP).toString(16)}`,
  }),
  "a timestamp that is no number, signed": {
    ...signedAs(`${BODY}.${NONCE}.now`),
    headers: {
      ...signedAs(`${BODY}.${NONCE}.now`).headers,
      [`${NAME}-timestamp`]: "now",
    },
  },
  "genuine, six minutes old": { ...GENUINE, receivedAt: NOW + 360_000 },
  "genuine, six minutes ahead": { ...GENUINE, receivedAt: NOW - 360_000 },
  "genuine, a day old": { ...GENUINE, receivedAt: NOW + 86_400_000 },
  "genuine with a new timestamp, a day later": {
    ...withHeaders({ [`${NAME}-timestamp`]: String(Number(STAMP) + 86_400) }),
    receivedAt: NOW + 86_400_000,
  },
  "another status": withBody(BODY.replace("Delivered", "Failed")),
  "another recipient": withBody(BODY.replace("447700900000", "447700900009")),
  "another operation": withBody(BODY.replace("smsop_", "smsop-")),
  "its fields in another order": withBody(
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(BODY) as object).toReversed())),
  ),
  "its body written anew": withBody(JSON.stringify(JSON.parse(BODY), null, 2)),
  "its letters escaped": withBody(BODY.replace("ä", String.raw`\u00e4`)),
  "its letters decomposed": withBody(BODY.normalize("NFD")),
  "its letters in another encoding": withBody(Buffer.from(BODY, "latin1")),
  "a line feed after the body": withBody(`${BODY}\n`),
  "a byte order mark before the body": withBody(`\uFEFF${BODY}`),
  "an empty body": withBody(""),
  "a byte less": withBody(bytes.subarray(0, -1)),
  "the first byte changed": withBody(flipped(0)),
  "the last byte changed": withBody(flipped(bytes.length - 1, 0x80)),
  "another account's secret": await signed(BODY, { secret: "another account's" }),
  "an empty secret": signedAs(`${BODY}.${NONCE}.${STAMP}`, { key: "" }),
  "the secret's bytes in base64": signedAs(`${BODY}.${NONCE}.${STAMP}`, {
    key: Buffer.from(SECRET, "base64"),
  }),
  "HMAC-SHA1": signedAs(`${BODY}.${NONCE}.${STAMP}`, { algorithm: "sha1" }),
  "HMAC-SHA512": signedAs(`${BODY}.${NONCE}.${STAMP}`, { algorithm: "sha512" }),
  "HMAC-MD5": signedAs(`${BODY}.${NONCE}.${STAMP}`, { algorithm: "md5" }),
  "another algorithm by name": withHeaders({ [`${NAME}-algorithm`]: "HmacSHA1" }),
  "no algorithm by name": withHeaders({ [`${NAME}-algorithm`]: "none" }),
  "a signature of the body alone": signedAs(BODY),
  "a signature without the timestamp": signedAs(`${BODY}.${NONCE}`),
  "a signature without the nonce": signedAs(`${BODY}.${STAMP}`),
  "a signature without the full stops": signedAs(`${BODY}${NONCE}${STAMP}`),
  "a signature in another order": signedAs(`${NONCE}.${STAMP}.${BODY}`),
  "another request's headers": { ...(await signed("{}")), body: bytes },
};

const verify = (wire: WireRequest, secrets = SECRETS) => verifySinch(wire, secrets, TOLERANCE);

describe("what Sinch did not send is refused", () => {
  test("the genuine one is not", () => {
    expect(verify(GENUINE)).toEqual({ ok: true });
  });

  test("in more than fifty ways", () => {
    expect(Object.keys(FORGERIES).length).toBeGreaterThan(50);
  });

  test.each(Object.keys(FORGERIES))("%s", (name) => {
    const forged = FORGERIES[name];
    if (forged === undefined) throw new Error(name);
    expect(verify(forged).ok).toBe(false);
  });

  test("for a reason that tells nothing of what was compared", () => {
    for (const forged of Object.values(FORGERIES)) {
      const { reason = "" } = verify(forged) as { readonly reason?: string };
      for (const told of [SIGNATURE, SECRET, "447700900000"]) expect(reason).not.toContain(told);
    }
  });

  test("without a secret nothing is verified", () => {
    expect(verify(GENUINE, []).ok).toBe(false);
    expect(verify(GENUINE, [new Secret("another")]).ok).toBe(false);
  });

  test("whatever byte is changed", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        expect(verify(withBody(flipped(at, by))).ok).toBe(false);
      }),
      { seed: 16, numRuns: 500 },
    );
  });

  test("and whatever character of the signature is", () => {
    for (let at = 0; at < SIGNATURE.length; at += 1)
      for (const other of "A/+=") {
        if (SIGNATURE[at] === other) continue;
        const given = SIGNATURE.slice(0, at) + other + SIGNATURE.slice(at + 1);
        expect(verify(withSignature(given)).ok).toBe(false);
      }
  });
});

describe("a genuine callback is verified", () => {
  // https://developers.sinch.com/docs/conversation/callbacks: the same scheme, in the documentation's own example.
  test("in the documentation's example", () => {
    const body = `{"app_id":"","accepted_time":"2021-10-18T17:49:13.813615Z","project_id":"e2df3a34-a71b-4448-9db5-a8d2baad28e4","contact_create_notification":{"contact":{"id":"01FJA8B466Y0R2GNXD78MD9SM1","channel_identities":[{"channel":"SMS","identity":"48123456789","app_id":""}],"display_name":"New Test Contact","email":"new.contact@email.com","external_id":"","metadata":"","language":"EN_US"}},"message_metadata":""}`;
    const wire = wireOf(body, {
      headers: {
        [NAME]: "6bpJoRmFoXVjfJIVglMoJzYXxnoxRujzR4k2GOXewOE=",
        [`${NAME}-algorithm`]: "HmacSHA256",
        [`${NAME}-nonce`]: "01FJA8B4A7BM43YGWSG9GBV067",
        [`${NAME}-timestamp`]: "1634579353",
      },
      receivedAt: 1_634_579_353_000,
    });
    expect(verify(wire, [new Secret("foo_secret1234")])).toEqual({ ok: true });
  });

  test("whatever its bytes, its nonce and its second", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
        fc.integer({ min: -TOLERANCE / 1_000, max: TOLERANCE / 1_000 }),
        async (body, nonce, by) => {
          const at = NOW + by * 1_000;
          expect(verify(await signed(body, { at, nonce })).ok).toBe(true);
        },
      ),
      { seed: 17 },
    );
  });

  test("while secrets are rotated", () => {
    const secrets = [new Secret("the new one"), ...SECRETS];
    expect(verify(GENUINE, secrets)).toEqual({ ok: true });
  });

  test("behind a proxy that adds headers, and at whatever address", () => {
    const proxied = withHeaders({
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-proto": "http",
      host: "10.0.0.3:7102",
      "content-length": "1",
      "content-type": "application/json; charset=utf-8",
    });
    expect(verify({ ...proxied, url: "http://10.0.0.3:7102/?x=1" })).toEqual({ ok: true });
  });

  test("where no algorithm is named, which is the one that is documented", () => {
    expect(verify(without(`${NAME}-algorithm`))).toEqual({ ok: true });
  });
});

describe("how far the time of a callback may be from now", () => {
  const old = { ...GENUINE, receivedAt: NOW + 3_600_000 };
  const verdicts = (over: object, wire: WireRequest) => {
    const provider = { kind: "sinch", account: "sinch-eu", service_plan_id: "p", api_token: "x" };
    const given = kitOf([{ ...provider, ...over }]);
    return [sinchDeliveryReport(given), sinchInbound(given)].map(
      (source) => source.verify?.(wire, SECRETS).ok,
    );
  };

  test("is the account's", () => {
    expect(verdicts({ webhook_tolerance: "PT2H" }, old)).toEqual([true, true]);
    expect(verdicts({}, old)).toEqual([false, false]);
    expect(verdicts({}, GENUINE)).toEqual([true, true]);
  });

  test("is five minutes where no account is named", () => {
    const account = { webhook_tolerance: "PT2H" };
    expect(verdicts(account, { ...GENUINE, account: null })).toEqual([true, true]);
    expect(verdicts(account, { ...old, account: null })).toEqual([false, false]);
  });
});
