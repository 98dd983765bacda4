// The other side of a conversation, on a connection of its own that shares nothing with the adapter's session but the XML
// parser: TLS, PLAIN, one resource; and it does what a test tells it to.
import { once } from "node:events";
import tls from "node:tls";
import { child, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import { StreamParser } from "../../src/provider/session/stream-parser.ts";
import { DOMAIN, PASSWORD, type Prosody } from "./prosody.ts";

export interface PeerBehaviour {
  /** Answers requests for a receipt (XEP-0184). */
  readonly receipts?: boolean;
  /** Sends this marker for what is markable (XEP-0333). */
  readonly marker?: "received" | "displayed" | "acknowledged";
  /** Writes this back to whatever has a body. */
  readonly reply?: string;
}

export interface PeerOptions extends PeerBehaviour {
  readonly user: string;
  readonly resource?: string;
  /** Sends no initial presence. */
  readonly hidden?: boolean;
  readonly password?: string;
}

export class Peer {
  readonly jid: string;
  readonly full: string;
  /** Everything it has received, in order. */
  readonly stanzas: XmlElement[] = [];
  readonly #socket: tls.TLSSocket;
  readonly #waiters = new Set<(element: XmlElement) => void>();
  #behaviour: PeerBehaviour;

  /** Logs in, and is online unless it is to be hidden. */
  static async connect(
    { directPort, ca }: Pick<Prosody, "directPort" | "ca">,
    { user, resource = "peer", hidden = false, password = PASSWORD, ...behaviour }: PeerOptions,
  ): Promise<Peer> {
    const socket = tls.connect({ host: "127.0.0.1", port: directPort, servername: DOMAIN, ca });
    await once(socket, "secureConnect");
    const peer = new Peer(socket, user, resource, behaviour);
    const token = Buffer.from(`\0${user}\0${password}`).toString("base64");
    await peer.#opened();
    peer.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${token}</auth>`);
    await peer.next(({ name }) => name === "success");
    await peer.#opened();
    const bind = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>${resource}</resource></bind>`;
    await peer.ask("set", bind);
    if (!hidden) {
      peer.send("<presence/>");
      await peer.next(
        ({ name, attributes }) => name === "presence" && attributes["from"] === peer.full,
      );
    }
    return peer;
  }

  constructor(socket: tls.TLSSocket, user: string, resource: string, behaviour: PeerBehaviour) {
    this.#socket = socket;
    this.jid = `${user}@${DOMAIN}`;
    this.full = `${this.jid}/${resource}`;
    this.#behaviour = behaviour;
    socket.on("error", () => undefined);
  }

  /** From now on it does this. */
  behave(behaviour: PeerBehaviour): void {
    this.#behaviour = behaviour;
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** A message with a body, or with this content. */
  say(
    to: string,
    body: string,
    more = "",
    id = `peer-${Math.trunc(performance.now() * 1e6)}`,
  ): void {
    const text = body === "" ? "" : `<body>${body}</body>`;
    this.send(`<message type="chat" to="${to}" id="${id}">${text}${more}</message>`);
  }

  async ask(type: "get" | "set", payload: string, to: string | null = null): Promise<XmlElement> {
    const id = `ask-${this.stanzas.length}-${payload.length}`;
    this.send(`<iq type="${type}" id="${id}"${to === null ? "" : ` to="${to}"`}>${payload}</iq>`);
    return this.next(({ name, attributes }) => name === "iq" && attributes["id"] === id);
  }

  /** The first element from now on that is such. */
  next(is: (element: XmlElement) => boolean): Promise<XmlElement> {
    return new Promise((resolve) => {
      const waiter = (element: XmlElement): void => {
        if (!is(element)) return;
        this.#waiters.delete(waiter);
        resolve(element);
      };
      this.#waiters.add(waiter);
    });
  }

  /** The first stanza that is such, of what has come or will come. */
  async awaits(is: (element: XmlElement) => boolean): Promise<XmlElement> {
    return this.stanzas.find(is) ?? this.next(is);
  }

  /** A message with this body: one that has come, or the next. */
  async message(body: string): Promise<XmlElement> {
    return this.awaits((element) => bodyOf(element) === body);
  }

  /** Resolves once it has received so many messages with a body. */
  async received(count: number): Promise<readonly string[]> {
    for (;;) {
      const bodies = this.bodies();
      if (bodies.length >= count) return bodies;
      await this.next((element) => bodyOf(element) !== "");
    }
  }

  bodies(): readonly string[] {
    return this.stanzas.map(bodyOf).filter((body) => body !== "");
  }

  async close(): Promise<void> {
    if (this.#socket.closed) return;
    await new Promise<void>((resolve) => {
      this.#socket.once("close", () => resolve());
      this.#socket.end("</stream:stream>");
    });
  }

  /** Gone without a word. */
  cut(): void {
    this.#socket.destroy();
  }

  async #opened(): Promise<void> {
    const parser = new StreamParser({ stanza_bytes: 2 ** 22, depth: 64, children: 65_536 });
    parser.on("element", (element: XmlElement) => this.#take(element));
    this.#socket.removeAllListeners("data");
    this.#socket.on("data", (data: Buffer) => parser.take(data));
    const features = this.next(({ name }) => name === "features");
    this.send(
      `<?xml version="1.0"?><stream:stream to="${DOMAIN}" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">`,
    );
    await features;
  }

  #take(element: XmlElement): void {
    if (["message", "presence", "iq"].includes(element.name)) this.stanzas.push(element);
    for (const waiter of this.#waiters) waiter(element);
    if (element.name === "message") this.#react(element);
  }

  #react(message: XmlElement): void {
    const { from = "", id = "", type } = message.attributes;
    if (type === "error" || id === "") return;
    const { receipts = false, marker, reply } = this.#behaviour;
    if (receipts && child(message, "request", NS.receipts) !== null)
      this.say(from, "", `<received xmlns="${NS.receipts}" id="${id}"/>`);
    if (marker !== undefined && child(message, "markable", NS.markers) !== null)
      this.say(from, "", `<${marker} xmlns="${NS.markers}" id="${id}"/>`);
    if (reply !== undefined && bodyOf(message) !== "") this.say(from, reply, threadOf(message));
  }
}

const bodyOf = (element: XmlElement): string =>
  element.name === "message" ? textOfElement(child(element, "body", NS.client)) : "";

const threadOf = (message: XmlElement): string => {
  const thread = textOfElement(child(message, "thread", NS.client));
  return thread === "" ? "" : `<thread>${thread}</thread>`;
};
