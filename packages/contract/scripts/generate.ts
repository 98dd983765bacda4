import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GoldenTest } from "../src/golden/format.ts";
import { CONTRACT_SCHEMAS } from "../src/schema/registry.ts";
import type { ContractSchemaName } from "../src/schema/registry.ts";
import { contractJsonSchema, jsonSchemaOf, kebab } from "./json-schema.ts";

/** The generated files of this package: path from the repository's root → content. */
export async function generate(): Promise<Record<string, string>> {
  const names = Object.keys(CONTRACT_SCHEMAS).sort() as ContractSchemaName[];
  const schemas = [
    ...names.map((name) => [name, contractJsonSchema(name)] as const),
    ["GoldenTest", jsonSchemaOf("GoldenTest", GoldenTest)] as const,
  ];
  return Object.fromEntries(
    schemas.map(([name, schema]) => [
      `schemas/${kebab(name)}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(import.meta.dirname, "../../..");
  for (const [path, content] of Object.entries(await generate())) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
