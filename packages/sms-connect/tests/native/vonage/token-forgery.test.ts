import { createHash, createHmac, generateKeyPairSync } from "node:crypto";
import { Secret, type WireRequest } from "@underclaim/runtime";
import fc from "fast-check";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { verifyVonageToken } from "../../../src/native/vonage/token.ts";
import { API_SECRET, SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { signedMessagesWebhook } from "../../support/vonage-double.ts";
import { kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const verify = verifyVonageToken(kit);
const BODY = JSON.stringify({
  message_uuid: "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab",
  to: "447700900000",
  from: "447700900001",
  timestamp: "2026-01-01T12:00:00.000Z",
  channel: "sms",
  status: "rejected",
});
const HASH = createHash("sha256").update(BODY).digest("hex");
const KEY = Buffer.from(SIGNATURE_SECRET);
const CLAIMS = { iat: SECONDS, jti: "1", iss: "Vonage", payload_hash: HASH };

const signed = await signedMessagesWebhook(SIGNATURE_SECRET, BODY, SECONDS);
const GENUINE = wireOf(signed);
const token = signed.headers["authorization"]?.replace("Bearer ", "") ?? "";
const [header = "", payload = "", signature = ""] = token.split(".");

const authorized = (authorization: string): WireRequest => ({
  ...GENUINE,
  headers: { ...GENUINE.headers, authorization },
});
const withToken = (given: string): WireRequest => authorized(`Bearer ${given}`);
const withBody = (body: string): WireRequest => ({ ...GENUINE, body: Buffer.from(body) });
const claiming = async (over: object, key: Uint8Array = KEY): Promise<WireRequest> =>
  withToken(
    await new SignJWT({ ...CLAIMS, ...over }).setProtectedHeader({ alg: "HS256" }).sign(key),
  );
/** Signed as it should be, whatever its header says. */
const headed = (head: object, key: string | Buffer = KEY): WireRequest => {
  const parts = [head, CLAIMS].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const mac = createHmac("sha256", key).update(parts.join(".")).digest("base64url");
  return withToken([...parts, mac].join("."));
};
const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const long = Buffer.from(SIGNATURE_SECRET.padEnd(64, "."));
const flip = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;

const FORGERIES: Readonly<Record<string, WireRequest>> = {
  "no Authorization": { ...GENUINE, headers: { "content-type": "application/json" } },
  "an empty Authorization": authorized(""),
  "a token without Bearer": authorized(token),
  "a token under Basic": authorized(`Basic ${token}`),
  "two tokens": authorized(`Bearer ${token}, Bearer ${token}`),
  "a token of two parts": withToken(`${header}.${payload}`),
  "a token without a signature": withToken(`${header}.${payload}.`),
  "a token of four parts": withToken(`${token}.x`),
  "a token with padding": withToken(`${token}=`),
  "a space in the token": withToken(`${header}. ${payload}.${signature}`),
  "the signature's first character changed": withToken(
    `${header}.${payload}.${flip(signature, 0)}`,
  ),
  "the signature's last character changed": withToken(
    `${header}.${payload}.${flip(signature, signature.length - 1)}`,
  ),
  "the signature cut": withToken(`${header}.${payload}.${signature.slice(0, -1)}`),
  "the signature in base64": withToken(
    `${header}.${payload}.${Buffer.from(signature, "base64url").toString("base64")}`,
  ),
  "a character of the claims changed": withToken(`${header}.${flip(payload, 5)}.${signature}`),
  "a character of the header changed": withToken(`${flip(header, 5)}.${payload}.${signature}`),
  "a token by another secret": await claiming(
    {},
    Buffer.from("another account's secret, long enough"),
  ),
  "a token by the API secret": await claiming({}, Buffer.from(API_SECRET.padEnd(32, " "))),
  "a token by an empty secret": headed({ alg: "HS256" }, ""),
  "a token by the secret's base64": headed({ alg: "HS256" }, KEY.toString("base64")),
  "a token without any signature (alg none)": withToken(new UnsecuredJWT(CLAIMS).encode()),
  "a token that says none and is signed": headed({ alg: "none" }),
  "a token that says HS384 and is signed with HS256": headed({ alg: "HS384" }),
  "a token that says hs256": headed({ alg: "hs256" }),
  "a token that says nothing of its algorithm": headed({ typ: "JWT" }),
  "a token by HS384": withToken(
    await new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS384" }).sign(long),
  ),
  "a token by HS512": withToken(
    await new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS512" }).sign(long),
  ),
  "a token by RS256": withToken(
    await new SignJWT(CLAIMS).setProtectedHeader({ alg: "RS256" }).sign(rsa.privateKey),
  ),
  "another status": withBody(BODY.replace("rejected", "delivered")),
  "a body that was written anew": withBody(JSON.stringify(JSON.parse(BODY), null, 1)),
  "a line after the body": withBody(`${BODY}\n`),
  "an empty body": withBody(""),
  "another hash": await claiming({ payload_hash: "0".repeat(64) }),
  "the hash of nothing": await claiming({
    payload_hash: createHash("sha256").update("").digest("hex"),
  }),
  "the hash in base64": await claiming({
    payload_hash: Buffer.from(HASH, "hex").toString("base64"),
  }),
  "a hash that is cut": await claiming({ payload_hash: HASH.slice(0, 63) }),
  "no hash": await claiming({ payload_hash: undefined }),
  "a hash that is null": await claiming({ payload_hash: null }),
  "no time": await claiming({ iat: undefined }),
  "a time that is text": await claiming({ iat: String(SECONDS) }),
  "a time in milliseconds": await claiming({ iat: NOW }),
  "a time of long ago": await claiming({ iat: SECONDS - 73 * 3_600 - 1 }),
  "a time in the future": await claiming({ iat: SECONDS + 301 }),
  "a time before 1970": await claiming({ iat: -1 }),
  "a token that has expired": await claiming({ exp: SECONDS }),
  "a token that is not yet valid": await claiming({ nbf: SECONDS + 1 }),
  "an account that is not there": { ...GENUINE, account: "vo2" },
  "no account": { ...GENUINE, account: null },
};

const VARIANTS: Readonly<Record<string, WireRequest>> = {
  "behind a proxy": { ...GENUINE, url: "http://sms.example.com:8080/x?b=2&a=1" },
  "with its scheme in small letters": authorized(`bearer ${token}`),
  "with a hash in capitals": await claiming({ payload_hash: HASH.toUpperCase() }),
  "with claims that nobody knows": await claiming({ api_key: "x", application_id: "y", z: [1] }),
  "before it expires": await claiming({ exp: SECONDS + 1, nbf: SECONDS }),
  "as long as Vonage may repeat it": { ...GENUINE, receivedAt: NOW + 72 * 3_600_000 },
};

describe("what Vonage's Messages API did not send is refused", () => {
  test("the genuine one is not", () => {
    expect(verify(GENUINE, SECRETS)).toEqual({ ok: true });
  });

  test.each(Object.keys(VARIANTS))("nor is it %s", (name) => {
    const wire = VARIANTS[name];
    if (wire === undefined) throw new Error(name);
    expect(verify(wire, SECRETS)).toEqual({ ok: true });
  });

  test("an old secret counts while it is being rotated", () => {
    expect(verify(GENUINE, [new Secret("new"), ...SECRETS]).ok).toBe(true);
  });

  test.each(Object.keys(FORGERIES))("%s", (name) => {
    const forged = FORGERIES[name];
    if (forged === undefined) throw new Error(name);
    expect(verify(forged, SECRETS).ok).toBe(false);
  });

  test("for a reason that tells nothing of what was compared", () => {
    for (const forged of Object.values(FORGERIES)) {
      const { reason = "" } = verify(forged, SECRETS) as { readonly reason?: string };
      for (const told of [signature, SIGNATURE_SECRET, "447700900000"])
        expect(reason).not.toContain(told);
    }
  });

  test("without a secret nothing is verified", () => {
    expect(verify(GENUINE, []).ok).toBe(false);
  });

  test("whatever byte of the body is changed", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: GENUINE.body.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const body = Buffer.from(GENUINE.body);
          body[at] = (body[at] ?? 0) ^ by;
          expect(verify({ ...GENUINE, body }, SECRETS).ok).toBe(false);
        },
      ),
      { seed: 9 },
    );
  });

  test("whatever character of the token is changed", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: token.length - 1 }),
        fc.constantFrom(...Array.from("ABab01-_.=+/ ")),
        (at, character) => {
          fc.pre(token[at] !== character);
          const changed = `${token.slice(0, at)}${character}${token.slice(at + 1)}`;
          expect(verify(withToken(changed), SECRETS).ok).toBe(false);
        },
      ),
      { seed: 10, numRuns: 400 },
    );
  });
});
