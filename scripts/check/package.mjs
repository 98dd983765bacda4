// What a public package would publish, checked as its users get it: packed, then read by publint and by
// attw (types, ESM only). Runs in the package's folder, after its build.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { strayLinks } from "./links.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "underclaim-package-"));
const run = (file, args) =>
  execFileSync(file, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

try {
  execFileSync("pnpm", ["pack", "--pack-destination", folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [tarball] = readdirSync(folder);
  run("tar", ["-xzf", tarball]);
  const manifest = readFileSync(path.join(folder, "package/package.json"), "utf8");
  const files = readdirSync(path.join(folder, "package"), { recursive: true });
  const problems = [
    ...(manifest.includes("@underclaim/source")
      ? ["its exports still name the condition @underclaim/source"]
      : []),
    ...(/"(?:workspace|catalog):/.test(manifest)
      ? ["a dependency still has a workspace: or catalog: version"]
      : []),
    ...files.filter((file) => file.endsWith(".tsbuildinfo")).map((file) => `it contains ${file}`),
    ...(files.includes("LICENSE") ? [] : ["it has no LICENSE"]),
    ...files
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) =>
        strayLinks(file, readFileSync(path.join(folder, "package", file), "utf8"), files),
      )
      .map(
        ({ file, line, target }) =>
          `its ${file}:${line} leads to ${target}, which is not in the package`,
      ),
  ];
  for (const problem of problems) console.error(`${JSON.parse(manifest).name}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;

  run(process.execPath, [path.join(root, "node_modules/publint/src/cli.js"), tarball, "--strict"]);
  const attw = path.join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
  run(process.execPath, [attw, tarball, "--profile", "esm-only", "--no-emoji"]);
} catch (error) {
  // The tool's own report is on its standard output; a stack trace of this script says nothing.
  console.error(error.stdout?.toString() || error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
