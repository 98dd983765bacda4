// What `npm run check` runs: everything that can be said about the sources without running them.
// All steps run, also after a failure; `npm run check -- lint names` runs some of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";

const root = path.resolve(import.meta.dirname, "..");
const tool = (file) => path.join(root, "node_modules", file);
const turbo = [
  tool("turbo/bin/turbo"),
  "run",
  "--continue",
  "--output-logs=errors-only",
  "--log-order=grouped",
];
const source = "--conditions=@underclaim/source";

/** Each step: its name, what Node runs for it (commands in order), and what to do when it fails. */
const steps = [
  {
    name: "types",
    commands: [
      [...turbo, "build", "types"],
      [tool("typescript/bin/tsc"), "-p", "tsconfig.json"],
    ],
    remedy: "Mend the types. One package: `npm run pnpm -- --filter <package> types`.",
  },
  {
    name: "lint",
    commands: [
      [
        tool("oxlint/bin/oxlint"),
        "--type-aware",
        "--deny-warnings",
        "--report-unused-disable-directives",
      ],
    ],
    remedy: "Mend what oxlint names; a rule is switched off on one line, with its reason.",
  },
  {
    name: "format",
    commands: [[tool("oxfmt/bin/oxfmt"), "--check"]],
    remedy: "Run `npm run fmt`.",
  },
  {
    name: "unused",
    commands: [[tool("knip/bin/knip.js"), "--no-progress", "--no-config-hints"]],
    remedy:
      "Delete the file, export or dependency that nothing uses, or declare its entry in knip.json.",
  },
  {
    name: "generated",
    commands: [[source, "scripts/generate.mjs", "--check"]],
    remedy: "Run `npm run generate` and commit what changed.",
  },
  {
    name: "names",
    commands: [["scripts/check/names.mjs"]],
    remedy:
      "Rename it after what the channel showed; a quotation carries the marker that the message names.",
  },
  {
    name: "packages",
    commands: [[...turbo, "package"]],
    remedy:
      "Mend what is named: a link in a document, or exports, files or publishConfig in package.json.",
  },
];

async function main(wanted) {
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no step ${unknown.join(", ")}. Steps: ${steps.map(({ name }) => name).join(", ")}.`,
    );
    return 2;
  }
  const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const failed = [];
  for (const step of chosen) {
    const started = performance.now();
    const passed = await runAll(step.commands);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${passed ? "ok    " : "FAILED"} ${step.name} (${seconds} s)${passed ? "" : `: ${step.remedy}`}`,
    );
    if (!passed) failed.push(step.name);
  }
  if (failed.length > 0) console.error(`check failed: ${failed.join(", ")}`);
  return failed.length > 0 ? 1 : 0;
}

/** @returns {Promise<boolean>} whether every command succeeded; their output is shown only if one did not */
async function runAll(commands) {
  for (const args of commands) {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = [];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    const [code] = await once(child, "close");
    if (code === 0) continue;
    process.stdout.write(Buffer.concat(output));
    return false;
  }
  return true;
}

const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

process.exitCode = await main(process.argv.slice(2));
