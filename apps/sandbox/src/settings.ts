import { createServer } from "node:net";
import { resolve } from "node:path";
import { UnderclaimError } from "@underclaim/contract";

type Environment = Readonly<Record<string, string | undefined>>;

/** The sandbox's own variables and nothing else: the adapters in it run on their defaults. */
export interface SandboxSettings {
  /** Holds a folder of data for each adapter. Absolute. */
  readonly folder: string;
  readonly xmppPort: number;
  readonly smsPort: number;
  readonly rssPort: number;
  readonly logLevel: string;
}

const PREFIX = "UNDERCLAIM_SANDBOX_";
const NAMES = ["DATA", "XMPP_PORT", "SMS_PORT", "RSS_PORT", "LOG"].map((name) => PREFIX + name);

/** What `--help` prints. */
export const HELP = `Usage: npm start

Runs every adapter on loopback. It takes no arguments; these variables change it:

  ${PREFIX}DATA       where data is kept (data/sandbox)
  ${PREFIX}XMPP_PORT  7101; 0 takes a free port
  ${PREFIX}SMS_PORT   7102
  ${PREFIX}RSS_PORT   7103
  ${PREFIX}LOG        log level (warn)

npm start -- sms-connect --help tells of one service with a configuration of its own; so do rss-connect, xmpp-connect.
`;

/** @throws UnderclaimError naming the variable, or that there are arguments */
export function readSettings(env: Environment, args: readonly string[]): SandboxSettings {
  if (args.length > 0) {
    throw new UnderclaimError(
      "configuration_invalid",
      `The sandbox takes no arguments. It has the variables ${NAMES.join(", ")}; npm start -- sms-connect --config FILE runs one service (rss-connect, xmpp-connect).`,
    );
  }
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith(PREFIX) && !NAMES.includes(name),
  );
  if (unknown.length > 0) {
    throw new UnderclaimError(
      "configuration_invalid",
      `The sandbox has no variable ${unknown.join(", ")}. It has ${NAMES.join(", ")}.`,
    );
  }
  return {
    folder: resolve(env[`${PREFIX}DATA`] ?? "data/sandbox"),
    xmppPort: portIn(env, "XMPP", "7101"),
    smsPort: portIn(env, "SMS", "7102"),
    rssPort: portIn(env, "RSS", "7103"),
    logLevel: env[`${PREFIX}LOG`] ?? "warn",
  };
}

function portIn(env: Environment, adapter: string, otherwise: string): number {
  const name = `${PREFIX}${adapter}_PORT`;
  const port = env[name] ?? otherwise;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UnderclaimError(
      "configuration_invalid",
      `${name} must be a port from 0 to 65535; 0 takes a free one.`,
    );
  }
  return Number(port);
}

/** Looked for before any data is opened: most often it is another sandbox that still runs. */
export async function needFreePort(
  port: number,
  host: string,
  adapter: "XMPP" | "SMS" | "RSS",
): Promise<void> {
  const probe = createServer();
  const code = await new Promise<string | null>((done) => {
    probe.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.name));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(null)));
  });
  if (code === "EADDRINUSE") {
    throw new UnderclaimError(
      "port_in_use",
      `Port ${port} on ${host} is in use by another program; perhaps a sandbox still runs. Stop it, or set ${PREFIX}${adapter}_PORT to another port (and ${PREFIX}DATA to another folder, to run two).`,
    );
  }
}
