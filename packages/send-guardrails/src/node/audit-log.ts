// The audit log as a file (XmppSendSkill, Audit Logging): JSON lines, chained, anchored, retired by closed segments.
import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UnderclaimError } from "@underclaim/contract";
import { chain, checkChain } from "../audit/chain.ts";
import type { AuditEntry } from "../audit/entry.ts";
import type { Audit } from "../ports.ts";
import { fresh, type Anchor, type Anchored, type Segment } from "./anchor.ts";
import {
  appendDurably,
  auditDisk,
  readFrom,
  segmentPath,
  sizeOf,
  syncFolder,
  type AuditDisk,
} from "./audit-files.ts";

/** The log is not as it was left. `audit verify` says more; what was found is kept as it is. */
export class AuditBrokenError extends UnderclaimError {}

export interface AuditLogOptions {
  /** Absolute; its folder exists and is private. */
  readonly path: string;
  readonly key: Uint8Array;
  readonly anchor: Anchor;
  readonly retentionDays: number;
  readonly disk?: AuditDisk;
}

const DAY_MS = 86_400_000;
const SEGMENT_BYTES = 8 * 1_048_576;

export function auditLog({
  path,
  key,
  anchor,
  retentionDays,
  disk = auditDisk,
}: AuditLogOptions): Audit {
  return {
    append(entry) {
      const retired = anchor.update((before) => {
        const found = recover(path, key, before);
        const kept = closed(path, found, entry.timestamp);
        const { line, head } = chain(key, kept.open.head, entry);
        appendDurably(disk, path, line, kept.open.bytes);
        const open: Anchored["open"] = {
          bytes: kept.open.bytes + Buffer.byteLength(line),
          head,
          since: kept.open.since ?? entry.timestamp,
          until: entry.timestamp,
        };
        const { next, retired: old } = retire({ ...kept, open }, entry, retentionDays);
        return { next, result: old };
      });
      // Only once the anchor no longer names them.
      for (const { name } of retired) rmSync(join(dirname(path), name), { force: true });
    },
  };
}

/** The state that the files are in, where a crash explains the difference to the anchor. @throws AuditBrokenError */
function recover(path: string, key: Uint8Array, before: Anchored | null): Anchored {
  const size = sizeOf(path);
  if (before === null) {
    if (size > 0) throw broken("there is a log and no anchor for it");
    return fresh();
  }
  const known = asRenamed(path, before);
  const { open } = known;
  if (size === open.bytes) return known;
  if (size < open.bytes) throw broken("it is shorter than it was: lines were cut off");
  // A line was durable and its anchor not yet: it is ours if it carries the chain on.
  const extra = checkChain(key, open.head, readFrom(path, open.bytes));
  if (!extra.ok) throw broken(`after its last known line, ${extra.problem}`);
  const last = extra.entries.at(-1)?.timestamp ?? open.until;
  return { ...known, open: { ...open, bytes: size, head: extra.head, until: last } };
}

/** What is anchored, but for a file that was closed just before a crash: its new name tells. */
export function asRenamed(path: string, anchored: Anchored): Anchored {
  const { bytes, head } = anchored.open;
  const name = segmentPath(path, head.seq);
  return bytes > 0 && sizeOf(name) === bytes ? afterRename(anchored, name) : anchored;
}

/** The log so far becomes a closed segment once it is a day old or large. */
function closed(path: string, state: Anchored, timestamp: string): Anchored {
  const { bytes, since } = state.open;
  const due =
    since !== null &&
    (bytes >= SEGMENT_BYTES || Date.parse(timestamp) - Date.parse(since) >= DAY_MS);
  if (!due) return state;
  const name = segmentPath(path, state.open.head.seq);
  renameSync(path, name);
  syncFolder(dirname(path));
  return afterRename(state, name);
}

function afterRename(state: Anchored, name: string): Anchored {
  const { bytes, head, until } = state.open;
  const segment: Segment = { name: basename(name), bytes, head, until: until ?? "" };
  return {
    ...state,
    closed: [...state.closed, segment],
    open: { bytes: 0, head, since: null, until: null },
  };
}

/** Whole closed segments whose last line is too old; the chain then begins after them. */
function retire(
  state: Anchored,
  { timestamp }: AuditEntry,
  retentionDays: number,
): { readonly next: Anchored; readonly retired: readonly Segment[] } {
  const limit = Date.parse(timestamp) - retentionDays * DAY_MS;
  const keepFrom = state.closed.findIndex(({ until }) => Date.parse(until) >= limit);
  const retired = keepFrom < 0 ? state.closed : state.closed.slice(0, keepFrom);
  const last = retired.at(-1);
  return last === undefined
    ? { next: state, retired }
    : { next: { ...state, base: last.head, closed: state.closed.slice(retired.length) }, retired };
}

const broken = (problem: string): AuditBrokenError =>
  new AuditBrokenError("audit_broken", `The audit log is not as it was left: ${problem}.`);
