import { UnderclaimError } from "@underclaim/contract";
import type { Read, Snapshot, Store } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";

/** A plan that still asks for more after this many rounds is in a loop. */
const MOST_ROUNDS = 8;

/** Reads what `reads` asks for, until it asks for nothing new: a later read may depend on an earlier one. */
export async function readUntilKnown(
  store: Pick<Store, "load">,
  tenant: TenantId,
  reads: (known: Snapshot | null) => readonly Read[],
  first: readonly Read[] = [],
): Promise<Snapshot> {
  let asked: readonly Read[] = first.length === 0 ? reads(null) : [...first, ...reads(null)];
  let snapshot = await store.load(tenant, asked);
  if (asked.length === first.length) return snapshot;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = [...first, ...reads(snapshot)];
    if (sameReads(next, asked)) return snapshot;
    asked = next;
    snapshot = await store.load(tenant, asked);
  }
  throw new UnderclaimError(
    "reads_do_not_settle",
    `A plan asked for more data in each of ${MOST_ROUNDS} rounds.`,
  );
}

/** What was read may have changed between two rounds, and with it what else must be read, though as much of it. */
const sameReads = (a: readonly Read[], b: readonly Read[]): boolean =>
  a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
