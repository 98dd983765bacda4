import type { Secret, Verification, WireRequest } from "@underclaim/runtime";
import { hmac, signedByAny } from "../signatures.ts";

const refused = (reason: string): Verification => ({ ok: false, reason });

/**
 * Sinch: base64 of HMAC-SHA256 over `body.nonce.timestamp`; the timestamp is when the signature was computed, in seconds.
 * A nonce with a full stop in it would let bytes move from the end of the body into the nonce.
 *
 * @param toleranceMs how far the timestamp may be from now
 */
export function verifySinch(
  { headers, body, receivedAt }: WireRequest,
  secrets: readonly Secret[],
  toleranceMs: number,
): Verification {
  const given = headers["x-sinch-webhook-signature"] ?? "";
  const nonce = headers["x-sinch-webhook-signature-nonce"] ?? "";
  const timestamp = headers["x-sinch-webhook-signature-timestamp"] ?? "";
  const algorithm = headers["x-sinch-webhook-signature-algorithm"] ?? "HmacSHA256";
  if (algorithm !== "HmacSHA256") return refused("another algorithm than HmacSHA256");
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(nonce)) return refused("no nonce");
  if (!/^\d{1,12}$/.test(timestamp)) return refused("no timestamp");
  if (Math.abs(receivedAt - Number(timestamp) * 1_000) > toleranceMs)
    return refused("the timestamp is too far from now");
  // The text is compared, not what it decodes to: base64 has several spellings of the same bytes.
  return signedByAny(secrets, Buffer.from(given, "utf8"), (secret) =>
    Buffer.from(
      Buffer.from(hmac("sha256", secret, body, `.${nonce}.${timestamp}`)).toString("base64"),
    ),
  );
}
