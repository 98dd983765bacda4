import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { expect, onTestFinished, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** Runs vitest with the reporter over the given test files and gives its output and the summary it wrote. */
async function runVitest(
  files: Record<string, string>,
): Promise<{ lines: string[]; summary: string }> {
  const folder = mkdtempSync(path.join(root, "node_modules/.underclaim-reporter-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), `import { test } from "vitest";\n${body}`);
  }
  const summary = path.join(folder, "summary.txt");
  const reporter = path.join(root, "scripts/test/summary-reporter.ts");
  // Without an exclusion of its own vitest leaves out node_modules, where these files are.
  const config = { test: { exclude: [], reporters: [reporter] } };
  writeFileSync(
    path.join(folder, "vitest.config.mjs"),
    `export default ${JSON.stringify(config)};`,
  );
  const env = { ...process.env, UNDERCLAIM_TEST_SUMMARY: summary, CI: "" };
  const stdout = await new Promise<string>((resolve) => {
    const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
    execFile(process.execPath, [vitest, "run", "--root", folder], { cwd: folder, env }, (_, out) =>
      resolve(out),
    );
  });
  return { lines: stdout.trim().split("\n"), summary: readFileSync(summary, "utf8") };
}

test("the last line counts passed and failed tests, and skipped ones are named before it", async () => {
  const { lines, summary } = await runVitest({
    "a.test.ts": `test("one", () => {}); test("two", () => { throw new Error("no"); }); test.skip("three", () => {});`,
    "b.test.ts": `test("four", () => {});`,
  });
  expect(lines.at(-1)).toBe("2 passed, 1 failed");
  expect(summary).toBe("2 passed, 1 failed\n");
  expect(lines).toContain("  a.test.ts > three");
});

test("a file that cannot be loaded and an error outside every test each count as a failure", async () => {
  const { summary } = await runVitest({
    "a.test.ts": `throw new Error("at once");`,
    "b.test.ts": `test("one", async () => { void Promise.reject(new Error("unseen")); await new Promise(setImmediate); });`,
  });
  expect(summary).toBe("1 passed, 2 failed\n");
});
