import { StoreUnavailableError } from "../errors.ts";
import type { Guard } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";

/** What one attempt came to: what it was for, or the guard by which it lost. */
export type Attempt<T> =
  | { readonly won: T }
  | {
      readonly lost: Guard;
      /** It had assumed and not read: nobody was faster, and it tries again at once. */
      readonly mistaken?: boolean;
    };

export interface Races {
  /**
   * Attempts, each of which reads and decides anew, until one's guards hold. Who has lost waits for those who have lost by the
   * same thing before: a hundred who change one document lose once or twice each, and not a hundred times.
   *
   * @param who begins the sentence that tells of too many losses; `remedy` ends it
   * @throws StoreUnavailableError (retryable) after so many losses in a row that it is not contention but wrong
   */
  run<T>(
    tenant: TenantId,
    { who, remedy }: { readonly who: string; readonly remedy: string },
    attempt: (number: number) => Promise<Attempt<T>>,
  ): Promise<T>;
}

const MOST_ATTEMPTS = 64;

export function races(): Races {
  /** Of each thing the last in the line for it. */
  const lines = new Map<string, Promise<void>>();

  /** Resolves when it is one's turn, with what ends it. */
  async function enter(thing: string): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = lines.get(thing) ?? Promise.resolve();
    const line = before.then(() => promise);
    lines.set(thing, line);
    await before;
    return () => {
      resolve();
      if (lines.get(thing) === line) lines.delete(thing);
    };
  }

  return {
    async run(tenant, { who, remedy }, attempt) {
      let held: string | null = null;
      let leave = (): void => undefined;
      try {
        for (let number = 0; number < MOST_ATTEMPTS; number += 1) {
          const result = await attempt(number);
          if ("won" in result) return result.won;
          if (result.mistaken === true) continue;
          const thing = thingOf(tenant, result.lost);
          // Somebody who had not lost yet was faster: the turn is kept.
          if (thing === held) continue;
          leave();
          held = thing;
          leave = await enter(thing);
        }
      } finally {
        leave();
      }
      throw new StoreUnavailableError(
        `${who} lost ${MOST_ATTEMPTS} races in a row: too many others change ${remedy}`,
        true,
      );
    },
  };
}

function thingOf(tenant: TenantId, guard: Guard): string {
  const thing =
    "doc" in guard
      ? guard.doc
      : "range" in guard
        ? guard.range.prefix
        : "operation" in guard
          ? guard.operation
          : "refUnknown" in guard
            ? guard.refUnknown
            : "idempotencyUnknown" in guard
              ? guard.idempotencyUnknown
              : [guard.nativeNew.source, guard.nativeNew.dedupeKey];
  return JSON.stringify([tenant, thing]);
}
