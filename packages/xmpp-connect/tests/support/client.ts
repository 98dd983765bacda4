// A session under test, with a sink that keeps what it is handed.
import { randomBytes } from "node:crypto";
import { createLog, SecretSource, systemClock } from "@underclaim/runtime";
import { ClientSettings } from "../../src/configuration.ts";
import { messageStanza } from "../../src/model/message.ts";
import { child, parseXml, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import { clientTransport } from "../../src/provider/client.ts";
import {
  SESSION_SOURCE,
  STANZA_HEADERS,
  type XmppSubmission,
  type XmppTransport,
} from "../../src/provider/port.ts";
import type { SrvLookup } from "../../src/provider/session/targets.ts";
import { DOMAIN, PASSWORD } from "./prosody.ts";

interface HandedIn {
  readonly stanza: XmlElement;
  readonly body: string;
  readonly arrived: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Timeouts = Partial<ClientSettings["timeouts"]>;

export interface ClientOptions {
  readonly user?: string;
  readonly port: number;
  readonly caFile?: string;
  readonly settings?: Partial<Omit<ClientSettings, "timeouts">>;
  /** Milliseconds. */
  readonly timeouts?: Timeouts;
  readonly password?: string;
  readonly position?: { text: string | null };
  readonly srv?: SrvLookup;
  /** Between a stanza's arrival and its being kept. */
  readonly keep?: (handed: HandedIn) => Promise<void>;
}

export interface Client {
  readonly transport: XmppTransport;
  readonly handed: readonly HandedIn[];
  readonly reports: readonly string[];
  readonly position: { text: string | null };
  /** The first that is such, of what has come or will come. */
  awaits(is: (handed: HandedIn) => boolean): Promise<HandedIn>;
  reported(state: string): Promise<string>;
  start(): Promise<void>;
  send(to: string, body: string, signal?: AbortSignal): ReturnType<XmppTransport["submit"]>;
  submission(to: string, body: string, id?: string): XmppSubmission;
}

const randomId = (): string => randomBytes(16).toString("hex");
const quiet = createLog({ level: "silent" });

export function makeClient({
  user = "desk",
  port,
  caFile,
  settings = {},
  timeouts = {},
  password = PASSWORD,
  position = { text: null },
  srv,
  keep = async () => undefined,
}: ClientOptions): Client {
  const handed: HandedIn[] = [];
  const reports: string[] = [];
  const waiters = new Set<() => void>();
  const secret = new SecretSource("ignored");
  Object.assign(secret, { current: () => ({ reveal: () => password }) });
  const parsed = ClientSettings.parse({
    kind: "client",
    account: user,
    jid: `${user}@${DOMAIN}`,
    password: "read below",
    host: "127.0.0.1",
    port,
    tls: caFile === undefined ? {} : { ca_file: caFile },
  });
  const complete: ClientSettings = {
    ...parsed,
    ...settings,
    password: secret,
    timeouts: { ...parsed.timeouts, reconnect_first: 20, reconnect_most: 2_000, ...timeouts },
  };
  const transport = clientTransport(complete, {
    clock: systemClock,
    random: () => 0.5,
    randomId,
    log: quiet,
    srv,
    archivePosition: {
      load: async () => position.text,
      save: async (text) => void (position.text = text),
    },
  });
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiters.add(resolve));
    }
  };
  const wake = (): void => {
    for (const resolve of waiters) resolve();
    waiters.clear();
  };
  const submission = (to: string, body: string, id = randomId()): XmppSubmission => ({
    tenant: "default",
    operation: `op-${id}`,
    to,
    stanzaId: id,
    stanza: messageStanza({
      to,
      id,
      body,
      subject: null,
      thread: randomId(),
      language: null,
      asksReceipt: true,
      asksMarkers: true,
    }),
    since: systemClock.now(),
  });
  return {
    transport,
    handed,
    reports,
    position,
    submission,
    awaits: (is) => until(() => handed.find(is)),
    reported: (state) => until(() => reports.find((each) => each.startsWith(state))),
    send: (to, body, signal = new AbortController().signal) =>
      transport.submit(submission(to, body), signal),
    async start() {
      await transport.start?.({
        async receive(_tenant, source, { body, headers }) {
          const text = Buffer.from(body).toString();
          if (source === SESSION_SOURCE) {
            const { state, reason } = JSON.parse(text) as { state: string; reason: string | null };
            reports.push(`${state} ${reason ?? ""}`.trim());
            wake();
            return;
          }
          const read = parseXml(text);
          if (!read.ok)
            throw new Error(`A stanza was handed in that cannot be read: ${read.reason}`);
          const one: HandedIn = {
            stanza: read.element,
            body: textOfElement(child(read.element, "body", NS.client)),
            arrived: headers[STANZA_HEADERS.arrived] ?? "",
            headers,
          };
          await keep(one);
          handed.push(one);
          wake();
        },
      });
    },
  };
}
