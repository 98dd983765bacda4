// One account: connects, keeps one session alive over its connections, and begins a new one where it must.
import type { Instant, ProviderHealth, ProviderSink } from "@underclaim/runtime";
import type { ClientSettings } from "../../configuration.ts";
import type { Jid } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import type { Publication, Published } from "../../pubsub/port.ts";
import type { ClientTransportOptions } from "../client.ts";
import {
  type ProviderFeature,
  type RoomStanding,
  type RosterEntry,
  type Submitted,
  type Unpublished,
  type XmppChannelState,
  type XmppSubmission,
} from "../port.ts";
import { RoomMemory } from "../rooms/memory.ts";
import { Backoff } from "./backoff.ts";
import { connect, type Connected } from "./connect.ts";
import { hasArchive } from "./disco.ts";
import { failureOf, SessionFailure } from "./failure.ts";
import { LookUps, type LookUp } from "./look-ups.ts";
import type { Applicant } from "./negotiate.ts";
import { Reports } from "./reports.ts";
import { recipientOf } from "./recipient.ts";
import { Session } from "./session.ts";
import { channelOf, healthOf, LASTING, REPORTED, type Standing } from "./standing.ts";
import { Starting } from "./starting.ts";

/** How long a goodbye may wait for what is still unanswered. */
const GOODBYE_MS = 2_000;
/** When a message that was not sent is tried again, at the earliest. */
const AGAIN_MS = 1_000;
const LOST = "The session was lost before the server answered.";

interface Begun {
  readonly session: Session;
  /** False where the connection ended before the session knew what there is. */
  readonly ready: boolean;
}

export class Account {
  readonly #settings: ClientSettings;
  readonly #jid: Jid;
  readonly #options: ClientTransportOptions;
  readonly #backoff: Backoff;
  readonly #reports: Reports;
  readonly #roomMemory: RoomMemory;
  readonly #starting: Starting;
  readonly #lookUps = new LookUps(
    async ({ to, stanzaId, since }) => (await this.#session?.find(to, stanzaId, since)) ?? null,
    () => this.#online,
  );
  #sink: ProviderSink | null = null;
  #session: Session | null = null;
  #online = false;
  #failure: SessionFailure | null = null;
  #nextAttempt: Instant = 0;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(settings: ClientSettings, jid: Jid, options: ClientTransportOptions) {
    this.#settings = settings;
    this.#jid = jid;
    this.#options = options;
    const { reconnect_first: first, reconnect_most: most } = settings.timeouts;
    this.#backoff = new Backoff({ first, most, random: options.random });
    this.#reports = new Reports(settings, options);
    this.#starting = new Starting(options.clock);
    this.#roomMemory = new RoomMemory({ ...settings, ...options });
  }

  start(sink: ProviderSink): void {
    if (this.#sink !== null) return;
    this.#sink = sink;
    this.#reports.forget();
    this.#stopping = new AbortController();
    this.#starting.begin();
    this.#running = this.#run(sink, this.#stopping.signal);
  }

  /** Says goodbye. What is then unanswered is unknown. */
  async stop(): Promise<void> {
    this.#starting.end();
    const session = this.#session;
    if (session !== null && this.#online)
      await Promise.race([
        session.outbound.answeredAll(),
        this.#pause(GOODBYE_MS, this.#stopping.signal),
      ]);
    this.#stopping.abort();
    await this.#running;
    this.#sink = null;
    this.#lookUps.end();
  }

  async submit(
    { to, stanza, withCommand = null, until = null }: XmppSubmission,
    signal: AbortSignal,
  ): Promise<Submitted> {
    const starting = this.#starting.over(signal);
    if (starting !== null) await starting;
    const session = this.#session;
    if (session === null) return this.#notSent("There is no session.");
    const known = session.rooms.known(to, signal);
    if (known !== null) await known;
    const bar = session.rooms.bar(to);
    if (bar?.kind === "refused") return bar;
    if (bar?.kind === "wait")
      return { kind: "not_sent", retryAt: bar.retryAt, reason: "The account is not in the room." };
    const prompt = withCommand === null ? null : await session.promptFor(to, withCommand);
    const sending = await session.outbound.submit(prompt ?? stanza, signal, until);
    switch (sending.kind) {
      case "handled":
        return {
          kind: "accepted",
          by: sending.by,
          archiveId: null,
          ...(withCommand === null ? {} : { offered: prompt === null ? "text" : "command" }),
          ...this.recipient(to),
        };
      case "not_written":
        return this.#notSent(sending.reason);
      case "lost":
        return { kind: "unknown", reason: sending.reason };
    }
  }

  /** What the session knows of an addressee now. */
  recipient(to: string): ReturnType<typeof recipientOf> {
    return recipientOf(to, this.#session, this.#jid);
  }

  /** Asks the archive, as soon as there is a session. Null: not found, or there will be none. */
  find(one: LookUp): Promise<string | null> {
    return this.#sink === null ? Promise.resolve(null) : this.#lookUps.find(one);
  }

  features(): readonly ProviderFeature[] {
    const session = this.#online ? this.#session : null;
    if (session === null) return [];
    return [
      "client_to_server",
      "delivery_receipts",
      "displayed_markers",
      "chat_state_notifications",
      ...(session.managed ? (["stream_management"] as const) : []),
      ...(this.#settings.rooms.length > 0 ? (["multi_user_chat"] as const) : []),
      ...(this.#settings.nodes.length > 0 ? (["pubsub"] as const) : []),
      ...(this.#settings.archive && hasArchive(session.abilities)
        ? (["message_archive_management"] as const)
        : []),
    ];
  }

  async publish(publication: Publication, signal: AbortSignal): Promise<Published | Unpublished> {
    const starting = this.#starting.over(signal);
    if (starting !== null) await starting;
    const session = this.#online ? this.#session : null;
    return session?.nodes.publish(publication) ?? this.#notSent("There is no session.");
  }

  async findItem(publication: Publication): Promise<Published | null> {
    const session = this.#online ? this.#session : null;
    return (await session?.nodes.find(publication)) === true ? { kind: "done" } : null;
  }

  rooms(): readonly RoomStanding[] {
    return this.#session?.rooms.standings ?? [];
  }

  roster(): readonly RosterEntry[] | null {
    return this.#session?.contacts.roster ?? null;
  }

  health(): ProviderHealth {
    return healthOf(this.#standing());
  }

  channel(): XmppChannelState {
    const { server = [], account = [] } = this.#session?.abilities ?? {};
    const managed = this.#session?.managed === true ? ["urn:xmpp:sm:3"] : [];
    const extensions = new Set([...managed, ...server, ...account]);
    return channelOf(this.#standing(), [...extensions].filter(isExtension).toSorted());
  }

  #standing(): Standing {
    return {
      started: this.#sink !== null,
      online: this.#online,
      failure: this.#failure,
      incidents: this.#reports.incidents,
      found: this.#session?.degradations ?? [],
    };
  }

  #notSent(reason: string): Unpublished {
    const { clock } = this.#options;
    const retryAt = Math.max(clock.now(), this.#nextAttempt) + AGAIN_MS;
    const refused = this.#failure?.kind === "authentication";
    return {
      kind: "not_sent",
      retryAt,
      reason,
      // A full window is no lack of a session.
      ...(this.#online ? {} : { because: refused ? "authentication_failed" : "no_session" }),
    };
  }

  async #run(sink: ProviderSink, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const began = { online: 0 };
      const failure = await this.#oneConnection(sink, signal, began).catch(failureOf);
      const lasted = began.online === 0 ? 0 : clock.now() - began.online;
      this.#online = false;
      if (signal.aborted) break;
      const wait = LASTING.has(failure.kind) ? this.#backoff.longest() : this.#backoff.next(lasted);
      this.#nextAttempt = clock.now() + wait;
      await this.#failed(sink, failure, lasted > 0);
      await this.#pause(wait, signal);
    }
    await this.#drop(null, "The session was ended.");
  }

  /** Resolves with why it ended. @throws SessionFailure where it never began */
  async #oneConnection(
    sink: ProviderSink,
    signal: AbortSignal,
    began: { online: number },
  ): Promise<SessionFailure> {
    const { clock, random, randomId, srv } = this.#options;
    const options = { settings: this.#settings, jid: this.#jid, clock, random, randomId, srv };
    const { stream, negotiated } = await connect(options, this.#resumable(), signal);
    if (signal.aborted) {
      await stream.end(new SessionFailure("stopped", "It was stopped."));
      return stream.closed;
    }
    let farewell = Promise.resolve();
    const goodbye = (): void => void (farewell = this.#session?.close() ?? farewell);
    signal.addEventListener("abort", goodbye, { once: true });
    const { session, ready } =
      negotiated.kind === "resumed"
        ? this.#resume(stream, negotiated.handled)
        : await this.#begin(sink, stream, negotiated);
    if (ready) {
      began.online = clock.now();
      this.#online = true;
      this.#failure = null;
      this.#nextAttempt = 0;
      this.#starting.end();
      this.#lookUps.go();
      const how = negotiated.kind === "resumed" ? "resumed" : null;
      await this.#reports.tell(sink, "connected", how);
    }
    const failure = await stream.closed;
    signal.removeEventListener("abort", goodbye);
    this.#online = false;
    await farewell;
    await session.detach();
    return failure;
  }

  #resumable(): Applicant["resumable"] {
    const resumable = this.#session?.resumable ?? null;
    if (resumable === null) return null;
    return { ...resumable, lost: (handled) => this.#drop(handled, LOST) };
  }

  #resume(stream: Connected["stream"], handled: number): Begun {
    const session = this.#session;
    if (session === null) throw new Error("A session was resumed that is not there.");
    session.resume(stream, handled);
    return { session, ready: true };
  }

  async #begin(
    sink: ProviderSink,
    stream: Connected["stream"],
    bound: Extract<Connected["negotiated"], { kind: "bound" }>,
  ): Promise<Begun> {
    const { clock, randomId, archivePosition } = this.#options;
    await this.#drop(null, LOST);
    const session = new Session({
      settings: this.#settings,
      own: this.#jid.bare,
      domain: this.#jid.domain,
      full: bound.jid,
      clock,
      randomId,
      archivePosition,
      sink,
      roomMemory: this.#roomMemory,
      management: bound.management,
    });
    this.#session = session;
    const begun = session.begin(stream).then(() => true);
    const ready = await Promise.race([begun, stream.closed.then(() => false)]);
    return { session, ready };
  }

  async #failed(sink: ProviderSink, failure: SessionFailure, wasOnline: boolean): Promise<void> {
    this.#failure = failure;
    this.#starting.end();
    const { kind, condition } = failure;
    if (kind === "conflict" || kind === "oversized")
      this.#reports.remember(`${failure.message} (${condition})`);
    // Of a session that cannot be resumed nothing more will be heard.
    if (kind === "conflict" || this.#session?.resumable === null) await this.#drop(null, LOST);
    const { cause: err } = failure;
    this.#options.log.info(
      { account: this.#settings.account, kind, condition, ...(err === undefined ? {} : { err }) },
      "session ended",
    );
    // One that is taken up again at once was never away.
    const state = REPORTED[kind];
    if (state !== null && !(wasOnline && state === "unavailable"))
      await this.#reports.tell(sink, state, condition === "" ? kind : condition);
  }

  async #drop(handled: number | null, reason: string): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.abandon(handled, reason);
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = clock.wakeAt(clock.now() + ms, done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}

/** Features that name an extension of the protocol, without those that name what else a server is. */
const isExtension = (feature: string): boolean =>
  feature.length <= 200 && feature !== NS.client && /^[\x21-\x7e]+$/.test(feature);
