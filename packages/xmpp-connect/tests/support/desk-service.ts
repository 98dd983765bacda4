// The whole service on a store of its own and a real server: actions in, evidence out, as an engine sees it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AdapterEvidenceAssessment, EvidenceEvent } from "@underclaim/contract";
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
} from "@underclaim/runtime";
import { checkXmpp } from "../../src/check-configuration.ts";
import { XmppConfiguration } from "../../src/configuration.ts";
import { openXmppConnect, type XmppServiceOptions } from "../../src/service.ts";
import { DOMAIN, PASSWORD, type Prosody } from "./prosody.ts";

export interface DeskOptions {
  readonly server: Pick<Prosody, "port" | "certificates">;
  readonly user: string;
  /** Further settings of the service. */
  readonly more?: object;
  /** Further settings of the account. */
  readonly account?: object;
  /** In place of the client's account. */
  readonly instead?: object;
  /** Kept when it stops. Default: a folder of its own. */
  readonly folder?: string;
  readonly point?: XmppServiceOptions["point"];
}

interface Sent {
  readonly case: string;
  readonly operation: string;
  readonly subject: string;
}

interface Assessment {
  readonly channel: AdapterEvidenceAssessment;
  readonly participant: AdapterEvidenceAssessment;
}

export interface DeskService {
  readonly jid: string;
  post(path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }>;
  get(path: string): Promise<unknown>;
  /** One action in a case of its own. */
  act(action: object): Promise<Sent & { readonly status: number }>;
  send(to: string, text: string, more?: object): Promise<Sent>;
  /** The event types of a case, in order, once `is` holds of them: now, or after whatever comes. */
  evidence(
    of: { readonly case: string },
    is: (types: readonly string[]) => boolean,
  ): Promise<readonly string[]>;
  /** Everything that was ever told, once such an event is among it. */
  eventually(is: (event: EvidenceEvent) => boolean): Promise<readonly EvidenceEvent[]>;
  /** Channel and participant, each by its subclass. */
  assessed(sent: { readonly subject: string }): Promise<readonly [string, string]>;
  assessment(sent: { readonly subject: string }): Promise<Assessment>;
  stop(): Promise<void>;
}

export function deskConfiguration({
  server,
  user,
  account = {},
  instead,
  more = {},
}: DeskOptions): XmppConfiguration {
  const text = JSON.stringify({
    tenants: ["default"],
    accounts: [
      instead ?? {
        kind: "client",
        account: "desk",
        jid: `${user}@${DOMAIN}`,
        password: PASSWORD,
        host: "127.0.0.1",
        port: server.port,
        tls: { ca_file: server.certificates.ca },
        ...account,
      },
    ],
    ...more,
  });
  return loadConfiguration(XmppConfiguration, {
    file: "desk.json",
    check: checkXmpp,
    world: {
      env: {},
      folder: "/",
      readText: () => text,
      fingerprint: () => "constant",
      now: Date.now,
    },
  }).configuration;
}

export async function openDesk(options: DeskOptions): Promise<DeskService> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "underclaim-desk-")));
  const store = await openSqliteStore({ folder });
  const { app, runtime, close } = await openXmppConnect({
    configuration: deskConfiguration(options),
    store,
    clock: systemClock,
    ids: randomIds,
    log: createLog({ level: "silent", destination: { write: () => undefined } }),
  });
  await app.ready();

  const events: EvidenceEvent[] = [];
  const over = new AbortController();
  let cursor = "";
  let moved = Promise.withResolvers<void>();
  const read = async (): Promise<void> => {
    for (let more = true; more;) {
      const page = (await get(`/adapter/events?limit=1000${cursor}`)) as {
        events: EvidenceEvent[];
        next: string;
        more: boolean;
      };
      events.push(...page.events);
      cursor = `&after=${page.next}`;
      more = page.more;
    }
    moved.resolve();
    moved = Promise.withResolvers();
  };
  const heads = runtime.store.heads(over.signal);
  const following = (async () => {
    for await (const _head of heads) await read();
  })().catch(() => undefined);

  const post: DeskService["post"] = async (path, payload) => {
    const { statusCode, body } = await app.inject({ method: "POST", url: path, payload });
    return { status: statusCode, body: JSON.parse(body) as unknown };
  };
  async function get(path: string): Promise<unknown> {
    const { statusCode, body } = await app.inject({ method: "GET", url: path });
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${body}`);
    return JSON.parse(body) as unknown;
  }
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const next = moved.promise;
      const found = find();
      if (found !== undefined) return found;
      await next;
    }
  };
  let requests = 0;
  const act: DeskService["act"] = async (action) => {
    requests += 1;
    const name = `${options.user}-${requests}-${randomIds.next("")}`;
    const { status, body } = await post("/adapter/actions", {
      request_id: `req-${name}`,
      action_type: "notification.send",
      coordination_case_id: `case-${name}`,
      tracking_context: { correlation_id: `corr-${name}`, coordination_case_id: `case-${name}` },
      idempotency_key: name,
      requested_at: "2026-01-01T12:00:00Z",
      ...action,
    });
    const { adapter_operation_id: operation = "" } = body as { adapter_operation_id?: string };
    const subject = `xmpp_${operation.slice(operation.indexOf("_") + 1)}`;
    return { case: `case-${name}`, operation, subject, status };
  };
  const assessment = async ({ subject }: { readonly subject: string }) =>
    (await get(`/adapter/messages/${subject}/assessment`)) as Assessment;

  await runtime.start();
  await read();
  const eventually: DeskService["eventually"] = (is) =>
    until(() => (events.some(is) ? [...events] : undefined));
  return {
    jid: `${options.user}@${DOMAIN}`,
    post,
    get,
    act,
    async send(to, text, more = {}) {
      const { status, ...sent } = await act({
        participant_id: "participant-1",
        target_endpoint: { endpoint_type: "bare_jid", value: to },
        content: { body_text: text },
        ...more,
      });
      if (status !== 202) throw new Error(`The message was answered by ${status}.`);
      return sent;
    },
    evidence: ({ case: name }, is) =>
      until(() => {
        const types = events
          .filter(({ coordination_case_id: id }) => id === name)
          .map(({ event_type }) => event_type);
        return is(types) ? types : undefined;
      }),
    eventually,
    assessment,
    async assessed(sent) {
      const { channel, participant } = await assessment(sent);
      return [channel.subclass, participant.subclass];
    },
    async stop() {
      over.abort();
      await following;
      await app.close();
      await close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
