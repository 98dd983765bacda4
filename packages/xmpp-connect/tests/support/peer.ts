// The other side of a conversation, on a connection of its own that shares nothing with the adapter's session but the XML
// parser: TLS, PLAIN, one resource; and it does what a test tells it to.
import { createHash } from "node:crypto";
import { once } from "node:events";
import tls from "node:tls";
import { child, textOfElement, xml, type XmlElement } from "../../src/model/xml.ts";
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
  /** Says that it can these (XEP-0030), and names their hash in its presence (XEP-0115). Absent: it names and answers nothing. */
  readonly features?: readonly string[];
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

  /** Logs in, and is online unless it is to be hidden. @throws Error where the server refuses, or the connection ends */
  static async connect(
    { directPort, ca }: Pick<Prosody, "directPort" | "ca">,
    { user, resource = "peer", hidden = false, password = PASSWORD, ...behaviour }: PeerOptions,
  ): Promise<Peer> {
    const socket = tls.connect({ host: "127.0.0.1", port: directPort, servername: DOMAIN, ca });
    await once(socket, "secureConnect");
    const peer = new Peer(socket, user, resource, behaviour);
    const online = peer.#login(user, password, resource, hidden);
    const ended = new Promise<never>((_, reject) => {
      socket.once("close", () => reject(new Error(`The connection of ${user} ended at login.`)));
    });
    ended.catch(() => undefined);
    online.catch(() => socket.destroy());
    await Promise.race([online, ended]);
    return peer;
  }

  async #login(user: string, password: string, resource: string, hidden: boolean): Promise<void> {
    const token = Buffer.from(`\0${user}\0${password}`).toString("base64");
    await this.#opened();
    this.send(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${token}</auth>`);
    const answer = await this.next(({ name }) => name === "success" || name === "failure");
    if (answer.name === "failure") throw new Error(`The server refuses the login of ${user}.`);
    await this.#opened();
    const bind = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>${resource}</resource></bind>`;
    await this.ask("set", bind);
    if (hidden) return;
    this.send(`<presence>${capsOf(this.#behaviour.features)}</presence>`);
    await this.next(
      ({ name, attributes }) => name === "presence" && attributes["from"] === this.full,
    );
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
    if (element.name === "iq") this.#answer(element);
  }

  #answer(iq: XmlElement): void {
    const { id = "", from = "", type } = iq.attributes;
    const query = child(iq, "query", NS.info);
    const { features } = this.#behaviour;
    if (type !== "get" || query === null || features === undefined) return;
    const node = query.attributes["node"];
    const inner = xml(
      "query",
      { xmlns: NS.info, node },
      ...features.map((each) => xml("feature", { var: each })),
    );
    this.send(xml("iq", { type: "result", id, to: from }, inner));
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

/** XEP-0115 §5.1, without identities: whoever reads it here has other code for it. */
function capsOf(features: readonly string[] | undefined): string {
  if (features === undefined) return "";
  const said = features.toSorted().map((each) => `${each}<`);
  const ver = createHash("sha1").update(said.join("")).digest("base64");
  return xml("c", { xmlns: NS.caps, hash: "sha-1", node: "urn:example:peer", ver });
}

const bodyOf = (element: XmlElement): string =>
  element.name === "message" ? textOfElement(child(element, "body", NS.client)) : "";

const threadOf = (message: XmlElement): string => {
  const thread = textOfElement(child(message, "thread", NS.client));
  return thread === "" ? "" : `<thread>${thread}</thread>`;
};
