import { createHash, createHmac } from "node:crypto";
import { Secret, type WireRequest } from "@underclaim/runtime";
import fc from "fast-check";
import { base64url, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { verifyMessageBird } from "../../../src/native/bird/messagebird-signature.ts";
import { SIGNING_KEY } from "../../provider/bird/setup.ts";
import { fromMessageBird, INBOUND_URL, KEYS, NOW, REPORT, reportUrl } from "./wire.ts";

const URL_OF = INBOUND_URL;
const BODY = "id=1&originator=447700900000&recipient=447700900001&payload=STOP";
const NAME = "messagebird-signature-jwt";
const GENUINE = await fromMessageBird({ url: URL_OF, body: BODY });
const REPORTED = await fromMessageBird({ url: reportUrl(REPORT) });
const TOKEN = GENUINE.headers[NAME] ?? "";
const [HEADER = "", PAYLOAD = "", SIGNATURE = ""] = TOKEN.split(".");
const SECOND = NOW / 1_000;
const sha256 = (of: string): string => createHash("sha256").update(of).digest("hex");

const withToken = (token: string, over: Partial<WireRequest> = {}): WireRequest => ({
  ...GENUINE,
  headers: { ...GENUINE.headers, [NAME]: token },
  ...over,
});
const withBody = (body: string | Uint8Array): WireRequest => ({
  ...GENUINE,
  body: Buffer.from(body),
});
const withUrl = (url: string): WireRequest => ({ ...GENUINE, url });
/** Signed anew over whatever stands in it. */
const handMade = (
  header: unknown,
  payload: unknown,
  { algorithm = "sha256", key = SIGNING_KEY }: { algorithm?: string; key?: string } = {},
): string => {
  const part = (value: unknown): string =>
    base64url.encode(typeof value === "string" ? value : JSON.stringify(value));
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac(algorithm, key).update(signed).digest("base64url")}`;
};
const claims = {
  iss: "MessageBird",
  nbf: SECOND,
  exp: SECOND + 60,
  jti: "1",
  url_hash: sha256(URL_OF),
  payload_hash: sha256(BODY),
};
const HS256 = { alg: "HS256", typ: "JWT" };
const left = (name: string): object =>
  Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
const made = (over: object): WireRequest => withToken(handMade(HS256, { ...claims, ...over }));
const headed = (over: object, algorithm?: string): WireRequest =>
  withToken(handMade({ ...HS256, ...over }, claims, algorithm === undefined ? {} : { algorithm }));
const signed = (over: object): Promise<WireRequest> =>
  fromMessageBird({ url: URL_OF, body: BODY, ...over });

const FORGERIES: Readonly<Record<string, WireRequest>> = {
  "no token": { ...GENUINE, headers: {} },
  "an empty token": withToken(""),
  "two parts": withToken(`${HEADER}.${PAYLOAD}`),
  "four parts": withToken(`${TOKEN}.`),
  "an empty signature": withToken(`${HEADER}.${PAYLOAD}.`),
  "a space before the token": withToken(` ${TOKEN}`),
  "the token as a bearer's": withToken(`Bearer ${TOKEN}`),
  "the token twice": withToken(`${TOKEN}, ${TOKEN}`),
  "the signature's first character changed": withToken(
    `${HEADER}.${PAYLOAD}.${SIGNATURE.startsWith("A") ? "B" : "A"}${SIGNATURE.slice(1)}`,
  ),
  "the signature padded": withToken(`${TOKEN}=`),
  "the signature in the other base64": withToken(
    `${HEADER}.${PAYLOAD}.${Buffer.from(SIGNATURE, "base64url").toString("base64")}`,
  ),
  "a bit of the signature changed that base64 does not keep": withToken(
    TOKEN.replace(/.$/, (last) => String.fromCodePoint((last.codePointAt(0) ?? 0) + 1)),
  ),
  "the signature's first half": withToken(
    `${HEADER}.${PAYLOAD}.${Buffer.from(SIGNATURE, "base64url").subarray(0, 16).toString("base64url")}`,
  ),
  zeros: withToken(`${HEADER}.${PAYLOAD}.${Buffer.alloc(32).toString("base64url")}`),
  "another account's key": await signed({ key: "another account's" }),
  "an empty key": withToken(handMade(HS256, claims, { key: "" })),
  "no algorithm": withToken(`${base64url.encode('{"alg":"none"}')}.${PAYLOAD}.`),
  "no algorithm, signed all the same": headed({ alg: "none" }),
  "no algorithm in other letters": headed({ alg: "nOnE" }),
  "the algorithm in lower case": headed({ alg: "hs256" }),
  "an algorithm of public keys": headed({ alg: "RS256" }),
  "the name of another hash than signed": headed({ alg: "HS512" }),
  "HMAC-SHA1": headed({ alg: "HS1" }, "sha1"),
  "a header without an algorithm": withToken(handMade({ typ: "JWT" }, claims)),
  "a header that is no object": withToken(handMade("HS256", claims)),
  "a header that is no JSON": withToken(handMade("{", claims)),
  "an extension that must be understood": headed({ crit: ["b64"], b64: false }),
  "no extension that must be understood": headed({ crit: [] }),
  "another's claims under the signature": withToken(
    `${HEADER}.${base64url.encode(JSON.stringify({ ...claims, jti: "2" }))}.${SIGNATURE}`,
  ),
  "another's header over the signature": withToken(
    `${base64url.encode('{"typ":"JWT","alg":"HS256"}')}.${PAYLOAD}.${SIGNATURE}`,
  ),
  "claims that are no JSON": withToken(handMade(HS256, "{")),
  "claims that are a list": withToken(handMade(HS256, [claims])),
  "no claims": withToken(handMade(HS256, {})),
  "no issuer": withToken(handMade(HS256, left("iss"))),
  "another issuer": made({ iss: "messagebird" }),
  "no name": withToken(handMade(HS256, left("jti"))),
  "no beginning": withToken(handMade(HS256, left("nbf"))),
  "no end": withToken(handMade(HS256, left("exp"))),
  "an end that is a text": made({ exp: String(SECOND + 60) }),
  "an end that is no number": made({ exp: null }),
  "no hash of the address": withToken(handMade(HS256, left("url_hash"))),
  "no hash of the body": withToken(handMade(HS256, left("payload_hash"))),
  "an empty hash of the body": made({ payload_hash: "" }),
  "the hash of no body": made({ payload_hash: sha256("") }),
  "a hash in capitals": made({ payload_hash: sha256(BODY).toUpperCase() }),
  "half a hash": made({ payload_hash: sha256(BODY).slice(0, 32) }),
  "a hash of another kind": made({
    payload_hash: createHash("sha512").update(BODY).digest("hex"),
  }),
  "the hashes in each other's place": made({
    url_hash: sha256(BODY),
    payload_hash: sha256(URL_OF),
  }),
  "genuine, two minutes old": { ...GENUINE, receivedAt: NOW + 120_000 },
  "genuine, a minute ahead": { ...GENUINE, receivedAt: NOW - 60_000 },
  "genuine, a day old": { ...GENUINE, receivedAt: NOW + 86_400_000 },
  "an end before its beginning": made({ nbf: SECOND, exp: SECOND - 60 }),
  "another body": withBody(BODY.replace("STOP", "START")),
  "another sender": withBody(BODY.replace("900000", "900009")),
  "its fields in another order": withBody(BODY.split("&").toReversed().join("&")),
  "its body written anew": withBody(`${new URLSearchParams(BODY).toString()}&`),
  "a line feed after the body": withBody(`${BODY}\n`),
  "no body": withBody(""),
  "a byte less": withBody(BODY.slice(0, -1)),
  "another address": withUrl(URL_OF.replace("bird-eu", "bird-us")),
  "another source": withUrl(URL_OF.replace("inbound", "status")),
  "another host": withUrl(URL_OF.replace("sms.", "sms2.")),
  "http in place of https": withUrl(URL_OF.replace("https:", "http:")),
  "a port in the address": withUrl(URL_OF.replace(".org/", ".org:443/")),
  "a query in the address": withUrl(`${URL_OF}?x=1`),
  "a slash after the address": withUrl(`${URL_OF}/`),
  "no address": withUrl(""),
  "a body where a report has none": {
    ...REPORTED,
    body: Buffer.from(new URLSearchParams({ ...REPORT, status: "delivery_failed" }).toString()),
  },
  "another status in a report's address": {
    ...REPORTED,
    url: reportUrl({ ...REPORT, status: "delivery_failed" }),
  },
  "a report's fields in another order": {
    ...REPORTED,
    url: reportUrl(Object.fromEntries(Object.entries(REPORT).toReversed())),
  },
  "a report's address without its query": {
    ...REPORTED,
    url: "https://relay.example.org/messagebird",
  },
  "a report's token over an inbound message": withToken(REPORTED.headers[NAME] ?? ""),
};

describe("what MessageBird did not send is refused", () => {
  test("the genuine ones are not", () => {
    for (const wire of [GENUINE, REPORTED])
      expect(verifyMessageBird(wire, KEYS)).toEqual({ ok: true });
    expect(verifyMessageBird(withToken(handMade(HS256, claims)), KEYS)).toEqual({ ok: true });
  });

  test("in more than sixty ways", () => {
    expect(Object.keys(FORGERIES).length).toBeGreaterThan(60);
  });

  test.each(Object.keys(FORGERIES))("%s", (name) => {
    const forged = FORGERIES[name];
    if (forged === undefined) throw new Error(name);
    expect(verifyMessageBird(forged, KEYS).ok).toBe(false);
  });

  test("for a reason that tells nothing of what was compared", () => {
    for (const forged of Object.values(FORGERIES)) {
      const { reason = "" } = verifyMessageBird(forged, KEYS) as { readonly reason?: string };
      for (const told of [SIGNATURE, SIGNING_KEY, sha256(BODY), "447700900000"])
        expect(reason).not.toContain(told);
    }
  });

  test("without a secret nothing is verified", () => {
    expect(verifyMessageBird(GENUINE, []).ok).toBe(false);
    expect(verifyMessageBird(GENUINE, [new Secret("another")]).ok).toBe(false);
  });

  test("whatever byte of the body, character of the token or of the address is changed", () => {
    const changed = (text: string, at: number, by: number): string => {
      const bytes = Buffer.from(text);
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ by;
      return bytes.toString("latin1");
    };
    fc.assert(
      fc.property(fc.nat(2_000), fc.integer({ min: 1, max: 127 }), (at, by) => {
        for (const wire of [
          withBody(changed(BODY, at, by)),
          withToken(changed(TOKEN, at, by)),
          withUrl(changed(URL_OF, at, by)),
        ])
          expect(verifyMessageBird(wire, KEYS).ok).toBe(false);
      }),
      { seed: 33, numRuns: 500 },
    );
  });
});

describe("a genuine request is verified", () => {
  test.each(["HS256", "HS384", "HS512"])("by %s", async (algorithm) => {
    expect(verifyMessageBird(await signed({ algorithm }), KEYS)).toEqual({ ok: true });
  });

  test("while keys are rotated", () => {
    expect(verifyMessageBird(GENUINE, [new Secret("the new one"), ...KEYS]).ok).toBe(true);
  });

  test("behind a proxy that adds headers: the runtime tells the address that was called", () => {
    const headers = { ...GENUINE.headers, host: "10.0.0.3", "x-forwarded-for": "203.0.113.7" };
    expect(verifyMessageBird({ ...GENUINE, headers }, KEYS)).toEqual({ ok: true });
  });

  test.each([
    [-6_000, false],
    [-5_000, true],
    [0, true],
    [65_000, true],
    [66_000, false],
  ])("where our clock is %i ms from MessageBird's: %s", (by, ok) => {
    expect(verifyMessageBird({ ...GENUINE, receivedAt: NOW + by }, KEYS).ok).toBe(ok);
  });
});

describe("beside jose", () => {
  const accepts = async ({ headers, receivedAt }: WireRequest): Promise<boolean> => {
    try {
      await jwtVerify(headers[NAME] ?? "", new TextEncoder().encode(SIGNING_KEY), {
        algorithms: ["HS256", "HS384", "HS512"],
        issuer: "MessageBird",
        requiredClaims: ["exp", "nbf", "jti", "url_hash"],
        currentDate: new Date(receivedAt),
        clockTolerance: 5,
      });
      return true;
    } catch {
      return false;
    }
  };

  test("what is verified here jose verifies, whatever the address, the body and the time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.webUrl({ withQueryParameters: true }),
        fc.string({ unit: "binary" }),
        fc.constantFrom("HS256", "HS384", "HS512"),
        fc.integer({ min: -10, max: 70 }),
        async (url, body, algorithm, by) => {
          const wire = await fromMessageBird({ url, body, algorithm });
          const later = { ...wire, receivedAt: NOW + by * 1_000 };
          const ok = by >= -5 && by <= 65;
          expect(verifyMessageBird(later, KEYS).ok).toBe(ok);
          // jose counts the last second of a token's tolerance as after it.
          if (by !== 65) expect(await accepts(later)).toBe(ok);
        },
      ),
      { seed: 34 },
    );
  });

  test("what jose refuses is refused here, and it takes what it cannot see and what base64 spells twice", async () => {
    const laxer: string[] = [];
    for (const [name, wire] of Object.entries(FORGERIES)) if (await accepts(wire)) laxer.push(name);
    const unseen = laxer.filter((name) => FORGERIES[name]?.headers[NAME] !== TOKEN);
    expect(unseen.toSorted()).toEqual([
      "a bit of the signature changed that base64 does not keep",
      "a body where a report has none",
      "a hash in capitals",
      "a hash of another kind",
      "a report's address without its query",
      "a report's fields in another order",
      "a report's token over an inbound message",
      "an empty hash of the body",
      "another status in a report's address",
      "half a hash",
      "no hash of the body",
      "the hash of no body",
      "the hashes in each other's place",
      "the signature padded",
    ]);
  });
});
