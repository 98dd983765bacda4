import { createHmac, hkdfSync } from "node:crypto";
import type { Recipient } from "./recipient.ts";

/** A key for one purpose, from the one that is kept. */
export const derivedKey = (master: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", master, new Uint8Array(0), `underclaim send ${purpose}`, 32));

/** Of exactly this message by this principal: anything else has another. */
export const messageDigest = (
  key: Uint8Array,
  {
    principal,
    address,
    kind,
    body,
  }: Recipient & { readonly principal: string; readonly body: string },
): string =>
  createHmac("sha256", key)
    .update(JSON.stringify([principal, address, kind, body]))
    .digest("hex");

export const bodyHash = (key: Uint8Array, body: string): string =>
  `hmac-sha256:${createHmac("sha256", key).update(body).digest("hex")}`;
