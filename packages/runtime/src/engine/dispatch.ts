// Which operations leave when: lane by lane, within each lane's window, and until the adapter stops.
import type { Outcome, Provider } from "../definition/provider.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { Instant } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { perform, type WaitFor } from "./perform.ts";

/** What failed for the store's sake is tried again after this long. */
const BACK_OFF_MS = 1_000;

export interface Dispatcher {
  /** Something may have become ready. */
  wake(): void;
  /** Claims no more; resolves when nothing is in flight, or when `giveUp` does. */
  drain(giveUp: Promise<void>): Promise<void>;
  /** Operations claimed and not settled, of which `waiting` are with their provider; `claiming` while it looks for more. */
  activity(): { readonly inFlight: number; readonly waiting: number; readonly claiming: boolean };
}

/** Claims what is ready, lane by lane, and performs it. One per running adapter. */
export function createDispatcher(
  engine: Engine,
  onError: (error: unknown) => void,
  onLease: (endsAt: Instant) => void,
): Dispatcher {
  const flights = new Map<string, Set<Promise<void>>>();
  /** Calls whose lease has ended before their answer came: they hold no lane. */
  const late = new Set<Promise<void>>();
  let stopped = false;
  let woken = false;
  let running: Promise<void> | null = null;
  let waiting = 0;

  const waitFor: WaitFor = async (call) => {
    waiting += 1;
    return call().finally(() => {
      waiting -= 1;
    });
  };
  const pause = () =>
    waitFor(
      () =>
        new Promise<void>((resolve) =>
          engine.clock.wakeAt(engine.clock.now() + BACK_OFF_MS, resolve),
        ),
    );

  const wake = (): void => {
    woken = true;
    if (stopped || running !== null) return;
    // Whatever else ends in this turn has ended by then: one claim takes the place of all of it.
    running = Promise.resolve()
      .then(round)
      .catch((error: unknown) => {
        onError(error);
        engine.clock.wakeAt(engine.clock.now() + BACK_OFF_MS, wake);
      })
      .finally(() => {
        running = null;
        if (woken && !stopped) wake();
      });
  };

  async function round(): Promise<void> {
    while (woken && !stopped) {
      woken = false;
      for (const provider of engine.providers) {
        for (const lane of provider.lanes) await fill(provider, lane);
      }
    }
  }

  async function fill(provider: Provider, lane: string): Promise<void> {
    const inLane = flights.get(lane) ?? new Set();
    flights.set(lane, inLane);
    const free = engine.settings.laneWindow - inLane.size;
    if (free <= 0) return;
    const { owner, leaseMs } = engine.settings;
    const now = engine.clock.now();
    const claims = await engine.store.claim({ owner, leaseMs, lane, now, limit: free });
    // Claimed while the adapter was stopping: nothing has left, so the next start ends the lease and sends it.
    if (stopped) return;
    if (claims.length > 0) onLease(now + leaseMs);
    for (const claim of claims) {
      const flight = perform(engine, provider, claim, { waitFor, insist, abandoned })
        .catch((error: unknown) => {
          onError(error);
          // What was claimed and could not leave is claimed again.
          engine.clock.wakeAt(now + leaseMs, wake);
        })
        .finally(() => {
          inLane.delete(flight);
          wake();
        });
      inLane.add(flight);
    }
  }

  /** What a provider has answered is not dropped because the store refuses it for a moment. */
  async function insist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || !error.retryable || stopped) throw error;
        onError(error);
        await pause();
      }
    }
  }

  /** The answer may still come: a fact is a fact whoever holds the lease. */
  function abandoned(answer: Promise<Outcome>, write: (outcome: Outcome) => Promise<void>): void {
    const flight = answer
      .then(async (outcome) => {
        const tells =
          outcome.kind === "accepted" ||
          outcome.kind === "rejected" ||
          (outcome.natives ?? []).length > 0;
        if (tells) await insist(() => write(outcome));
      })
      .catch(onError)
      .finally(() => {
        late.delete(flight);
      });
    late.add(flight);
  }

  return {
    wake,
    activity: () => ({
      inFlight: late.size + [...flights.values()].reduce((sum, lane) => sum + lane.size, 0),
      waiting,
      claiming: running !== null,
    }),
    async drain(giveUp) {
      stopped = true;
      const settled = async (): Promise<void> => {
        // A round under way may still add flights: they are counted only when it has ended.
        await running;
        await Promise.all([...flights.values()].flatMap((lane) => [...lane]));
      };
      await Promise.race([settled(), giveUp]);
    },
  };
}
