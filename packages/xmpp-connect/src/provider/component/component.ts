// A component (XEP-0114) as a transport: one connection at a time, for as long as it runs.
import {
  waitUntil,
  type Clock,
  type Instant,
  type Log,
  type ProviderSink,
} from "@underclaim/runtime";
import type { ComponentSettings } from "../../configuration.ts";
import type { Publication, Published } from "../../pubsub/port.ts";
import type { Submitted, Unpublished, XmppSubmission, XmppTransport } from "../port.ts";
import { Backoff } from "../session/backoff.ts";
import { failureOf, SessionFailure } from "../session/failure.ts";
import { Reports } from "../session/reports.ts";
import { logEnd } from "../session/log-end.ts";
import { channelOf, healthOf, LASTING, REPORTED, type Standing } from "../session/standing.ts";
import { ComponentSession } from "./component-session.ts";
import { HeldNodes, type HeldOptions } from "../pubsub/served/held-nodes.ts";
import { Notices } from "../pubsub/served/notices.ts";
import { ServedNodes } from "../pubsub/served/service.ts";
import { ComponentLink } from "./link.ts";

export interface ComponentOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly randomId: () => string;
  readonly log: Log;
  /** Where it keeps the nodes that it serves itself. */
  readonly store: HeldOptions["store"];
  readonly jidId: (jid: string) => string;
}

/** What the protocol lacks, whatever the server: a limit, and no trouble. */
const COMPONENT_LACKS = [
  "A component's connection has no TLS of its own (XEP-0114).",
  "A component has no stream management (XEP-0198): what the connection breaks under is unknown, and what comes meanwhile is lost.",
  "A component has no archive, no roster and no presence: a lost outcome is told by a receipt or an operator alone.",
] as const;

const GOODBYE_MS = 2_000;
const AGAIN_MS = 1_000;

export function componentTransport(
  settings: ComponentSettings,
  options: ComponentOptions,
): XmppTransport {
  const component = new Component(settings, options);
  return {
    account: settings.account,
    kind: "component",
    environment: "production",
    features: () => [
      "client_to_server",
      "component_connection",
      "delivery_receipts",
      "displayed_markers",
      "chat_state_notifications",
      ...(settings.nodes.length > 0 ? (["pubsub"] as const) : []),
    ],
    health: () => healthOf(component.standing()),
    channel: () => ({
      ...channelOf(component.standing(), []),
      tls: "unavailable",
      degradations: [...COMPONENT_LACKS, ...channelOf(component.standing(), []).degradations],
    }),
    start: async (sink) => component.start(sink),
    stop: () => component.stop(),
    submit: (submission, signal) => component.submit(submission, signal),
    publish: (publication) => component.publish(publication),
    findItem: (publication) => component.find(publication),
  };
}

class Component {
  session: ComponentSession | null = null;
  readonly #settings: ComponentSettings;
  readonly #options: ComponentOptions;
  readonly #backoff: Backoff;
  readonly #reports: Reports;
  readonly #served: ServedNodes;
  readonly #notices: Notices;
  #sink: ProviderSink | null = null;
  #failure: SessionFailure | null = null;
  #nextAttempt: Instant = 0;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(settings: ComponentSettings, options: ComponentOptions) {
    const { reconnect_first: first, reconnect_most: most } = settings.timeouts;
    this.#settings = settings;
    this.#options = options;
    this.#backoff = new Backoff({ first, most, random: options.random });
    this.#reports = new Reports(settings, options);
    const { account, tenant, jid } = settings;
    const kept = { ...options, account, tenant };
    const held = new HeldNodes(kept);
    this.#notices = new Notices({ ...kept, held, nodes: settings.nodes, from: jid });
    this.#served = new ServedNodes({
      ...options,
      settings,
      held,
      announce: () => this.#notices.announce(),
    });
  }

  start(sink: ProviderSink): void {
    if (this.#sink !== null) return;
    this.#sink = sink;
    this.#reports.forget();
    this.#stopping = new AbortController();
    this.#running = this.#run(sink, this.#stopping.signal);
  }

  async stop(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    if (this.session !== null)
      await Promise.race([
        this.session.outbound.answeredAll(),
        waitUntil(clock, clock.now() + GOODBYE_MS, signal),
      ]);
    this.#stopping.abort();
    await this.#running;
    this.#sink = null;
  }

  async submit({ stanza, until = null }: XmppSubmission, signal: AbortSignal): Promise<Submitted> {
    const { session } = this;
    if (session === null) return this.notSent("There is no session.");
    const sending = await session.outbound.submit(stanza, signal, until);
    switch (sending.kind) {
      case "handled":
        return {
          kind: "accepted",
          by: sending.by,
          archiveId: null,
          recipient: "unknown",
          offlineStore: null,
        };
      case "not_written":
        return this.notSent(sending.reason);
      case "lost":
        return { kind: "unknown", reason: sending.reason };
    }
  }

  /** While there is no connection nobody can read what a node of its own holds. */
  async publish(publication: Publication): Promise<Published | Unpublished> {
    const { session } = this;
    if (session === null) return this.notSent("There is no session.");
    return (await this.#served.publish(publication)) ?? session.nodes.publish(publication);
  }

  /** A node of its own takes an item once, however often it is given: one that is not there is put there. */
  async find(publication: Publication): Promise<Published | null> {
    const { session } = this;
    if (session === null) return null;
    const served = await this.#served.publish(publication);
    if (served !== null) return served;
    return (await session.nodes.find(publication)) === true ? { kind: "done" } : null;
  }

  notSent(reason: string): Unpublished {
    const retryAt = Math.max(this.#options.clock.now(), this.#nextAttempt) + AGAIN_MS;
    const refused = this.#failure?.kind === "authentication";
    return {
      kind: "not_sent",
      retryAt,
      reason,
      ...(this.session !== null
        ? {}
        : { because: refused ? ("authentication_failed" as const) : ("no_session" as const) }),
    };
  }

  standing(): Standing {
    return {
      started: this.#sink !== null,
      online: this.session !== null,
      failure: this.#failure,
      incidents: this.#reports.incidents,
      found: [...(this.session?.nodes.degradations ?? []), ...this.#notices.degradations],
    };
  }

  async #run(sink: ProviderSink, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const { account } = this.#settings;
    while (!signal.aborted) {
      const began = { online: 0 };
      const failure = await this.#oneConnection(sink, signal, began).catch(failureOf);
      if (signal.aborted) break;
      const lasted = began.online === 0 ? 0 : clock.now() - began.online;
      const { kind, condition } = failure;
      this.#failure = failure;
      const wait = LASTING.has(kind) ? this.#backoff.longest() : this.#backoff.next(lasted);
      this.#nextAttempt = clock.now() + wait;
      logEnd(log, account, failure, "component's connection ended");
      const state = REPORTED[kind];
      if (state !== null && !(lasted > 0 && state === "unavailable"))
        await this.#reports.tell(sink, state, condition === "" ? kind : condition);
      await waitUntil(clock, clock.now() + wait, signal);
    }
  }

  async #oneConnection(
    sink: ProviderSink,
    signal: AbortSignal,
    began: { online: number },
  ): Promise<SessionFailure> {
    const { clock, randomId } = this.#options;
    const settings = this.#settings;
    const link = await ComponentLink.open({ settings, clock, signal });
    const served = this.#served;
    const session = new ComponentSession({ settings, clock, randomId, sink, link, served });
    const goodbye = (): void => void link.end(new SessionFailure("stopped", "It was stopped."));
    if (signal.aborted) goodbye();
    else signal.addEventListener("abort", goodbye, { once: true });
    session.begin();
    this.session = session;
    this.#failure = null;
    began.online = clock.now();
    this.#notices.begin((stanza, until) => session.outbound.submit(stanza, until));
    await this.#reports.tell(sink, "connected", null);
    const failure = await link.closed;
    this.session = null;
    signal.removeEventListener("abort", goodbye);
    await session.end("The connection was lost before the server answered.");
    await this.#notices.end();
    return failure;
  }
}
