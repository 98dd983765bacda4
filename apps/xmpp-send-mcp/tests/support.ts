// The MCP server as hosts run it, before the real xmpp-connect service with its sandbox account, which reaches nobody.
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { createLog, openSqliteStore, randomIds, systemClock } from "@underclaim/runtime";
import { openXmppConnect, XmppConfiguration } from "@underclaim/xmpp-connect";
import {
  loadSkill,
  openSkill,
  type OpenedSkill,
  type SendResult,
} from "@underclaim/xmpp-send-skill";
import { onTestFinished } from "vitest";
import { httpApp } from "../src/http.ts";
import { serverFactory } from "../src/server.ts";

export const ANN = "receives@sandbox.example";
export const BOB = "silent@sandbox.example";
export const TOKEN = "test-token-of-the-first-client-00000000";
export const OTHER_TOKEN = "test-token-of-the-other-client-00000000";

type Answer = "accept" | "always" | "decline" | "cancel";

export interface World {
  readonly folder: string;
  readonly config: string;
  /** The texts that went to an address, in order. */
  textsTo(address: string): readonly string[];
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** agent.toml as an operator writes it. @param more TOML of the skill's own table */
export function writeConfig(folder: string, serviceUrl: string, more = ""): string {
  const path = join(folder, "agent.toml");
  writeFileSync(
    path,
    `[skills]
enabled = ["xmpp_send"]
[skills.xmpp_send]
allowed_contacts = ["${ANN}", "${BOB}"]
own_jid = "desk@sandbox.example"
state_path = "${folder}/state"
audit_path = "${folder}/audit/xmpp_send.jsonl"
${more}
[skills.xmpp_send.service]
url = "${serviceUrl}"
account = "desk"
wait = 1
[skills.xmpp_send.http]
port = 0
tokens = [{ id = "first", token = "${TOKEN}" }, { id = "other", token = "${OTHER_TOKEN}" }]
`,
    { mode: 0o600 },
  );
  return path;
}

export async function openWorld(more = ""): Promise<World> {
  const folder = temporaryFolder();
  const service = await openXmppConnect({
    configuration: XmppConfiguration.parse({
      accounts: [{ kind: "sandbox", account: "desk", pace: "PT0S" }],
    }),
    store: await openSqliteStore({ folder: join(folder, "service") }),
    clock: systemClock,
    ids: randomIds,
    log: createLog({ level: "silent", destination: { write: () => undefined } }),
  });
  await service.app.ready();
  await service.runtime.start();
  const sent: { to: string; text: string }[] = [];
  // In front of the service, so that what reaches it is seen as it came.
  const front = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      if (request.url === "/adapter/actions") {
        const { target_endpoint, content } = JSON.parse(body) as {
          target_endpoint: { value: string };
          content: { body_text: string };
        };
        sent.push({ to: target_endpoint.value, text: content.body_text });
      }
      const answer = await service.app.inject({
        method: request.method === "POST" ? "POST" : "GET",
        url: request.url ?? "/",
        ...(body === "" ? {} : { payload: JSON.parse(body) as object }),
      });
      response
        .writeHead(answer.statusCode, { "content-type": "application/json" })
        .end(answer.body);
    })();
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
  onTestFinished(async () => {
    front.closeAllConnections();
    front.close();
    await service.app.close();
    await service.close();
  });
  const { port } = front.address() as AddressInfo;
  return {
    folder,
    config: writeConfig(folder, `http://127.0.0.1:${port}`, more),
    textsTo: (address) => sent.flatMap(({ to, text }) => (to === address ? [text] : [])),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

export interface Served extends OpenedSkill {
  readonly url: URL;
}

/** The server over HTTP, in this process. Its own work is left to the test. */
export async function serveHttp({ config }: World): Promise<Served> {
  const configuration = loadSkill(config);
  const opened = openSkill({ configuration });
  const factory = serverFactory({
    skill: opened.skill,
    stateKey: opened.stores.stateKey,
    stateTtlSeconds: configuration.approval.expires_after,
  });
  const app = httpApp(factory, configuration.http);
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(async () => {
    await app.close();
    await opened.skill.close();
  });
  return { ...opened, url: new URL(`${address}/mcp`) };
}

export interface HostOptions {
  readonly era: "modern" | "legacy";
  /** How its user answers each question; null: it declares that it cannot ask. */
  readonly answers: readonly Answer[] | null;
  readonly token?: string;
}

export interface Host {
  readonly client: Client;
  /** What its user was shown. */
  readonly shown: readonly string[];
  send(to: string, body: string): Promise<SendResult>;
  status(id: string | null): Promise<SendResult>;
}

const ALWAYS: Record<string, boolean> = { always: true };
const MODERN = "2026-07-28";

async function host(
  { era, answers }: HostOptions,
  transport: StreamableHTTPClientTransport | StdioClientTransport,
): Promise<Host> {
  const client = new Client(
    { name: "host of a test", version: "1" },
    {
      capabilities: answers === null ? {} : { elicitation: { form: {} } },
      versionNegotiation: { mode: era === "modern" ? { pin: MODERN } : "legacy" },
    },
  );
  const shown: string[] = [];
  const queue = [...(answers ?? [])];
  if (answers !== null)
    client.setRequestHandler("elicitation/create", (request) => {
      shown.push(request.params.message);
      const next = queue.shift() ?? "cancel";
      return next === "accept" || next === "always"
        ? { action: "accept" as const, content: next === "always" ? ALWAYS : {} }
        : { action: next };
    });
  await client.connect(transport);
  onTestFinished(async () => client.close());
  const call = async (name: string, parameters: Record<string, unknown>): Promise<SendResult> => {
    const { structuredContent } = await client.callTool({ name, arguments: parameters });
    return structuredContent as SendResult;
  };
  return {
    client,
    shown,
    send: (to, body) => call("xmpp_send", { to, body }),
    status: (message_id) => call("xmpp_send_status", { message_id }),
  };
}

export const httpHost = ({ url }: Served, options: HostOptions): Promise<Host> =>
  host(
    options,
    new StreamableHTTPClientTransport(url, {
      requestInit: { headers: { authorization: `Bearer ${options.token ?? TOKEN}` } },
    }),
  );

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
export const MAIN_ARGUMENTS = ["--conditions=@underclaim/source", "--no-warnings", MAIN];

/** The server as a child of its own, as most hosts run it. */
export const stdioHost = ({ config }: World, options: HostOptions): Promise<Host> =>
  host(
    options,
    new StdioClientTransport({
      command: process.execPath,
      args: [...MAIN_ARGUMENTS, "--config", config],
      env: {
        PATH: process.env["PATH"] ?? "",
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "",
      },
    }),
  );
