// oxlint-disable-next-line typescript/triple-slash-reference -- The packages bring no declarations; whoever imports this needs them.
/// <reference path="./xmpp-packages.d.ts" />
// One connection: the packages' client (`@xmpp/client-core`, `@xmpp/connection-tcp`: stream headers, restarts, states) on an own socket
// and parser. docs/decisions/0060-xmpp-session.md says why.
import type { Clock } from "@underclaim/runtime";
import { Client } from "@xmpp/client-core";
import ConnectionTcp from "@xmpp/connection-tcp";
import { child, childrenOf, type XmlElement } from "../../model/xml.ts";
import { NS } from "../../model/namespaces.ts";
import { failureOf, SessionFailure } from "./failure.ts";
import { SESSION_NS } from "./names.ts";
import { SessionSocket, type SocketPlan } from "./socket.ts";
import { StreamParser, type StreamLimits } from "./stream-parser.ts";

/** How long a peer may take to read our last words, and to close. */
const LAST_WORDS_MS = 1_000;
/** Elements that nobody has waited for yet, before there is a session. */
const MOST_AHEAD = 64;
/** Bytes that have not left: more than a window and its answers ever make. */
const MOST_UNSENT = 64 * 1_024 * 1_024;

/** Of what is said in one turn, in UTF-16 units. */
const MOST_GATHERED = 16_384;

export interface StreamOptions {
  readonly plan: SocketPlan;
  readonly limits: StreamLimits;
  readonly clock: Clock;
  /** For the packages' own waits; the caller's deadline comes first. */
  readonly timeoutMs: number;
}

export class Stream extends Client {
  readonly closed: Promise<SessionFailure>;
  /** When bytes last came. */
  heardAt: number;
  /** An oversized stanza ended the connection; the server counts it (XEP-0198). */
  brokeOnStanza = false;
  readonly #clock: Clock;
  readonly #domain: string;
  readonly #elements: XmlElement[] = [];
  #wake: () => void = () => undefined;
  #receiver: ((element: XmlElement) => void) | null = null;
  #resolveClosed: (failure: SessionFailure) => void = () => undefined;
  #over: SessionFailure | null = null;
  #gathered = "";
  #last = "";

  constructor({ plan, limits, clock, timeoutMs }: StreamOptions) {
    super({ domain: plan.trust.domain, timeout: timeoutMs });
    this.#clock = clock;
    this.#domain = plan.trust.domain;
    this.heardAt = clock.now();
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.transports = [transportFor(plan, limits)];
    // Without a listener an emitter throws what it is told.
    this.on("error", (error: unknown) => this.#finish(failureOf(error)));
    this.on("disconnect", () => this.#finish(new SessionFailure("unreachable", "It was closed.")));
    this.on("close", () => {
      void this.end(new SessionFailure("unreachable", "The server closed the stream."));
    });
  }

  get sessionSocket(): SessionSocket | null {
    return this.socket instanceof SessionSocket ? this.socket : null;
  }

  /** Connects, and opens the stream. */
  async begin(): Promise<void> {
    await this.#unlessClosed(this.connect("xmpp://session"));
    await this.#unlessClosed(this.open({ domain: this.#domain }));
  }

  async startAgain(): Promise<void> {
    await this.#unlessClosed(this.restart());
  }

  /** STARTTLS after the server's `<proceed/>`. What came unprotected behind it is somebody's injection. */
  async secure(): Promise<void> {
    if (this.#elements.length > 0)
      throw new SessionFailure("insecure", "Something stood between STARTTLS and TLS.");
    if (this.parser instanceof StreamParser) this.parser.stop();
    await this.#unlessClosed(this.sessionSocket?.upgrade() ?? Promise.resolve());
    await this.startAgain();
  }

  /** During negotiation: the next top-level element. */
  async next(): Promise<XmlElement> {
    for (;;) {
      const element = this.#elements.shift();
      if (element !== undefined) return element;
      await this.#unlessClosed(new Promise<void>((resolve) => (this.#wake = resolve)));
    }
  }

  /** From now on every element, those that wait first. `receiver` never throws. */
  deliver(receiver: (element: XmlElement) => void): void {
    this.#receiver = receiver;
    for (const element of this.#elements.splice(0)) receiver(element);
  }

  /** @returns false where the peer does not keep up */
  put(text: string): boolean {
    const socket = this.sessionSocket;
    if (this.#over !== null || socket === null) return false;
    if (socket.waiting >= MOST_UNSENT) {
      this.cut(new SessionFailure("silent", "The server reads nothing of what it asks for."));
      return false;
    }
    this.#flushSoon();
    this.#gathered += text;
    if (this.#gathered.length >= MOST_GATHERED) {
      socket.write(this.#gathered);
      this.#gathered = "";
    }
    return socket.keepsUp;
  }

  /** Said after all else of this turn. */
  putLast(text: string): void {
    this.#flushSoon();
    this.#last += text;
  }

  /** What is said in one turn leaves as one: by itself each would be a TLS record and a system call. */
  #flushSoon(): void {
    if (this.#gathered + this.#last === "") setImmediate(() => this.#flush());
  }

  #flush(): void {
    const text = this.#gathered + this.#last;
    this.#gathered = "";
    this.#last = "";
    if (text !== "") this.sessionSocket?.write(text);
  }

  /** Says so on the stream, and ends it. Resolves once the connection is closed. */
  end(failure: SessionFailure): Promise<void> {
    const words = failure.kind === "protocol" ? streamError(failure.condition) : "";
    const socket = this.sessionSocket;
    this.#flush();
    this.#finish(failure);
    if (socket === null) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.wakeAt(this.#clock.now() + LAST_WORDS_MS, () => socket.destroy());
      socket.once("close", () => {
        cancel();
        resolve();
      });
      socket.end(`${words}</stream:stream>`);
    });
  }

  /** Breaks the connection off without a word, so that the session can be resumed. */
  cut(failure: SessionFailure): void {
    const socket = this.sessionSocket;
    this.#finish(failure);
    socket?.destroy();
  }

  override _onData(data: Uint8Array): void {
    this.heardAt = this.#clock.now();
    const parser = this.parser;
    if (!(parser instanceof StreamParser) || this.#over !== null) return;
    const refused = parser.take(data);
    if (refused === null) return;
    this.brokeOnStanza = refused.kind === "oversized" && parser.withinStanza;
    if (this.brokeOnStanza) this.cut(refused);
    else void this.end(refused);
  }

  override _onElement(element: XmlElement): void {
    if (this.#over !== null) return;
    if (element.name === "error" && element.namespace === SESSION_NS.stream) {
      void this.end(streamFailure(element));
      return;
    }
    if (this.#receiver !== null) this.#receiver(element);
    else if (this.#elements.length >= MOST_AHEAD) {
      const message = "The server floods a connection that is no session yet.";
      void this.end(new SessionFailure("protocol", message, "policy-violation"));
    } else {
      this.#elements.push(element);
      this.#wake();
    }
  }

  #finish(failure: SessionFailure): void {
    if (this.#over !== null) return;
    this.#over = failure;
    this.#resolveClosed(failure);
    this.#wake();
    // The packages' own waits, and their timers, end with an error.
    this.emit("error", failure);
  }

  async #unlessClosed<T>(work: Promise<T>): Promise<T> {
    const closed = this.closed.then((failure) => Promise.reject(failure));
    return Promise.race([work, closed]);
  }
}

function transportFor(plan: SocketPlan, limits: StreamLimits): typeof ConnectionTcp {
  class Transport extends ConnectionTcp {
    override socketParameters(): object {
      return plan;
    }
  }
  Transport.prototype.NS = NS.client;
  Transport.prototype.Socket = SessionSocket;
  Transport.prototype.Parser = class extends StreamParser {
    constructor() {
      super(limits);
    }
  };
  return Transport;
}

const streamError = (condition: string): string =>
  `<stream:error><${condition || "undefined-condition"} xmlns="${SESSION_NS.streamErrors}"/></stream:error>`;

/** RFC 6120 §4.9.3 */
function streamFailure(element: XmlElement): SessionFailure {
  const condition =
    childrenOf(element).find(
      ({ name, namespace }) => namespace === SESSION_NS.streamErrors && name !== "text",
    )?.name ?? "undefined-condition";
  const named = /^[a-z-]{1,60}$/.test(condition) ? condition : "undefined-condition";
  if (child(element, "conflict", SESSION_NS.streamErrors) !== null)
    return new SessionFailure("conflict", "Another session has taken this one's place.", named);
  return new SessionFailure("unreachable", "The server ended the stream with an error.", named);
}
