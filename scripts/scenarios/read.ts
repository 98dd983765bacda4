// What the repository says of scenarios: the rows of the specifications, the vocabularies, the registers, the goldens.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadGolden, type GoldenTest } from "../../packages/contract/src/golden/index.ts";

/** Reasons by id. `sms/*` stands for every id of an adapter that does not exist yet. */
export type Register = Readonly<Record<string, string>>;

/** A row of a specification's scenario table; its columns are the document's prose. */
export interface Row {
  readonly id: string;
  readonly assessment: string;
  readonly event: string;
}

export interface Repository {
  readonly rows: readonly Row[];
  /** `subclass:rss/undef.bot_fetch` and the like, per adapter that has a vocabulary. */
  readonly vocabulary: readonly string[];
  readonly planned: Register;
  readonly notApplicable: Register;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

export function readRepository(root: string): Repository {
  const golden = join(root, "golden");
  const vocabularies = join(golden, "vocabulary");
  return {
    rows: json(join(golden, "scenarios.json")) as Row[],
    vocabulary: readdirSync(vocabularies)
      .sort()
      .flatMap((file) => {
        const adapter = file.replace(/\.json$/, "");
        const kinds = json(join(vocabularies, file)) as Record<string, string[]>;
        return Object.entries(kinds).flatMap(([kind, names]) =>
          names.map((name) => `${kind}:${adapter}/${name}`),
        );
      }),
    planned: json(join(golden, "planned.json")) as Register,
    notApplicable: json(join(golden, "not-applicable.json")) as Register,
  };
}

/** @throws GoldenFormatError with file and line */
export function readGoldens(root: string, adapter: string): GoldenTest[] {
  const folder = join(root, "golden", adapter);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) =>
      loadGolden(readFileSync(join(folder, name), "utf8"), `golden/${adapter}/${name}`),
    );
}
