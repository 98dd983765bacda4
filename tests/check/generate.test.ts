import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { collect, findDrift, write } from "../../scripts/generate.mjs";

function makeRepository(generators: Record<string, string>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "underclaim-generate-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, files] of Object.entries(generators)) {
    mkdirSync(path.join(root, "packages", name, "scripts"), { recursive: true });
    const source = `export async function generate() { return ${files}; }`;
    writeFileSync(path.join(root, "packages", name, "scripts/generate.ts"), source);
  }
  return root;
}

test("generated files are written, then agree, and an edit or a deletion is named", async () => {
  const root = makeRepository({ a: `{ "schemas/a.json": "{}", "docs/a.md": "text" }` });
  const files = await collect(root);
  expect(findDrift(files, root)).toEqual(["schemas/a.json is missing", "docs/a.md is missing"]);
  write(files, root);
  expect(findDrift(files, root)).toEqual([]);

  writeFileSync(path.join(root, "schemas/a.json"), "{ }");
  rmSync(path.join(root, "docs/a.md"));
  expect(findDrift(files, root)).toEqual([
    "schemas/a.json differs from its source",
    "docs/a.md is missing",
  ]);
});

test("two packages that generate one file are refused", async () => {
  const root = makeRepository({ a: `{ "x.json": "1" }`, b: `{ "x.json": "2" }` });
  await expect(collect(root)).rejects.toThrow(
    "x.json is generated twice; packages/b is the second.",
  );
});
