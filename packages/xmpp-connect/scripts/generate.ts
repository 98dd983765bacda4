import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadGolden } from "@underclaim/contract/golden";
import { openApiText } from "@underclaim/runtime/testing";
import { xmppDriver } from "../src/testing/index.ts";
import { eventMapping } from "./event-mapping.ts";

const folder = "golden/xmpp";

/** The mapping table as a document, the HTTP interface as OpenAPI, and the goldens as a module of the package: an installation has no golden/ to read them from. */
export async function generate(): Promise<Record<string, string>> {
  const root = join(import.meta.dirname, "../../..");
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith(".yaml")).sort();
  const goldens = await Promise.all(
    names.map(async (name) =>
      loadGolden(await readFile(join(root, folder, name), "utf8"), `${folder}/${name}`),
    ),
  );
  const lines = goldens.map((golden) => `  ${JSON.stringify(golden)},\n`);
  const source = [
    `// Generated from ${folder} by \`npm run generate\`. Do not edit.\n`,
    'import type { GoldenTest } from "@underclaim/contract/golden";\n\n',
    "export const goldens: readonly GoldenTest[] = [\n",
    ...lines,
    "];\n",
  ];
  return {
    "packages/xmpp-connect/src/goldens.generated.ts": source.join(""),
    "packages/xmpp-connect/docs/EventMapping.md": eventMapping(),
    "schemas/xmpp-connect.openapi.json": await openApiText(xmppDriver()),
  };
}
