import { hash } from "node:crypto";
import type { AdapterActionRequest } from "@underclaim/contract";
import type { Secret } from "../log/secret.ts";

/** What says how a request travelled, not what is asked; a repeat may differ in it. */
const NOT_CONTENT = new Set(["request_id", "requested_at", "idempotency_key"]);

/**
 * A keyed hash of each top-level field of the request, so that a conflict can name its fields without the request being
 * kept. Covers everything but `request_id`, `requested_at` and `metadata.transport`. Null, absent and an empty list or
 * object are the same: the contract gives them one meaning.
 *
 * SHA-256 with the key first, cut to 96 bits: truncation rules out length extension, and the key rules out guessing.
 */
export function fieldHashes(request: AdapterActionRequest, key: Secret): Record<string, string> {
  const hashes: Record<string, string> = {};
  const secret = key.reveal();
  for (const field of Object.keys(request)) {
    if (NOT_CONTENT.has(field)) continue;
    const value = request[field as keyof AdapterActionRequest];
    const text = canonical(field === "metadata" ? withoutTransport(value) : value);
    if (text === null) continue;
    hashes[field] = hash("sha256", `${secret}\n${field}\n${text}`, "base64url").slice(0, 16);
  }
  return hashes;
}

/** The fields in which two requests with one key differ, sorted. */
export function conflictFields(
  original: Readonly<Record<string, string>>,
  repeated: Readonly<Record<string, string>>,
): string[] {
  const fields = new Set([...Object.keys(original), ...Object.keys(repeated)]);
  return [...fields].filter((field) => original[field] !== repeated[field]).sort();
}

function withoutTransport(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "transport"));
}

/** JSON with sorted keys and without empty values; null where nothing is left. */
function canonical(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) {
    return value.length === 0
      ? null
      : `[${value.map((item) => canonical(item) ?? "null").join(",")}]`;
  }
  let parts = "";
  for (const key of Object.keys(value).sort()) {
    const text = canonical((value as Record<string, unknown>)[key]);
    if (text !== null) parts += `${parts === "" ? "" : ","}${JSON.stringify(key)}:${text}`;
  }
  return parts === "" ? null : `{${parts}}`;
}
