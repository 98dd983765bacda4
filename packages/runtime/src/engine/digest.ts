import { createHmac, hash } from "node:crypto";
import { joined } from "../flat-text.ts";
import type { Secret } from "../log/secret.ts";

/** A stable identifier: the first 128 bits of SHA-256 over the parts, as hex. Parts may hold any character. */
export function stableId(prefix: string, ...parts: readonly string[]): string {
  // JSON keeps ["a","b"] and ["a,b"] apart whatever the parts contain.
  return joined("_", prefix, hash("sha256", JSON.stringify(parts), "hex").slice(0, 32));
}

/** SHA-256 in hex: the hash record that stays when raw data is off or erased. */
export const contentHash = (text: string): string => hash("sha256", text, "hex");

/** A keyed pseudonym for a personal value: the same value gives the same name, and the name tells nothing without the key. */
export const pseudonym = (prefix: string, key: Secret, ...parts: readonly string[]): string =>
  joined("_", prefix, keyed(key, parts).slice(0, 32));

const keyed = (key: Secret, parts: readonly string[]): string =>
  createHmac("sha256", key.reveal()).update(JSON.stringify(parts)).digest("hex");
