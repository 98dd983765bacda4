// https://developer.vonage.com/en/getting-started/concepts/signing-messages
import { createHash } from "node:crypto";
import type { Secret, SourceDefinition, Verification, WireRequest } from "@underclaim/runtime";
import type { SmsKit } from "../../kit.ts";
import type { VonageSignatureMethod } from "../../provider/vonage/settings.ts";
import { accountOf } from "./account.ts";
import { hmac, signedByAny } from "../signatures.ts";
import { fieldsOf, type Fields } from "./fields.ts";

/** Between our clock and Vonage's. */
const AHEAD_MS = 300_000;

/**
 * `sig` of the SMS API, hexadecimal: over `&name=value` of every other parameter, sorted by name, with `&` and `=` in
 * values replaced by `_`; MD5 of it with the secret at its end, or an HMAC.
 */
export function vonageSignature(
  method: VonageSignatureMethod,
  secret: string,
  fields: Fields,
): string {
  const text = Object.keys(fields)
    .filter((name) => name !== "sig")
    .toSorted()
    .map((name) => `&${name}=${(fields[name] ?? "").replaceAll(/[&=]/g, "_")}`)
    .join("");
  return method === "md5hash"
    ? createHash("md5").update(text).update(secret).digest("hex")
    : Buffer.from(hmac(method, secret, text)).toString("hex");
}

export const verifyVonage =
  (kit: SmsKit): NonNullable<SourceDefinition["verify"]> =>
  (wire, secrets) => {
    const account = accountOf(kit, wire);
    if (account === null) return { ok: false, reason: "no such account at Vonage" };
    const fields = fieldsOf(wire);
    if (fields === null) return { ok: false, reason: "no parameters that could be signed" };
    return (
      wrongTime(wire, fields["timestamp"], account.signature_max_age) ??
      signedBy(secrets, account.signature_method, fields)
    );
  };

function signedBy(
  secrets: readonly Secret[],
  method: VonageSignatureMethod,
  fields: Fields,
): Verification {
  // Some of Vonage's servers and libraries write it in capitals.
  const given = (fields["sig"] ?? "").toLowerCase();
  if (given === "") return { ok: false, reason: "no sig" };
  return signedByAny(secrets, Buffer.from(given), (secret) =>
    Buffer.from(vonageSignature(method, secret, fields)),
  );
}

/** In seconds since 1970. */
export function wrongTime(
  { receivedAt }: Pick<WireRequest, "receivedAt">,
  seconds: string | number | undefined,
  maxAgeMs: number,
): Extract<Verification, { ok: false }> | null {
  if (!/^\d{1,12}$/.test(String(seconds ?? ""))) return { ok: false, reason: "no timestamp" };
  const age = receivedAt - Number(seconds) * 1_000;
  if (age > maxAgeMs) return { ok: false, reason: "the timestamp is too old" };
  return age < -AHEAD_MS ? { ok: false, reason: "the timestamp lies in the future" } : null;
}
