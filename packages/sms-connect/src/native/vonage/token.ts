// https://developer.vonage.com/en/getting-started/concepts/webhooks: "Decoding signed webhooks"
import { createHash } from "node:crypto";
import type { Secret, SourceDefinition, Verification, WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { hmac, sameBytes, signedByAny } from "../signatures.ts";
import { accountOf } from "./account.ts";
import { wrongTime } from "./signature.ts";

/** Pinned: an algorithm is never taken from what is to be verified. */
const Header = z.looseObject({ alg: z.literal("HS256") });
const Seconds = z.number().int();
const Claims = z.looseObject({
  iat: Seconds,
  exp: Seconds.optional(),
  nbf: Seconds.optional(),
  payload_hash: z.string().regex(/^[0-9a-f]{64}$/i),
});

const no = (reason: string): Extract<Verification, { ok: false }> => ({ ok: false, reason });

/** A JWT over the hash of the body: `Authorization: Bearer …`. */
export const verifyVonageToken =
  (kit: SmsKit): NonNullable<SourceDefinition["verify"]> =>
  (wire, secrets) => {
    const account = accountOf(kit, wire);
    if (account === null) return no("no such account at Vonage");
    const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(wire.headers.authorization ?? "");
    if (token === null) return no("no JWT in Authorization");
    const [, header = "", payload = "", signature = ""] = token;
    if (!Header.safeParse(jsonOf(header)).success) return no("the JWT is not signed with HS256");
    const signed = signedBy(secrets, `${header}.${payload}`, signature);
    if (!signed.ok) return signed;
    const claims = Claims.safeParse(jsonOf(payload));
    if (!claims.success) return no("the JWT has no iat or payload_hash");
    return wrongClaims(wire, claims.data, account.signature_max_age) ?? signed;
  };

const signedBy = (secrets: readonly Secret[], text: string, signature: string): Verification =>
  // Compared as text: base64url can write the same bytes in several ways.
  signedByAny(secrets, Buffer.from(signature), (secret) =>
    Buffer.from(Buffer.from(hmac("sha256", secret, text)).toString("base64url")),
  );

function wrongClaims(
  wire: WireRequest,
  { iat, exp, nbf, payload_hash }: z.output<typeof Claims>,
  maxAgeMs: number,
): Extract<Verification, { ok: false }> | null {
  const hash = createHash("sha256").update(wire.body).digest("hex");
  if (!sameBytes(Buffer.from(hash), Buffer.from(payload_hash.toLowerCase())))
    return no("the body is not the one that was signed");
  if (exp !== undefined && wire.receivedAt >= exp * 1_000) return no("the JWT has expired");
  if (nbf !== undefined && wire.receivedAt < nbf * 1_000) return no("the JWT is not yet valid");
  return wrongTime(wire, iat, maxAgeMs);
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
