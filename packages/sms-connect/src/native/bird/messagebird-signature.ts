// MessageBird-Signature-JWT (JWS compact serialization, RFC 7515; HMAC algorithms of RFC 7518 §3.2).
import { createHash } from "node:crypto";
import type { Secret, Verification, WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import { hmac, sameBytes, signedByAny } from "../signatures.ts";

/** Clocks differ; the tokens themselves live for a minute. */
const SKEW_MS = 5_000;
const ALGORITHMS = { HS256: "sha256", HS384: "sha384", HS512: "sha512" } as const;

const Header = z.looseObject({
  alg: z.enum(["HS256", "HS384", "HS512"]),
  /** Extensions that must be understood: none are. */
  crit: z.undefined().optional(),
});
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Claims = z.looseObject({
  iss: z.literal("MessageBird"),
  nbf: z.int(),
  exp: z.int(),
  jti: z.string().min(1),
  url_hash: Hash,
  payload_hash: Hash.optional(),
});

const refused = (reason: string): Verification => ({ ok: false, reason });

/** Covers the address that MessageBird called, query and all, and the body where there is one. */
export function verifyMessageBird(
  { headers, body, url, receivedAt }: WireRequest,
  secrets: readonly Secret[],
): Verification {
  const token = headers["messagebird-signature-jwt"] ?? "";
  const parts = token.split(".");
  const [header = "", payload = "", signature = ""] = parts;
  const given = bytesOf(signature);
  if (parts.length !== 3 || given === null) return refused("no token");
  const read = Header.safeParse(jsonOf(header));
  if (!read.success) return refused("a token of another kind");
  const algorithm = ALGORITHMS[read.data.alg];
  const signed = signedByAny(secrets, given, (secret) =>
    hmac(algorithm, secret, `${header}.${payload}`),
  );
  if (!signed.ok) return signed;

  const claims = Claims.safeParse(jsonOf(payload)).data;
  if (claims === undefined) return refused("claims are missing");
  if (claims.nbf * 1_000 > receivedAt + SKEW_MS) return refused("not valid yet");
  if (claims.exp * 1_000 < receivedAt - SKEW_MS) return refused("not valid any more");
  if (!isHash(claims.url_hash, url)) return refused("another address");
  // A body that the token does not speak of was added on the way.
  const covered =
    body.length === 0 ? claims.payload_hash === undefined : isHash(claims.payload_hash, body);
  return covered ? { ok: true } : refused("another body");
}

const isHash = (hash: string | undefined, of: string | Uint8Array): boolean =>
  hash !== undefined &&
  sameBytes(Buffer.from(hash, "hex"), createHash("sha256").update(of).digest());

/** Base64url without padding, in its one canonical spelling. */
function bytesOf(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length > 0 && bytes.toString("base64url") === text ? bytes : null;
}

function jsonOf(part: string): unknown {
  const bytes = bytesOf(part);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    // No JSON is no token; the schema refuses it.
    return undefined;
  }
}
