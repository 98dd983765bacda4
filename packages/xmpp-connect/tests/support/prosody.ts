// A real server for tests: Prosody in a folder of its own, on loopback, with accounts and rosters as asked for.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { scratchCertificates, type Certificates } from "./scratch-ca.ts";

/** "" where it is not installed: such suites are skipped, and scripts/test/system-tools.mjs says so. */
export const PROSODY = process.env["UNDERCLAIM_PROSODY"] ?? "";
export const DOMAIN = "xmpp.test";
export const PASSWORD = "pw of a test";

export interface ProsodyOptions {
  readonly users: readonly string[];
  /** Who is whose contact, both ways. */
  readonly contacts?: readonly (readonly [string, string])[];
  readonly without?: readonly string[];
  /** How long a session can be resumed, in seconds. */
  readonly hibernation?: number;
  /** Further lines of the configuration. */
  readonly settings?: string;
}

export interface Prosody {
  readonly port: number;
  readonly directPort: number;
  /** For components (XEP-0114). */
  readonly componentPort: number;
  readonly certificates: Certificates;
  /** Of its process, until it is restarted. */
  readonly pid: number;
  /** PEM */
  readonly ca: string;
  /** Ends it and starts it again with the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProsody(options: ProsodyOptions): Promise<Prosody> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "underclaim-prosody-"));
  const [port = 0, directPort = 0, componentPort = 0] = await freePorts(3);
  const certificates = await scratchCertificates(folder, [DOMAIN, `*.${DOMAIN}`]);
  const config = path.join(folder, "prosody.cfg.lua");
  await writeFile(
    config,
    configuration(folder, { port, directPort, componentPort }, certificates, options),
  );
  await writeAccounts(folder, options);
  await chmod(folder, 0o755);
  const root = process.getuid?.() === 0;
  if (root) await promisify(execFile)("chown", ["-R", "prosody:prosody", folder]);
  let child = await launch(config, root);
  return {
    port,
    directPort,
    componentPort,
    certificates,
    pid: child.pid ?? 0,
    ca: await readFile(certificates.ca, "utf8"),
    async restart() {
      await end(child);
      child = await launch(config, root);
    },
    async stop() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As root it would refuse, and then hang. */
async function launch(config: string, root: boolean): Promise<ChildProcess> {
  const command = [PROSODY, "-F", "--config", config];
  const as = root ? ["--reuid=prosody", "--regid=prosody", "--init-groups"] : [];
  // A test that is killed must not leave a server behind.
  const withUs = [...as, "--pdeathsig", "SIGKILL", "--", ...command];
  const child = spawn(SETPRIV, withUs, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  await new Promise<void>((resolve, reject) => {
    const read = (data: Buffer): void => {
      log = (log + data.toString()).slice(-20_000);
      if (/Activated service 'c2s_direct_tls' on \[127/.test(log)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Prosody ended.\n${log}`)));
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const net = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(net);
}

async function writeAccounts(
  folder: string,
  { users, contacts = [] }: ProsodyOptions,
): Promise<void> {
  const host = path.join(folder, "data", encodeURIComponent(DOMAIN).replaceAll(".", "%2e"));
  await mkdir(path.join(host, "accounts"), { recursive: true });
  await mkdir(path.join(host, "roster"), { recursive: true });
  for (const user of users) {
    const known = contacts.flatMap(([one, other]) =>
      one === user ? [other] : other === user ? [one] : [],
    );
    const items = known.map((other) => `["${other}@${DOMAIN}"]={subscription="both",groups={}};`);
    await writeFile(
      path.join(host, "accounts", `${user}.dat`),
      `return {["password"]="${PASSWORD}"};\n`,
    );
    await writeFile(
      path.join(host, "roster", `${user}.dat`),
      `return {[false]={version=1,pending={}};${items.join("")}};\n`,
    );
  }
}

/** Of util-linux, which every distribution has. */
const SETPRIV = "setpriv";
const MODULES = "disco roster saslauth tls blocklist carbons limits smacks ping offline mam".split(
  " ",
);

function configuration(
  folder: string,
  {
    port,
    directPort,
    componentPort,
  }: { readonly port: number; readonly directPort: number; readonly componentPort: number },
  { key, certificate }: Certificates,
  { without = [], hibernation = 300, settings = "" }: ProsodyOptions,
): string {
  const modules = MODULES.filter((name) => !without.includes(name));
  const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(";");
  return `
pidfile = "${folder}/prosody.pid"; data_path = "${folder}/data"; admin_socket = "${folder}/admin"
log = { { levels = { min = "info" }, to = "console" } }
interfaces = { "127.0.0.1" }; c2s_ports = { ${port} }; c2s_direct_tls_ports = { ${directPort} }
component_ports = { ${componentPort} }; component_interfaces = { "127.0.0.1" }
s2s_ports = {}; s2s_direct_tls_ports = {}; http_ports = {}; https_ports = {}
modules_enabled = { ${list(modules)} }
modules_disabled = { ${list(["s2s", "dialback", ...without])} }
c2s_require_encryption = true; authentication = "internal_plain"; storage = "internal"
default_archive_policy = true; archive_expires_after = "never"
smacks_hibernation_time = ${hibernation}
limits = { c2s = { rate = "100mb/s"; burst = "2s" } }
ssl = { key = "${key}", certificate = "${certificate}" }; c2s_direct_tls_ssl = ssl
${settings}
VirtualHost "${DOMAIN}"
`;
}

/** Free a moment ago, and all different. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = net.createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
