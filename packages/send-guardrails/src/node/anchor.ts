// What the audit log must look like, kept outside of it: without that a cut-off tail would go unnoticed.
import { GENESIS, type ChainHead } from "../audit/chain.ts";
import { openDatabase } from "./database.ts";

export interface Segment {
  /** The file's name, beside the log. */
  readonly name: string;
  readonly bytes: number;
  readonly head: ChainHead;
  /** Of its last line; RFC 3339. */
  readonly until: string;
}

export interface Anchored {
  /** Where the chain of what is kept begins: after what has been retired. */
  readonly base: ChainHead;
  /** Closed ones, oldest first. */
  readonly closed: readonly Segment[];
  /** The one that is written. */
  readonly open: {
    readonly bytes: number;
    readonly head: ChainHead;
    /** RFC 3339; null while it is empty. */
    readonly since: string | null;
    readonly until: string | null;
  };
}

const NOTHING_YET: ChainHead = { seq: 0, hash: GENESIS };

export interface Anchor {
  /** Nobody writes meanwhile. @param act is given null where nothing has been written yet */
  hold<T>(act: (now: Anchored | null) => T): T;
  /** One at a time among all processes; what `act` returns is durable, or nothing changed. */
  update<T>(act: (now: Anchored | null) => { readonly next: Anchored; readonly result: T }): T;
  close(): void;
}

export const fresh = (): Anchored => ({
  base: NOTHING_YET,
  closed: [],
  open: { bytes: 0, head: NOTHING_YET, since: null, until: null },
});

export function openAnchor(path: string): Anchor {
  const { sqlite, exclusive, close } = openDatabase(
    path,
    "CREATE TABLE IF NOT EXISTS anchor (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL) STRICT",
  );
  const read = (): Anchored | null => {
    const row = sqlite.prepare("SELECT state FROM anchor WHERE one = 1").get();
    return row === undefined ? null : (JSON.parse(String(row["state"])) as Anchored);
  };
  return {
    hold: (act) => exclusive(() => act(read())),
    update: (act) =>
      exclusive(() => {
        const { next, result } = act(read());
        sqlite
          .prepare(
            "INSERT INTO anchor (one, state) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET state = excluded.state",
          )
          .run(JSON.stringify(next));
        return result;
      }),
    close,
  };
}
