import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret, Verification } from "@underclaim/runtime";

/** Equal in constant time for equal lengths; what is compared is never told. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether any secret that is valid now made the signature: secrets are rotated by having several. */
export function signedByAny(
  secrets: readonly Secret[],
  given: Uint8Array,
  sign: (secret: string) => Uint8Array,
): Verification {
  return secrets.some((secret) => sameBytes(sign(secret.reveal()), given))
    ? { ok: true }
    : { ok: false, reason: "no valid secret made this signature" };
}

export const hmac = (
  algorithm: "sha1" | "sha256" | "sha384" | "sha512" | "md5",
  key: string | Uint8Array,
  ...parts: readonly (string | Uint8Array)[]
): Uint8Array => {
  const mac = createHmac(algorithm, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};
