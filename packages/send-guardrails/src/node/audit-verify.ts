import { closeSync, constants, fsyncSync, ftruncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkChain, type ChainedEntry, type ChainHead } from "../audit/chain.ts";
import { fresh, type Anchored, type Anchor } from "./anchor.ts";
import { readFrom, sizeOf } from "./audit-files.ts";
import { asRenamed } from "./audit-log.ts";
import { openPrivate } from "./private-files.ts";

export interface AuditReport {
  readonly entries: readonly ChainedEntry[];
  /** The first thing that is wrong, with its file and line; null: all is as it was written. */
  readonly problem: string | null;
  /** The only problem is an end that was never written whole, as a crash leaves it: `repairTornTail` cuts it off. */
  readonly torn: boolean;
}

interface AuditPlace {
  readonly path: string;
  readonly key: Uint8Array;
  readonly anchor: Anchor;
}

/** Follows the whole chain, from where it begins to the anchored head. Changes nothing. */
export const verifyAudit = (place: AuditPlace): AuditReport =>
  place.anchor.hold((anchored) => verified(place, anchored));

function verified({ path, key }: AuditPlace, anchored: Anchored | null): AuditReport {
  const found = (problem: string | null, entries: readonly ChainedEntry[] = [], torn = false) => ({
    entries,
    problem,
    torn,
  });
  if (anchored === null)
    return found(sizeOf(path) > 0 ? `${path}: there is a log and no anchor for it` : null);
  const entries: ChainedEntry[] = [];
  let head = anchored.base;
  for (const file of filesOf(path, asRenamed(path, anchored))) {
    const read = readText(file.path);
    if (!read.ok) return found(read.problem, entries);
    const known = Buffer.from(read.text).subarray(0, file.bytes).toString();
    const check = checkChain(key, head, known);
    if (!check.ok) return found(`${file.path}:${check.line}: ${check.problem}`, entries);
    entries.push(...check.entries);
    if (Buffer.byteLength(read.text) < file.bytes || !same(check.head, file.head))
      return found(`${file.path}: lines are missing at its end`, entries);
    head = check.head;
    const extra = read.text.slice(known.length);
    const more = checkChain(key, head, extra);
    if (!more.ok || (extra !== "" && file.closed))
      return found(
        `${file.path}: what follows its last known line was not written so`,
        entries,
        !file.closed && !extra.endsWith("\n"),
      );
    entries.push(...more.entries);
  }
  return found(null, entries);
}

/** Cuts off an unfinished end and keeps it beside the log. Nothing that was sent has its only trace there. */
export const repairTornTail = (place: AuditPlace): string | null =>
  place.anchor.hold((anchored) => repaired(place, anchored));

function repaired(place: AuditPlace, anchored: Anchored | null): string | null {
  if (!verified(place, anchored).torn) return null;
  const { bytes } = asRenamed(place.path, anchored ?? fresh()).open;
  const aside = `${place.path}.torn-${bytes}`;
  writeFileSync(aside, readFrom(place.path, bytes), { mode: 0o600, flag: "wx" });
  const descriptor = openPrivate(place.path, constants.O_RDWR);
  try {
    ftruncateSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return aside;
}

interface LogFile {
  readonly path: string;
  readonly bytes: number;
  readonly head: ChainHead;
  readonly closed: boolean;
}

const filesOf = (path: string, { closed, open }: Anchored): readonly LogFile[] => [
  ...closed.map((each) => ({ ...each, path: join(dirname(path), each.name), closed: true })),
  { path, bytes: open.bytes, head: open.head, closed: false },
];

const same = (one: ChainHead, other: ChainHead): boolean =>
  one.seq === other.seq && one.hash === other.hash;

function readText(
  path: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, text: readFrom(path) };
  } catch (error) {
    return {
      ok: false,
      problem: `${path}: ${error instanceof Error ? error.message : "unreadable"}`,
    };
  }
}
