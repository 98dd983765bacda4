// The chain of the audit log: every line names the one before, under a key, so that a line cannot be changed, taken out,
// moved or put in by who lacks the key. That the tail is complete only an anchor outside the file can say.
import { createHmac } from "node:crypto";
import type { AuditEntry } from "./entry.ts";

export const GENESIS = "0".repeat(64);

export interface ChainedEntry extends AuditEntry {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

export interface ChainHead {
  /** Of the last line; 0 before the first. */
  readonly seq: number;
  readonly hash: string;
}

const chainHash = (key: Uint8Array, prev: string, text: string): string =>
  createHmac("sha256", key).update(`${prev}\n${text}`).digest("hex");

/** The line, with its line feed, and the head after it. */
export function chain(
  key: Uint8Array,
  head: ChainHead,
  entry: AuditEntry,
): { readonly line: string; readonly head: ChainHead } {
  const unsealed = { seq: head.seq + 1, ...entry, prev: head.hash };
  const hash = chainHash(key, head.hash, JSON.stringify(unsealed));
  return {
    line: `${JSON.stringify({ ...unsealed, hash })}\n`,
    head: { seq: head.seq + 1, hash },
  };
}

export type ChainCheck =
  | { readonly ok: true; readonly head: ChainHead; readonly entries: readonly ChainedEntry[] }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Follows the chain through a text of whole lines. */
export function checkChain(key: Uint8Array, from: ChainHead, text: string): ChainCheck {
  const entries: ChainedEntry[] = [];
  let head = from;
  if (text === "") return { ok: true, head, entries };
  const lines = text.split("\n");
  const torn = lines.pop() !== "";
  for (const [index, line] of lines.entries()) {
    const wrong = (problem: string): ChainCheck => ({ ok: false, line: index + 1, problem });
    const entry = entryOf(line);
    if (entry === null) return wrong("it is no entry");
    const { hash, ...unsealed } = entry;
    if (entry.seq !== head.seq + 1 || entry.prev !== head.hash)
      return wrong("it does not follow the line before: lines are missing, moved or added");
    if (
      chainHash(key, head.hash, JSON.stringify(unsealed)) !== hash ||
      line !== JSON.stringify(entry)
    )
      return wrong("it is not as it was written");
    entries.push(entry);
    head = { seq: entry.seq, hash };
  }
  return torn
    ? { ok: false, line: lines.length + 1, problem: "it is torn: its end was never written" }
    : { ok: true, head, entries };
}

function entryOf(line: string): ChainedEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "hash" in value && "seq" in value
      ? (value as ChainedEntry)
      : null;
  } catch {
    return null;
  }
}
