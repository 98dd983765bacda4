import type { ChainedEntry } from "./chain.ts";
import { INTENT, UNKNOWN, type AuditEntry } from "./entry.ts";

/** Intents that nothing settles, of writers that are gone: what became of them is not known, and they are not sent again. */
export function orphans(
  entries: readonly ChainedEntry[],
  isAlive: (writer: string) => boolean,
): readonly ChainedEntry[] {
  const open = new Map<string, ChainedEntry>();
  for (const entry of entries) {
    if (entry.action !== "send_message") continue;
    if (entry.result === INTENT) open.set(entry.message_id, entry);
    else open.delete(entry.message_id);
  }
  return [...open.values()].filter(({ writer }) => !isAlive(writer));
}

/** The line that settles it. */
export function settled(intent: ChainedEntry, timestamp: string, writer: string): AuditEntry {
  const { seq: _seq, prev: _prev, hash: _hash, ...entry } = intent;
  return { ...entry, timestamp, writer, result: UNKNOWN };
}
