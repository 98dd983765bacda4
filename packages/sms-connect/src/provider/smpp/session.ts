import type { Duplex } from "node:stream";
import type { Clock, Instant, Log } from "@underclaim/runtime";
import { backOffMs } from "./back-off.ts";
import type { Connect } from "./connect.ts";
import { Connection, type SmppRequest } from "./connection.ts";
import type { Receive } from "./deliveries.ts";
import { Outbox } from "./outbox.ts";
import type { Pdu } from "./pdu.ts";
import type { Reply } from "./pending.ts";
import type { SmppSettings } from "./settings.ts";
import { CREDENTIALS_REFUSED, ESME_RINVBNDSTS, ESME_ROK, statusOf } from "./statuses.ts";

/** What became of a request. */
export type SmppOutcome =
  /** An answer, whatever it says, but that nothing was taken for now. */
  | { readonly kind: "answered"; readonly pdu: Pdu }
  /** Nothing was written, or the SMSC says that it has taken nothing and may later. */
  | { readonly kind: "not_taken"; readonly retryAt: Instant; readonly reason: string }
  /** Written, at least in part, and not answered. */
  | { readonly kind: "unanswered"; readonly reason: string };

export interface SessionOptions {
  readonly settings: SmppSettings;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly connect: Connect;
  /** A connection that was there has ended. */
  readonly onEnded: () => void;
  readonly log?: Pick<Log, "info" | "warn">;
}

export type SessionState = "idle" | "connecting" | "bound" | "waiting" | "stopped";

/** Keeps one bind at the SMSC: connects, binds, and does so again when it has ended. */
export class Session {
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  #receive: Receive = () => Promise.reject(new Error("The session has not been started."));
  #connection: Connection | null = null;
  #state: SessionState = "idle";
  #failures = 0;
  #throttles = 0;
  #boundAt: Instant = 0;
  /** Of the next attempt to connect. */
  #retryAt: Instant = 0;
  #pausedUntil: Instant = 0;
  #bindStatus: number | null = null;
  #abortConnecting: () => void = () => undefined;
  #cancelRetry: () => void = () => undefined;

  constructor(options: SessionOptions) {
    const { clock, settings } = options;
    this.#options = options;
    this.#outbox = new Outbox({ clock, patience: settings.timeouts.queue });
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The SMSC's last answer to a bind; null: it has not answered yet. */
  get bindStatus(): number | null {
    return this.#bindStatus;
  }

  /** The SMSC refuses who we are. */
  get refused(): boolean {
    return this.#bindStatus !== null && CREDENTIALS_REFUSED.has(this.#bindStatus);
  }

  get throttled(): boolean {
    return this.#options.clock.now() < this.#pausedUntil;
  }

  /** Resolves at once: an SMSC that is away must not keep the service from starting. */
  start(receive: Receive): void {
    this.#receive = receive;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#state = "stopped";
    this.#abortConnecting();
    this.#cancelRetry();
    this.#outbox.dropAll("the service stops");
    await this.#connection?.close();
  }

  request(request: SmppRequest, signal: AbortSignal): Promise<SmppOutcome> {
    if (this.#state !== "connecting" && this.#state !== "bound")
      return Promise.resolve(this.#notTaken("there is no session"));
    return new Promise((resolve, reject) => {
      this.#outbox.add(
        {
          write: (connection) =>
            void connection
              .request(request)
              .then((reply) => resolve(this.#outcome(connection, reply)), reject),
          drop: (reason) => resolve(this.#notTaken(reason)),
        },
        signal,
      );
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#connection?.free === true && !this.throttled) {
      const next = this.#outbox.take();
      if (next === null) return;
      next.write(this.#connection);
    }
  }

  #outcome(connection: Connection, reply: Reply): SmppOutcome {
    if (reply.kind === "unanswered") return reply;
    const { status } = reply.pdu;
    if (status === ESME_ROK) this.#throttles = 0;
    if (statusOf(status).means !== "not_taken") return reply;
    if (status === ESME_RINVBNDSTS) connection.leave();
    else this.#throttle();
    return this.#notTaken(statusOf(status).name);
  }

  /** Many answers may say it at once: they count as one. */
  #throttle(): void {
    const { clock, settings, random } = this.#options;
    if (this.throttled) return;
    this.#throttles += 1;
    this.#pausedUntil = clock.now() + backOffMs(settings.throttle, this.#throttles, random);
    clock.wakeAt(this.#pausedUntil, () => this.#pump());
  }

  #notTaken(reason: string): SmppOutcome {
    const { clock, settings } = this.#options;
    const soon = clock.now() + settings.throttle.first;
    return { kind: "not_taken", retryAt: Math.max(soon, this.#pausedUntil, this.#retryAt), reason };
  }

  async #connect(): Promise<void> {
    const { clock, settings, connect } = this.#options;
    this.#state = "connecting";
    const aborter = new AbortController();
    const stopWaiting = clock.wakeAt(clock.now() + settings.timeouts.connect, () =>
      aborter.abort(),
    );
    this.#abortConnecting = () => aborter.abort();
    try {
      await this.#bind(await connect(settings, aborter.signal).finally(stopWaiting));
    } catch (error) {
      if (this.#connection === null) this.#ended(codeOf(error));
      else this.#connection.destroy(codeOf(error));
    }
  }

  async #bind(socket: Duplex): Promise<void> {
    const { clock, settings } = this.#options;
    if (this.#stopped()) return void socket.destroy();
    const connection = new Connection({
      socket,
      settings,
      clock,
      receive: (pdu, decoded) => this.#receive(pdu, decoded),
      onFree: () => this.#pump(),
      onEnded: (reason) => {
        this.#options.onEnded();
        this.#ended(reason);
      },
    });
    this.#connection = connection;
    const reply = await connection.bind();
    if (reply.kind === "unanswered") return connection.destroy("the bind was not answered");
    const { status } = reply.pdu;
    this.#bindStatus = status;
    if (status !== ESME_ROK)
      return connection.destroy(`the bind was refused: ${statusOf(status).name}`);
    // It may have ended, or been stopped, since the answer came.
    if (this.#connection !== connection || this.#stopped()) return;
    this.#state = "bound";
    this.#boundAt = clock.now();
    this.#say("info", "smpp.bound");
    this.#pump();
  }

  #stopped(): boolean {
    return this.#state === "stopped";
  }

  #ended(reason: string): void {
    const { clock, settings, random } = this.#options;
    this.#connection = null;
    if (this.#state === "stopped") return;
    const now = clock.now();
    const lasted = this.#state === "bound" && now - this.#boundAt >= settings.reconnect.most;
    this.#failures = lasted ? 1 : this.#failures + 1;
    // Who is refused does not knock often: some SMSCs lock the account.
    const failures = this.refused ? Number.MAX_SAFE_INTEGER : this.#failures;
    this.#retryAt = now + backOffMs(settings.reconnect, failures, random);
    this.#state = "waiting";
    this.#say("warn", "smpp.ended", reason);
    this.#outbox.dropAll(reason);
    this.#cancelRetry = clock.wakeAt(this.#retryAt, () => void this.#connect());
  }

  #say(level: "info" | "warn", event: string, reason?: string): void {
    this.#options.log?.[level]({ event, account: this.#options.settings.account, reason }, event);
  }
}

/** An error's own message may quote what was sent. */
function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string")
    return error.code;
  return error instanceof Error ? error.message : "error";
}
