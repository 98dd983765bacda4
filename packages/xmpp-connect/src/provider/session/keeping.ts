// Keeps one session of an account alive over its connections, and begins a new one where it must.
import { waitUntil, type Instant, type ProviderSink } from "@underclaim/runtime";
import type { ClientSettings } from "../../configuration.ts";
import type { Jid } from "../../model/jid.ts";
import type { ClientTransportOptions } from "../client.ts";
import { RoomMemory } from "../rooms/memory.ts";
import { Backoff } from "./backoff.ts";
import { connect, type Connected } from "./connect.ts";
import { failureOf, SessionFailure } from "./failure.ts";
import { logEnd } from "./log-end.ts";
import type { LookUps } from "./look-ups.ts";
import type { Applicant } from "./negotiate.ts";
import { toldOf } from "./remedies.ts";
import { Reports } from "./reports.ts";
import { Session } from "./session.ts";
import { LASTING, REPORTED, type Standing } from "./standing.ts";
import type { Starting } from "./starting.ts";

/** How long a goodbye may wait for what is still unanswered. */
const GOODBYE_MS = 2_000;
const LOST = "The session was lost before the server answered.";

interface Begun {
  readonly session: Session;
  /** False where the connection ended before the session knew what there is. */
  readonly ready: boolean;
}

interface KeepingOptions {
  readonly settings: ClientSettings;
  readonly jid: Jid;
  readonly transport: ClientTransportOptions;
  /** Ended as soon as it is known what came of the first connection. */
  readonly starting: Starting;
  /** Asked whenever a session has a connection. */
  readonly lookUps: LookUps;
}

export class Keeping {
  readonly #options: KeepingOptions;
  readonly #backoff: Backoff;
  readonly #reports: Reports;
  readonly #roomMemory: RoomMemory;
  #sink: ProviderSink | null = null;
  #session: Session | null = null;
  #online = false;
  #failure: SessionFailure | null = null;
  #nextAttempt: Instant = 0;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: KeepingOptions) {
    const { settings, transport } = options;
    this.#options = options;
    const { reconnect_first: first, reconnect_most: most } = settings.timeouts;
    this.#backoff = new Backoff({ first, most, random: transport.random });
    this.#reports = new Reports(settings, transport);
    this.#roomMemory = new RoomMemory({ ...settings, ...transport });
  }

  /** It outlives its connections; null before the first and where it is lost for good. */
  get session(): Session | null {
    return this.#session;
  }

  /** Whether the session has a connection now. */
  get online(): boolean {
    return this.#online;
  }

  /** Of the newest connection that failed or ended; null once one is online. */
  get failure(): SessionFailure | null {
    return this.#failure;
  }

  /** When the next connection is tried; 0 where none has failed since the last that was online. */
  get nextAttempt(): Instant {
    return this.#nextAttempt;
  }

  get started(): boolean {
    return this.#sink !== null;
  }

  get standing(): Standing {
    return {
      started: this.#sink !== null,
      online: this.#online,
      failure: this.#failure,
      incidents: this.#reports.incidents,
      found: this.#session?.degradations ?? [],
    };
  }

  start(sink: ProviderSink): void {
    if (this.#sink !== null) return;
    this.#sink = sink;
    this.#reports.forget();
    this.#stopping = new AbortController();
    this.#options.starting.begin();
    this.#running = this.#run(sink, this.#stopping.signal);
  }

  /** Says goodbye. What is then unanswered is unknown. */
  async stop(): Promise<void> {
    this.#options.starting.end();
    const { clock } = this.#options.transport;
    const session = this.#session;
    if (session !== null && this.#online)
      await Promise.race([
        session.outbound.answeredAll(),
        waitUntil(clock, clock.now() + GOODBYE_MS, this.#stopping.signal),
      ]);
    this.#stopping.abort();
    await this.#running;
    this.#sink = null;
    this.#options.lookUps.end();
  }

  async #run(sink: ProviderSink, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.transport;
    while (!signal.aborted) {
      const began = { online: 0 };
      const failure = await this.#oneConnection(sink, signal, began).catch(failureOf);
      const lasted = began.online === 0 ? 0 : clock.now() - began.online;
      this.#online = false;
      if (signal.aborted) break;
      const wait = LASTING.has(failure.kind) ? this.#backoff.longest() : this.#backoff.next(lasted);
      this.#nextAttempt = clock.now() + wait;
      await this.#failed(sink, failure, lasted > 0);
      await waitUntil(clock, clock.now() + wait, signal);
    }
    await this.#drop(null, "The session was ended.");
  }

  /** Resolves with why it ended. @throws SessionFailure where it never began */
  async #oneConnection(
    sink: ProviderSink,
    signal: AbortSignal,
    began: { online: number },
  ): Promise<SessionFailure> {
    const { settings, jid, transport } = this.#options;
    const { clock, random, randomId, srv } = transport;
    const options = { settings, jid, clock, random, randomId, srv };
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
      this.#options.transport.log.info(
        { account: this.#options.settings.account },
        "session stands",
      );
      this.#failure = null;
      this.#nextAttempt = 0;
      this.#options.starting.end();
      this.#options.lookUps.go();
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
    const { settings, jid, transport } = this.#options;
    const { clock, randomId, archivePosition } = transport;
    await this.#drop(null, LOST);
    const session = new Session({
      settings,
      own: jid.bare,
      domain: jid.domain,
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
    this.#options.starting.end();
    const { kind, condition } = failure;
    if (kind === "conflict" || kind === "oversized") this.#reports.remember(toldOf(failure));
    // Of a session that cannot be resumed nothing more will be heard.
    if (kind === "conflict" || this.#session?.resumable === null) await this.#drop(null, LOST);
    const { settings, transport } = this.#options;
    logEnd(transport.log, settings.account, failure, "session ended");
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
}
