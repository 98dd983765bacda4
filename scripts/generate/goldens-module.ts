import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { loadGolden } from "@underclaim/contract/golden";

const root = path.join(import.meta.dirname, "../..");

/**
 * The goldens of a folder as a module of the package: an installation has no golden/ to read them from.
 *
 * @param folder from the repository's root
 */
export async function goldensModule(folder: string): Promise<string> {
  const names = (await readdir(path.join(root, folder)))
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  const goldens = await Promise.all(
    names.map(async (name) =>
      loadGolden(await readFile(path.join(root, folder, name), "utf8"), `${folder}/${name}`),
    ),
  );
  return [
    `// Generated from ${folder} by \`npm run generate\`. Do not edit.\n`,
    'import type { GoldenTest } from "@underclaim/contract/golden";\n\n',
    "export const goldens: readonly GoldenTest[] = [\n",
    ...goldens.map((golden) => `  ${JSON.stringify(golden)},\n`),
    "];\n",
  ].join("");
}
