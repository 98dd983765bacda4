// One connection of a component (XEP-0114 §3): stream, handshake, stanzas. Plain TCP: the protocol has no TLS of its own.
import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { Clock } from "@underclaim/runtime";
import { childrenOf, escapeXml, type XmlElement } from "../../model/xml.ts";
import type { ComponentSettings } from "../../configuration.ts";
import { failureOf, SessionFailure } from "../session/failure.ts";
import { SESSION_NS } from "../session/names.ts";
import type { Link } from "../session/outbound.ts";
import { StreamParser } from "../session/stream-parser.ts";

const ACCEPT = "jabber:component:accept";
const CLIENT = ` xmlns="jabber:client"`;
const LAST_WORDS_MS = 1_000;
/** Bytes that have not left: more than a window and its answers ever make. */
const MOST_UNSENT = 64 * 1_024 * 1_024;

export interface LinkOptions {
  readonly settings: ComponentSettings;
  readonly clock: Clock;
  /** Ends what is still being opened. */
  readonly signal: AbortSignal;
}

export class ComponentLink implements Link {
  readonly closed: Promise<SessionFailure>;
  heardAt: number;
  readonly #socket: Socket;
  readonly #clock: Clock;
  #over: SessionFailure | null = null;
  #close: (failure: SessionFailure) => void = () => undefined;
  #element: (element: XmlElement) => void = () => undefined;
  #skipped: (element: XmlElement) => void = () => undefined;

  /** Resolves once the server has taken the handshake. @throws SessionFailure */
  static async open({ settings, clock, signal }: LinkOptions): Promise<ComponentLink> {
    const { host, port, timeouts, limits, jid, secret } = settings;
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port, noDelay: true });
    const parser = new StreamParser(limits, { skips: true });
    const link = new ComponentLink(socket, parser, clock);
    const cancel = clock.wakeAt(clock.now() + timeouts.connect, () =>
      link.cut(new SessionFailure("silent", "The server did not answer in time.")),
    );
    const onAbort = (): void => link.cut(new SessionFailure("stopped", "It was stopped."));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    try {
      await link.#shakeHands(parser, jid, secret.current().reveal());
    } finally {
      cancel();
      signal.removeEventListener("abort", onAbort);
    }
    return link;
  }

  constructor(socket: Socket, parser: StreamParser, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    this.heardAt = clock.now();
    this.closed = new Promise((resolve) => (this.#close = resolve));
    socket.on("error", (error) => this.#finish(failureOf(error)));
    socket.on("close", () => this.#finish(new SessionFailure("unreachable", "It was closed.")));
    socket.on("data", (data: Buffer) => {
      this.heardAt = clock.now();
      const refused = this.#over === null ? parser.take(data) : null;
      // Without XEP-0198 nothing is sent again: what was refused is gone with the connection.
      if (refused !== null) void this.end(refused);
    });
    parser.on("end", () => {
      void this.end(new SessionFailure("unreachable", "The server closed the stream."));
    });
    parser.on("skipped", (element: XmlElement) => {
      if (this.#over === null) this.#skipped(asClient(element));
    });
    parser.on("element", (element: XmlElement) => {
      if (this.#over !== null) return;
      if (element.name === "error" && element.namespace === SESSION_NS.stream)
        void this.end(streamFailure(element));
      else this.#element(element);
    });
  }

  #shakeHands(parser: StreamParser, domain: string, secret: string): Promise<void> {
    return new Promise((resolve, reject) => {
      void this.closed.then(reject);
      parser.once("start", (header: XmlElement) => {
        const digest = createHash("sha1")
          .update((header.attributes["id"] ?? "") + secret)
          .digest("hex");
        this.#socket.write(`<handshake>${digest}</handshake>`);
      });
      this.#element = (element) => {
        if (element.name === "handshake" && element.namespace === ACCEPT) resolve();
      };
      this.#socket.once("connect", () =>
        this.#socket.write(
          `<?xml version="1.0"?><stream:stream xmlns="${ACCEPT}" xmlns:stream="${SESSION_NS.stream}" to="${escapeXml(domain)}">`,
        ),
      );
    });
  }

  /**
   * From now on every stanza, as if it came over a client's stream.
   *
   * @param skipped takes what is larger than a stanza may be, without its children: anybody can send such a one, and the
   *   connection is everybody's
   */
  deliver(
    receiver: (element: XmlElement) => void,
    skipped: (element: XmlElement) => void = () => undefined,
  ): void {
    this.#element = (element) => receiver(asClient(element));
    this.#skipped = skipped;
  }

  onDrain(drained: () => void): void {
    this.#socket.on("drain", drained);
  }

  pause(): void {
    this.#socket.pause();
  }
  resume(): void {
    this.#socket.resume();
  }

  put(text: string): boolean {
    if (this.#over !== null) return false;
    if (this.#socket.writableLength > MOST_UNSENT) {
      this.cut(new SessionFailure("silent", "The server reads nothing of what it asks for."));
      return false;
    }
    // A stanza is of the stream's own namespace (XEP-0114 §3).
    return this.#socket.write(text.replace(CLIENT, ""));
  }

  putLast(text: string): void {
    this.put(text);
  }

  cut(failure: SessionFailure): void {
    this.#finish(failure);
    this.#socket.destroy();
  }

  end(failure: SessionFailure): Promise<void> {
    this.#finish(failure);
    if (this.#socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.wakeAt(this.#clock.now() + LAST_WORDS_MS, () =>
        this.#socket.destroy(),
      );
      this.#socket.once("close", () => {
        cancel();
        resolve();
      });
      this.#socket.end("</stream:stream>");
    });
  }

  #finish(failure: SessionFailure): void {
    if (this.#over !== null) return;
    this.#over = failure;
    this.#close(failure);
  }
}

const asClient = (element: XmlElement): XmlElement =>
  element.namespace === ACCEPT
    ? {
        ...element,
        namespace: "jabber:client",
        children: element.children.map((node) =>
          typeof node === "string" ? node : asClient(node),
        ),
      }
    : element;

/** XEP-0114 §3: a wrong secret is `not-authorized`; a second component of the name is a `conflict`. */
function streamFailure(element: XmlElement): SessionFailure {
  const condition =
    childrenOf(element).find(
      ({ name, namespace }) => namespace === SESSION_NS.streamErrors && name !== "text",
    )?.name ?? "undefined-condition";
  const named = /^[a-z-]{1,60}$/.test(condition) ? condition : "undefined-condition";
  if (named === "not-authorized" || named === "host-unknown")
    return new SessionFailure("authentication", "The server does not take the component.", named);
  if (named === "conflict")
    return new SessionFailure("conflict", "Another component has this one's name.", named);
  return new SessionFailure("unreachable", "The server ended the stream with an error.", named);
}
