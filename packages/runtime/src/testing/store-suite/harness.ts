import type { Store } from "../../store/port.ts";

/** The test runner is injected: any that has these two. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens the same data again. */
  reopen(): Promise<Store>;
  /** Closes what is open and removes the data. */
  dispose(): Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** A case of the suite: its name reads as a law of every Store. */
export type StoreCase = readonly [name: string, run: (opened: OpenedStore) => Promise<void>];
export type StoreChapter = readonly [title: string, cases: readonly StoreCase[]];
