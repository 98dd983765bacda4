// From a bare clone to a running command, with nothing but Node 20 and npm: `npm start`, `npm test`, …
// Keep this file and scripts/bootstrap/ free of dependencies and runnable on Node 20.
//
// Signals: the command runs in a process group of its own and gets each SIGINT, SIGTERM and SIGHUP once,
// from here. If this process dies without a word, the command gets SIGTERM (bootstrap/follow-parent.mjs).
import path from "node:path";
import process from "node:process";
import { install } from "./bootstrap/install.mjs";
import { BootstrapError, run } from "./bootstrap/supervise.mjs";
import { cleanEnvironment, ensureNode, ensurePnpm, root } from "./bootstrap/toolchain.mjs";

const source = "--conditions=@underclaim/source";

/** What each npm script runs: arguments to Node, from the root of the repository. */
const commands = {
  start: [source, "apps/sandbox/src/main.ts"],
  test: ["scripts/test.mjs"],
  check: ["scripts/check.mjs"],
  scenarios: [source, "scripts/scenarios.ts"],
  bench: [source, "scripts/bench.ts"],
  generate: [source, "scripts/generate.mjs"],
  build: ["node_modules/turbo/bin/turbo", "run", "build"],
  fmt: ["node_modules/oxfmt/bin/oxfmt"],
  pnpm: [],
};

/** `npm start -- NAME` runs one of these in place of the sandbox: on a Node that reads TypeScript, whatever the user's is. */
const services = ["rss-connect", "sms-connect", "xmpp-connect"];

/** @param {keyof typeof commands} name @param {string[]} args */
function argumentsFor(name, args) {
  const [service, ...rest] = args;
  return name === "start" && services.includes(service)
    ? [source, `apps/${service}/src/main.ts`, ...rest]
    : [...commands[name], ...args];
}

/** Commands that call pnpm themselves (turbo does) need it on PATH, not only for the installation. */
const needsPnpm = new Set(["check", "build", "pnpm"]);

async function main([name, ...args]) {
  if (!Object.hasOwn(commands, name)) {
    const known = Object.keys(commands).join(", ");
    throw new BootstrapError(`There is no command ${JSON.stringify(name)}. Known: ${known}.`);
  }
  const npm = process.env.npm_execpath;
  const env = cleanEnvironment(process.env);
  const node = await ensureNode(env, npm);
  const bins = [path.dirname(node), path.join(root, "node_modules/.bin")];
  const withPath = (...dirs) => ({
    TURBO_TELEMETRY_DISABLED: "1", // nothing reports to anyone unless the user asks for it
    ...env,
    PATH: [...dirs, env.PATH].join(path.delimiter),
  });

  if (name === "pnpm") {
    const pnpm = await ensurePnpm(env, npm);
    // Its prompts read the terminal, so it stays in the terminal's group.
    return run(pnpm, args, { cwd: root, env: withPath(...bins), ownGroup: false });
  }
  await install(async () => ({ pnpm: await ensurePnpm(env, npm), env: withPath(...bins) }));
  if (needsPnpm.has(name)) bins.push(path.dirname(await ensurePnpm(env, npm)));
  return run(node, argumentsFor(name, args), {
    cwd: root,
    env: withPath(...bins),
    isNode: true,
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof BootstrapError ? `underclaim: ${error.message}` : error);
    process.exit(1);
  },
);
