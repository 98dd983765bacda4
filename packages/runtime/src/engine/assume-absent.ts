import type { ActionDefinition } from "../definition/action.ts";
import type { Changes, Doc, Guard, Key, Read, Snapshot } from "../store/port.ts";

/** A plan that still asks for more after this many rounds reads in earnest, and is told there. */
const MOST_ROUNDS = 8;

/** What a plan would see if no document it asks for existed, and the guards that make the commit check that. */
export interface Assumption {
  readonly snapshot: Snapshot;
  readonly guards: readonly { readonly doc: Key; readonly version: 0 }[];
}

/**
 * Most of what an action looks up is not there (a suppression, an opt-out), and the commit checks again anyhow. So the first
 * try of an action that asks for documents only reads nothing: its plan is made as if none of them existed, and every one of
 * them becomes a guard of the commit. Where one exists the commit fails, and the step reads and decides again.
 */
export function assumeAbsent(
  reads: (known: Snapshot | null) => readonly Read[],
): Assumption | null {
  let asked = keysOf(reads(null));
  for (let round = 0; round < MOST_ROUNDS && asked !== null; round += 1) {
    const snapshot = nothingOf(asked);
    if (asked.length === 0) return { snapshot, guards: [] };
    const next = keysOf(reads(snapshot));
    if (next?.length === asked.length)
      return { snapshot, guards: asked.map((doc) => ({ doc, version: 0 })) };
    asked = next;
  }
  return null;
}

/** The changes, guarded by what was assumed where the plan does not guard it itself. */
export function withAssumed(changes: Changes, { guards }: Assumption): Changes {
  const missing = guards.filter((guard) => !hasGuard(changes.guards, guard));
  return missing.length === 0 ? changes : { ...changes, guards: [...changes.guards, ...missing] };
}

/** Whether the guards hold already that the document must be absent. */
export const hasGuard = (
  guards: readonly Guard[],
  { doc }: Assumption["guards"][number],
): boolean => guards.some((own) => "doc" in own && own.version === 0 && sameKey(own.doc, doc));

/** Which actions may assume: one whose documents mostly exist would decide everything twice. */
export interface Wariness {
  mayAssume(action: ActionDefinition): boolean;
  /** Whether what an assuming step asked for was absent indeed. */
  learn(action: ActionDefinition, absent: boolean): void;
}

/** How many requests of an action read before one assumes again: doubled by each that assumed wrongly, up to the last. */
const FIRST_PAUSE = 16;
const LONGEST_PAUSE = 1_024;

export function wariness(): Wariness {
  const states = new WeakMap<ActionDefinition, { left: number; pause: number }>();
  return {
    mayAssume(action) {
      const state = states.get(action);
      if (state === undefined || state.left === 0) return true;
      state.left -= 1;
      return false;
    },
    learn(action, absent) {
      if (absent) {
        states.delete(action);
        return;
      }
      const pause = Math.min((states.get(action)?.pause ?? FIRST_PAUSE / 2) * 2, LONGEST_PAUSE);
      states.set(action, { left: pause, pause });
    },
  };
}

function keysOf(reads: readonly Read[]): readonly Key[] | null {
  const keys: Key[] = [];
  for (const read of reads) {
    if (!("doc" in read)) return null;
    keys.push(read.doc);
  }
  return keys;
}

const sameKey = (a: Key, b: Key): boolean =>
  a.length === b.length && a.every((part, at) => part === b[at]);

function nothingOf(asked: readonly Key[]): Snapshot {
  const wasRead = (key: Key): boolean => asked.some((known) => sameKey(known, key));
  const refuse = (what: string) => (): never => {
    throw new Error(`${what} was not read: name it in reads.`);
  };
  return {
    wasRead,
    doc(key): Doc | null {
      return wasRead(key) ? null : refuse(`The document ${key.join("/")}`)();
    },
    range: refuse("The range"),
    count: refuse("The count"),
    operation: refuse("The operation"),
    ref: refuse("The reference"),
    idempotency: refuse("The idempotency key"),
  };
}
