// What `npm test` runs: the system's tools for the suites that need them, then vitest over the whole repository.
// Arguments go to vitest: `npm test -- packages/contract -t "weakest"`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { ensureSystemTools } from "./test/system-tools.mjs";
import { temporaryFolder } from "./test/temporary-folder.mjs";

const root = path.resolve(import.meta.dirname, "..");
const vitest = path.join(root, "node_modules/vitest/vitest.mjs");

const tools = await ensureSystemTools();
const temporary = temporaryFolder();
const child = spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, ...tools, ...temporary.env },
  stdio: "inherit",
});
// Ctrl-C reaches vitest, too (the same process group): it ends the run, and this waits for its summary.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
const [code] = await once(child, "exit");
temporary.remove();
process.exitCode = code ?? 1;
