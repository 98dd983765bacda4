import { createHmac, timingSafeEqual } from "node:crypto";
import type { Verification, WireRequest } from "../../../definition/source.ts";
import type { Secret } from "../../../log/secret.ts";
import type { Instant } from "../../../time-and-ids.ts";

/** A webhook older or newer than this may be a replay. */
const TOLERANCE_MS = 300_000;

/** The provider signs `timestamp.body` with HMAC-SHA256. */
const signatureOf = (timestamp: string, body: string | Uint8Array, secret: Secret): string =>
  createHmac("sha256", secret.reveal()).update(`${timestamp}.`).update(body).digest("hex");

export const signatureHeaders = (
  body: string | Uint8Array,
  secret: Secret,
  now: Instant,
): Record<string, string> => {
  const timestamp = String(Math.floor(now / 1000));
  return {
    "x-reference-timestamp": timestamp,
    "x-reference-signature": signatureOf(timestamp, body, secret),
  };
};

/** Tries every secret that is valid now, so that secrets can be rotated. */
export function verifySignature(wire: WireRequest, secrets: readonly Secret[]): Verification {
  const timestamp = wire.headers["x-reference-timestamp"] ?? "";
  const given = Buffer.from(wire.headers["x-reference-signature"] ?? "", "hex");
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: "no timestamp" };
  if (Math.abs(wire.receivedAt - Number(timestamp) * 1000) > TOLERANCE_MS) {
    return { ok: false, reason: "the timestamp is too far from now" };
  }
  const matches = secrets.some((secret) => {
    const expected = Buffer.from(signatureOf(timestamp, wire.body, secret), "hex");
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return matches ? { ok: true } : { ok: false, reason: "no valid secret made this signature" };
}
