// `npm run generate` writes every generated file; `npm run generate -- --check` compares instead and fails by name.
//
// A package that generates files has scripts/generate.ts with
//   export async function generate(): Promise<Record<string, string>>
// from paths (relative to the root of the repository) to contents.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");

/** @returns {Promise<Map<string, string>>} every generated file's content by its path relative to the root */
export async function collect(base = root) {
  const files = new Map();
  for (const parent of ["packages", "apps"]) {
    const dirs = existsSync(path.join(base, parent))
      ? readdirSync(path.join(base, parent)).sort()
      : [];
    for (const dir of dirs) {
      const generator = path.join(base, parent, dir, "scripts/generate.ts");
      if (!existsSync(generator)) continue;
      const { generate } = await import(pathToFileURL(generator).href);
      for (const [file, content] of Object.entries(await generate())) {
        if (files.has(file))
          throw new Error(`${file} is generated twice; ${parent}/${dir} is the second.`);
        files.set(file, content);
      }
    }
  }
  return files;
}

/** @returns {string[]} one line for each file that is missing or differs from what its source says */
export function findDrift(files, base = root) {
  return [...files].flatMap(([file, content]) => {
    const target = path.join(base, file);
    if (!existsSync(target)) return [`${file} is missing`];
    return readFileSync(target, "utf8") === content ? [] : [`${file} differs from its source`];
  });
}

export function write(files, base = root) {
  for (const [file, content] of files) {
    const target = path.join(base, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

if (import.meta.main) {
  const files = await collect();
  const drift = findDrift(files);
  if (process.argv.includes("--check")) {
    for (const line of drift) console.error(`${line}: run \`npm run generate\`.`);
    process.exitCode = drift.length > 0 ? 1 : 0;
  } else {
    write(
      new Map([...files].filter(([file]) => drift.some((line) => line.startsWith(`${file} `)))),
    );
    console.log(`${files.size} generated files, ${drift.length} written.`);
  }
}
