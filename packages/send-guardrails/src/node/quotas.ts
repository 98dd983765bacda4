import {
  judgeLimits,
  LONGEST_WINDOW_MS,
  type Cooldown,
  type LimitSettings,
  type LimitVerdict,
  type Reservation,
} from "../limits.ts";
import type { Quotas } from "../ports.ts";
import { openDatabase, type Database } from "./database.ts";
import { steadied, type MachineTime, type SteadyState } from "./machine-time.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS time (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS reservation (id TEXT PRIMARY KEY, at REAL NOT NULL, contact TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cooldown (scope TEXT PRIMARY KEY, until REAL NOT NULL) STRICT`;

/** Limits in an SQLite file: one transaction judges and counts, so a second process grants nothing. */
export function openQuotas(path: string, time: MachineTime): Quotas & { close(): void } {
  const database = openDatabase(path, SCHEMA);
  const { sqlite, exclusive } = database;
  const judge = (contact: string, limits: LimitSettings, now: number): LimitVerdict => {
    const log = sqlite
      .prepare("SELECT at, contact FROM reservation WHERE at > ?")
      .all(now - LONGEST_WINDOW_MS);
    const cooldowns = sqlite.prepare("SELECT scope, until FROM cooldown").all();
    return judgeLimits(
      limits,
      log as unknown as readonly Reservation[],
      cooldowns as unknown as readonly Cooldown[],
      contact,
      now,
    );
  };
  // Steady time has a beginning to be counted from.
  exclusive(() => keep(database, steadyState(database, time)));
  return {
    now: () => steadyState(database, time).steady,
    look: (contact, limits) => judge(contact, limits, steadyState(database, time).steady),
    reserve: (id, contact, limits) =>
      exclusive(() => {
        const state = steadyState(database, time);
        const now = state.steady;
        const verdict = judge(contact, limits, now);
        for (const scope of verdict.over)
          sqlite.prepare("DELETE FROM cooldown WHERE scope = ?").run(scope);
        if (verdict.ok)
          sqlite
            .prepare("INSERT INTO reservation (id, at, contact) VALUES (?, ?, ?)")
            .run(id, now, contact);
        else
          for (const { scope, until } of verdict.begun)
            sqlite.prepare("INSERT INTO cooldown (scope, until) VALUES (?, ?)").run(scope, until);
        sqlite.prepare("DELETE FROM reservation WHERE at <= ?").run(now - LONGEST_WINDOW_MS);
        keep(database, state);
        return verdict;
      }),
    release: (id) =>
      void exclusive(() => sqlite.prepare("DELETE FROM reservation WHERE id = ?").run(id)),
    close: () => database.close(),
  };
}

function steadyState({ sqlite }: Database, time: MachineTime): SteadyState {
  const row = sqlite.prepare("SELECT state FROM time WHERE one = 1").get();
  return steadied(
    time,
    row === undefined ? null : (JSON.parse(String(row["state"])) as SteadyState),
  );
}

function keep({ sqlite }: Database, state: SteadyState): void {
  sqlite
    .prepare(
      "INSERT INTO time (one, state) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET state = excluded.state",
    )
    .run(JSON.stringify(state));
}
