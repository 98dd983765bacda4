// Standard Webhooks 1.0.0, symmetric signatures (`v1`).
import type { Secret, Verification, WireRequest } from "@underclaim/runtime";
import { hmac, signedByAny } from "../signatures.ts";

const TOLERANCE_MS = 300_000;
/** One for each secret that is valid while secrets are rotated. */
const MOST_SIGNATURES = 16;

const refused = (reason: string): Verification => ({ ok: false, reason });

/** The key a secret names: `whsec_` and base64. Null where it is none; an empty key would let anybody sign. */
function keyOf(secret: Secret): Uint8Array | null {
  const text = secret.reveal().replace(/^whsec_/, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const key = Buffer.from(text, "base64");
  return key.length === 0 ? null : key;
}

/** HMAC-SHA256 over `webhook-id.webhook-timestamp.body`. An id holds no full stop, or bytes could move into it. */
export function verifyStandardWebhook(
  { headers, body, receivedAt }: WireRequest,
  secrets: readonly Secret[],
): Verification {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  const signatures = (headers["webhook-signature"] ?? "").split(" ");
  if (!/^[^.\s]{1,255}$/.test(id)) return refused("no webhook-id");
  if (!/^\d{1,12}$/.test(timestamp)) return refused("no timestamp");
  if (Math.abs(receivedAt - Number(timestamp) * 1_000) > TOLERANCE_MS)
    return refused("the timestamp is too far from now");
  if (signatures.length > MOST_SIGNATURES) return refused("too many signatures");
  const usable = secrets.filter((secret) => keyOf(secret) !== null);
  const keys = new Map(usable.map((secret) => [secret.reveal(), keyOf(secret)]));
  const sign = (secret: string): Uint8Array => {
    const mac = hmac("sha256", keys.get(secret) ?? "", `${id}.${timestamp}.`, body);
    // The text is compared, not what it decodes to: base64 has several spellings of the same bytes.
    return Buffer.from(`v1,${Buffer.from(mac).toString("base64")}`);
  };
  const valid = signatures.some((given) => signedByAny(usable, Buffer.from(given), sign).ok);
  return valid ? { ok: true } : refused("no valid secret made this signature");
}
