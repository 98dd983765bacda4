import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadGolden, type GoldenTest } from "@underclaim/contract/golden";

const folder = join(import.meta.dirname, "../../../../golden/xmpp");

/** Every golden of this adapter, by file name. */
export const xmppGoldens: readonly GoldenTest[] = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .map((name) => loadGolden(readFileSync(join(folder, name), "utf8"), `golden/xmpp/${name}`));
