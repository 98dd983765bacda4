import { StoreUnavailableError } from "../errors.ts";
import type { Due } from "../store/port.ts";
import type { Instant } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import type { LookUps } from "./look-up.ts";
import { setAside } from "./set-aside.ts";
import { workOff } from "./work-off.ts";

const AT_ONCE = 100;
/** After the store has failed. */
const BACK_OFF_MS = 5_000;

export interface DueLoop {
  /** Something is or will be due at `at`. */
  poke(at: Instant): void;
  stop(): Promise<void>;
  readonly working: () => boolean;
}

/**
 * Works off what fell due: scheduled operations, ended leases, look-ups, timers, deadlines, parked events.
 * What cannot be worked off is set aside and holds nothing up; only the store's own failure ends a round.
 */
export function createDueLoop(
  engine: Engine,
  lookUps: LookUps,
  onError: (error: unknown) => void,
): DueLoop {
  let next: Instant | null = null;
  let cancel: () => void = () => undefined;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  function poke(at: Instant): void {
    if (stopped || (next !== null && next <= at)) return;
    cancel();
    next = at;
    cancel = engine.clock.wakeAt(at, run);
  }

  function run(): void {
    next = null;
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = work()
      .catch((error: unknown) => {
        onError(error);
        poke(engine.clock.now() + BACK_OFF_MS);
      })
      .finally(() => {
        running = null;
        if (again) {
          again = false;
          run();
        }
      });
  }

  async function work(): Promise<void> {
    for (;;) {
      const due = await engine.store.due(engine.clock.now(), AT_ONCE);
      if (due.length === 0 || stopped) break;
      await engine.point("due.taken");
      // Operations are apart from one another: one group commit takes many. Events keep the order of their arrival.
      await Promise.all(due.filter(({ kind }) => kind === "operation").map(one));
      for (const each of due) if (each.kind !== "operation") await one(each);
    }
    const upcoming = await engine.store.nextDue();
    if (upcoming !== null) poke(upcoming);
  }

  async function one(due: Due): Promise<void> {
    try {
      await workOff(engine, lookUps, due);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      onError(error);
      await setAside(engine, due, error);
    }
  }

  return {
    poke,
    working: () => running !== null,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
