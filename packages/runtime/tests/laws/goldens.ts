import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadGolden, type GoldenTest } from "@underclaim/contract/golden";

const folder = join(import.meta.dirname, "../../../../golden/reference");

/** The reference adapter's goldens, by their files' names. */
export const goldens: readonly GoldenTest[] = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .toSorted()
  .map((file) => loadGolden(readFileSync(join(folder, file), "utf8"), file));
