import { stdin, stdout, stderr } from "node:process";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { UnderclaimError } from "@underclaim/contract";
import { serve } from "@underclaim/runtime";
import { loadSkill, openSkill, type OpenedSkill } from "@underclaim/xmpp-send-skill";
import { httpApp } from "./http.ts";
import { serverFactory } from "./server.ts";
import { COMMANDS, type Terminal } from "./terminal.ts";

const USAGE = `xmpp-send-mcp --config <agent.toml> [command]
  stdio             the MCP server over standard input and output (default)
  http              the MCP server over streamable HTTP, on loopback
  pending           what waits for a person
  approve <id>      decides on one of them
  contacts          contacts that are released for good
  revoke <jid>      asks again before messages to it
  verify            checks the audit log
  repair            cuts off an end of it that was never written whole`;

const DEFAULT_CONFIG = "~/.fluux-agent/config/agent.toml";

const terminal: Terminal = {
  isPerson: stdin.isTTY && stdout.isTTY,
  print: (text) => void stdout.write(`${text}\n`),
  async ask(question) {
    const lines = createInterface({ input: stdin, output: stdout });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  },
};

/** null: they are not understood, which was said. */
function readArguments() {
  try {
    return parseArgs({
      options: { config: { type: "string" }, help: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : "?"}\n${USAGE}\n`);
    return null;
  }
}

/** @returns the exit code, or null while the server runs */
async function main(): Promise<number | null> {
  const given = readArguments();
  if (given === null) return 2;
  const { values, positionals } = given;
  const [command = "stdio", argument = "", ...others] = positionals;
  const act = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  const known = act !== undefined || command === "stdio" || command === "http";
  if (values.help === true || !known || others.length > 0) {
    stderr.write(`${USAGE}\n`);
    return values.help === true ? 0 : 2;
  }
  const configuration = loadSkill(values.config ?? DEFAULT_CONFIG);
  const opened = openSkill({ configuration });
  if (act !== undefined) {
    const code = await act({ ...opened, terminal }, argument);
    await opened.skill.close();
    return code;
  }
  const { skill, stores } = opened;
  if (stores.problem !== null)
    stderr.write(
      `The audit log is not in order, so nothing is sent: ${stores.problem}. Run: verify\n`,
    );
  const factory = serverFactory({
    skill,
    stateKey: stores.stateKey,
    stateTtlSeconds: configuration.approval.expires_after,
  });
  skill.start();
  if (command === "stdio") {
    overStdio(opened, () => serveStdio(factory));
    return null;
  }
  await serve({
    compose: async () => ({
      app: httpApp(factory, configuration.http),
      host: configuration.http.host,
      port: configuration.http.port,
      close: () => skill.close(),
      listening: (addresses) => void stderr.write(`MCP on ${addresses.join(", ")}/mcp\n`),
    }),
  });
  return null;
}

/** Ends with its standard input, or by a signal; what is being sent is seen through. */
function overStdio({ skill }: OpenedSkill, start: () => { close(): Promise<void> }): void {
  const handle = start();
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void handle
      .close()
      .then(() => skill.close())
      .then(() => process.exit(0));
  };
  stdin.once("end", end);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
}

try {
  const code = await main();
  if (code !== null) process.exitCode = code;
} catch (error) {
  // What this project throws on purpose is written for people, and repeats nothing private.
  stderr.write(
    error instanceof UnderclaimError
      ? `${error.message}\n`
      : `The skill could not start (${error instanceof Error ? error.name : "unknown"}).\n`,
  );
  process.exitCode = 1;
}
