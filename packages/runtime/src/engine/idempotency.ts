import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { AdapterActionRequest } from "@underclaim/contract";
import { flat } from "../flat-text.ts";
import type { Secret } from "../log/secret.ts";

/** What says how a request travelled, not what is asked; a repeat may differ in it. */
const NOT_CONTENT = new Set(["request_id", "requested_at", "idempotency_key"]);

/** Under this name stands the digest of the whole content; no field is called so. */
const WHOLE = "";

/**
 * What is kept of a request to know a repeat and to name the fields of a conflict, without the request being kept.
 * Covers everything but `request_id`, `requested_at` and `metadata.transport`. Null and absent are the same, and so are an
 * absent and an empty list: the contract gives them one meaning. The order of keys is none.
 *
 * Whether two requests are the same is decided by one digest: SHA-256 with the key first, cut to 128 bits (truncation
 * rules out length extension, the key rules out guessing). Which fields differ is told by a keyed 32-bit fingerprint of
 * each; two different values share one in four thousand million times, and then the list lacks a name.
 */
export function fieldHashes(request: AdapterActionRequest, key: Secret): Record<string, string> {
  const hashes: Record<string, string> = {};
  const seeds = seedsOf(key);
  let whole = key.reveal();
  for (const field of Object.keys(request)) {
    if (NOT_CONTENT.has(field)) continue;
    const value = request[field as keyof AdapterActionRequest];
    const text = canonical(field, field === "metadata" ? withoutTransport(value) : value);
    if (text === null) continue;
    hashes[field] = fingerprint(seeds, text);
    // Neither a field's name nor JSON holds a raw line feed, and the schema gives the fields one order.
    whole += `\n${field}\n${text}`;
  }
  hashes[WHOLE] = flat(hash("sha256", whole, "base64url").slice(0, 22));
  return hashes;
}

/** The fields in which two requests with one key differ, sorted. Empty: they are the same. */
export function conflictFields(
  original: Readonly<Record<string, string>>,
  repeated: Readonly<Record<string, string>>,
): string[] {
  if (original[WHOLE] === repeated[WHOLE]) return [];
  const fields = new Set([...Object.keys(original), ...Object.keys(repeated)]);
  fields.delete(WHOLE);
  const differing = [...fields].filter((field) => original[field] !== repeated[field]).sort();
  return differing.length > 0 ? differing : ["(content)"];
}

type Seeds = readonly [first: number, last: number];
const known = new WeakMap<Secret, Seeds>();

function seedsOf(key: Secret): Seeds {
  let seeds = known.get(key);
  if (seeds === undefined) {
    const bytes = hash("sha256", `fields\n${key.reveal()}`, "buffer");
    seeds = [bytes.readUInt32LE(0), bytes.readInt32LE(4)];
    known.set(key, seeds);
  }
  return seeds;
}

/** CRC-32 started from one seed, and mixed with another: alone it is linear, and two of them tell their texts' difference. */
function fingerprint([first, last]: Seeds, text: string): string {
  let value = crc32(text, first) ^ last;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  // Signed decimal: the only number format the engine writes fast.
  return String(value ^ (value >>> 16));
}

/** `metadata` without what only says how the request travelled. */
function withoutTransport(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "transport"))
    return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "transport"));
}

/** Fields, and fields within fields, that hold what the sender likes; everything else comes in the schema's order. */
const FREE = new Set(["metadata", "variables", "parameters"]);
const HOLDS_FREE = /"(?:metadata|inline_data|attributes)":\{/;

/**
 * The value as JSON in which equal contents are equal texts: without nulls, and with the keys of free objects sorted. The
 * schema has put the keys of all other objects in order and filled in absent lists. Null where nothing is left.
 *
 * Most values hold neither, and are written by the engine's own JSON alone.
 */
function canonical(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  if (typeof value === "string") return text;
  const sorts = FREE.has(field) || HOLDS_FREE.test(text);
  if (!sorts && !text.includes("null")) return text;
  const plain = JSON.stringify(normal(value, sorts));
  return plain === "{}" ? null : plain;
}

function normal(value: unknown, sorts: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => normal(item, sorts));
  const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== null);
  if (sorts) keys.sort();
  return Object.fromEntries(
    keys.map((key) => [key, normal((value as Record<string, unknown>)[key], sorts)]),
  );
}
