// From goldens and registers to one line per scenario, and to what is wrong with the registers themselves. Pure.
import type { Register, Repository, Row } from "./read.ts";
import { lackingOf, lacksName, unshownOf } from "./shows.ts";

export interface PlayedGolden {
  readonly test_id: string;
  readonly covers: readonly string[];
  /** `expectationsOf` the golden. */
  readonly expectations: string;
  /** Empty: it passed. */
  readonly failures: readonly string[];
}

export interface Line {
  readonly id: string;
  readonly goldens: readonly string[];
  readonly status: "pass" | "fail" | "missing" | "not_applicable";
  readonly reason: string | null;
}

export interface Verdict {
  readonly lines: readonly Line[];
  /** What makes the command fail beside failing lines. */
  readonly faults: readonly string[];
  readonly ok: boolean;
}

export interface Question {
  readonly repository: Repository;
  /** The adapters that exist. */
  readonly adapters: readonly string[];
  readonly goldens: readonly PlayedGolden[];
  /** Whether the vocabularies are asked for, too. */
  readonly all: boolean;
  /** Only the lines of this adapter. */
  readonly adapter: string | null;
}

/** `rss` of `rss/12.1/3` and of `subclass:rss/undef.bot_fetch`. */
const adapterOf = (id: string): string => id.replace(/^[a-z_]+:/, "").split("/", 1)[0] ?? "";

export function judge({ repository, adapters, goldens, all, adapter }: Question): Verdict {
  const { rows, vocabulary, planned, notApplicable } = repository;
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const lines = [...rowOf.keys(), ...(all ? vocabulary : [])]
    .filter((id) => adapter === null || adapterOf(id) === adapter)
    .map((id) => lineOf(id, rowOf.get(id), goldens, planned, notApplicable));
  const faults = [
    ...unknownIds(repository, goldens),
    ...unfounded(rowOf, goldens),
    ...wildcards(planned, adapters),
    ...repeated(goldens.map(({ test_id }) => test_id)).map((id) => `Two goldens are named ${id}.`),
  ];
  const bad = lines.some(
    ({ status, reason }) =>
      status === "fail" || (status === "missing" && !reason?.startsWith(PLANNED)),
  );
  return { lines, faults, ok: !bad && faults.length === 0 };
}

const PLANNED = "planned: ";

function lineOf(
  id: string,
  row: Row | undefined,
  goldens: readonly PlayedGolden[],
  planned: Register,
  notApplicable: Register,
): Line {
  const covering = goldens.filter(({ covers }) => covers.includes(id));
  const names = covering.map(({ test_id }) => test_id);
  const line = (status: Line["status"], reason: string | null): Line => ({
    id,
    goldens: names,
    status,
    reason,
  });
  const excluded = notApplicable[id];
  if (excluded !== undefined) {
    return covering.length === 0
      ? line("not_applicable", excluded)
      : line("fail", "A golden covers it, but golden/not-applicable.json names it.");
  }
  const reason = planned[id] ?? planned[`${adapterOf(id)}/*`];
  if (covering.length === 0) {
    return line("missing", reason === undefined ? "No golden covers it." : PLANNED + reason);
  }
  const failed = covering.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0) {
    const why = failed.map(({ test_id, failures }) => `${test_id}: ${failures[0] ?? ""}`);
    return line("fail", why.join("; "));
  }
  const unshown =
    row === undefined
      ? []
      : unshownOf(
          row,
          covering.map(({ expectations }) => expectations),
        );
  if (unshown.length > 0)
    return line("fail", `No golden that covers it expects ${unshown.join(", ")}.`);
  return reason === undefined
    ? line("pass", null)
    : line("fail", "It passes, but golden/planned.json still names it: take it out.");
}

function unknownIds(
  { rows, vocabulary, planned, notApplicable }: Repository,
  goldens: readonly PlayedGolden[],
): string[] {
  const known = new Set([...rows.map(({ id }) => id), ...vocabulary]);
  const named = [
    ...goldens.flatMap(({ test_id, covers }) => covers.map((id) => [test_id, id] as const)),
    ...Object.keys(planned).map((id) => ["golden/planned.json", id] as const),
    ...Object.keys(notApplicable).map((id) => ["golden/not-applicable.json", id] as const),
  ];
  return named
    .filter(([, id]) => !known.has(id) && !id.endsWith("/*"))
    .map(([where, id]) => `${where} names ${id}, which is no scenario and in no vocabulary.`);
}

/** A golden that claims to cover what it does not expect. */
const unfounded = (rows: ReadonlyMap<string, Row>, goldens: readonly PlayedGolden[]): string[] =>
  goldens.flatMap(({ test_id, covers, expectations }) =>
    covers.flatMap((id) => {
      const row = rows.get(id);
      const lacking = row === undefined ? [] : lackingOf(row, expectations);
      if (lacking.length > 0)
        return [`${test_id} covers ${id} but expects no ${lacking.join(", ")}.`];
      return lacksName(id, expectations) ? [`${test_id} covers ${id} but does not show it.`] : [];
    }),
  );

/** Once an adapter exists, each of its rows stands for itself. */
const wildcards = (planned: Register, adapters: readonly string[]): string[] =>
  Object.keys(planned)
    .filter((id) => id.endsWith("/*") && adapters.includes(adapterOf(id)))
    .map((id) => `golden/planned.json: ${id} covers an adapter that exists; name its rows.`);

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
