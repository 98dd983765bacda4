import { UnderclaimError } from "@underclaim/contract";
import type { PointName } from "../engine/engine.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { Store } from "../store/port.ts";

/**
 * A `fault` step. Points of the store: `store.commit`, `store.load`, `store.claim`; they refuse, `times` over (default:
 * until a fault of the same point with `times: 0`). Points of the engine (`PointName`): the process dies there, once; the
 * driver starts it again before the step ends.
 */
export interface Fault {
  readonly point: string;
  readonly times?: number;
}

const STORE_POINTS = ["store.commit", "store.load", "store.claim"] as const;
type StorePoint = (typeof STORE_POINTS)[number];
const ENGINE_POINTS: readonly PointName[] = [
  "intake.planned",
  "intake.committed",
  "dispatch.claimed",
  "dispatch.started",
  "dispatch.performed",
  "dispatch.settled",
  "ingest.received",
  "ingest.decided",
  "ingest.committed",
  "delivery.paged",
  "due.taken",
];

/** What is broken now. */
export class Faults {
  #store = new Map<StorePoint, number>();
  #deadly: PointName | null = null;
  #died: () => void = () => undefined;

  /** Resolves when the process has died at a point. One promise per life. */
  newLife(): Promise<void> {
    return new Promise((resolve) => {
      this.#died = resolve;
    });
  }

  set({ point, times = Number.POSITIVE_INFINITY }: Fault): void {
    const store = STORE_POINTS.find((name) => name === point);
    const engine = ENGINE_POINTS.find((name) => name === point);
    if (store !== undefined) this.#store.set(store, times);
    else if (engine !== undefined) this.#deadly = engine;
    else {
      const known = [...STORE_POINTS, ...ENGINE_POINTS].join(", ");
      throw new UnderclaimError(
        "unknown_fault",
        `There is no fault point ${point}; known: ${known}.`,
      );
    }
  }

  clear(): void {
    this.#store.clear();
    this.#deadly = null;
  }

  /** Passes, or never returns: nothing more happens in a process that has died. */
  at(name: PointName): void | Promise<void> {
    if (this.#deadly !== name) return undefined;
    this.#deadly = null;
    this.#died();
    return new Promise(() => undefined);
  }

  check(point: StorePoint): void {
    const left = this.#store.get(point) ?? 0;
    if (left <= 0) return;
    this.#store.set(point, left - 1);
    throw new StoreUnavailableError(`A test made ${point} refuse.`, true);
  }
}

/** The store, which refuses where a fault says so. */
export function faultyStore(store: Store, faults: Faults): Store {
  return {
    ...store,
    load: async (...call) => {
      faults.check("store.load");
      return store.load(...call);
    },
    commit: async (...call) => {
      faults.check("store.commit");
      return store.commit(...call);
    },
    claim: async (...call) => {
      faults.check("store.claim");
      return store.claim(...call);
    },
  };
}
