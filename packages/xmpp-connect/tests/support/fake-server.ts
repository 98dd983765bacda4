// A server that does what a test tells it to, rules of the protocol or not: each connection is one script.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { childrenOf, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { StreamParser } from "../../src/provider/session/stream-parser.ts";
import { DOMAIN, PASSWORD } from "./prosody.ts";
import { scratchCertificates } from "./scratch-ca.ts";

export const OPENSSL = process.env["UNDERCLAIM_OPENSSL"] ?? "";

export type Script = (connection: FakeConnection, number: number) => Promise<void>;

export interface FakeServer {
  readonly port: number;
  readonly caFile: string;
  /** Connections that have been made. */
  readonly connections: readonly FakeConnection[];
  /** Resolves with the connection of this number, from 1. */
  connection(number: number): Promise<FakeConnection>;
  stop(): Promise<void>;
}

export async function startFakeServer(
  script: Script,
  { names = [DOMAIN] }: { readonly names?: readonly string[] } = {},
): Promise<FakeServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "underclaim-fake-"));
  const certificates = await scratchCertificates(folder, names);
  const context = {
    key: await readFile(certificates.key),
    cert: await readFile(certificates.certificate),
  };
  const connections: FakeConnection[] = [];
  let wake: (() => void)[] = [];
  const server = net.createServer((socket) => {
    const connection = new FakeConnection(socket, context);
    connections.push(connection);
    for (const resolve of wake) resolve();
    wake = [];
    // A script ends with its connection, wherever it is.
    script(connection, connections.length).catch(() => connection.cut());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    caFile: certificates.ca,
    connections,
    async connection(number) {
      for (;;) {
        const found = connections[number - 1];
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    async stop() {
      for (const connection of connections) connection.cut();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface LoginOptions {
  readonly mechanisms?: readonly string[];
  /** What the server says to prove itself, made of what it should say. */
  readonly signature?: (genuine: string) => string;
  /** Iterations it asks for. */
  readonly iterations?: number;
}

export interface OnlineOptions extends LoginOptions {
  /** XEP-0198 */
  readonly management?: boolean;
  /** What the account says that it can. */
  readonly features?: readonly string[];
  /** Answers of its own: the payload of a result, or null for the ordinary one. */
  readonly answer?: (iq: XmlElement) => string | null;
}

export class FakeConnection {
  /** Everything that was said to it, as text. */
  said = "";
  readonly closed: Promise<void>;
  #socket: net.Socket;
  readonly #context: tls.SecureContextOptions;
  #parser = new StreamParser({ stanza_bytes: 2 ** 24, depth: 256, children: 2 ** 20 });
  #queue: XmlElement[] = [];
  #started = false;
  #waiting: (() => void)[] = [];
  #gone = false;

  constructor(socket: net.Socket, context: tls.SecureContextOptions) {
    this.#socket = socket;
    this.#context = context;
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.#gone = true;
        this.#wake();
        resolve();
      });
    });
    this.#listen(socket);
  }

  write(text: string | Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(text);
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** Reads no more, as a peer that hangs. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Waits for the client's header and answers with ours and these features. */
  async open(features: string): Promise<void> {
    await this.#until(() => this.#started);
    this.#started = false;
    this.write(
      `<?xml version="1.0"?><stream:stream from="${DOMAIN}" id="${randomBytes(8).toString("hex")}" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams"><stream:features>${features}</stream:features>`,
    );
  }

  /** The next element that is such; what comes before it is dropped. Rejects where the connection ends. */
  async next(is: (element: XmlElement) => boolean = () => true): Promise<XmlElement> {
    for (;;) {
      await this.#until(() => this.#queue.length > 0);
      const element = this.#queue.shift();
      if (element !== undefined && is(element)) return element;
    }
  }

  /** STARTTLS. @param injected said in the same breath as <proceed/>, unprotected */
  async startTls(injected = ""): Promise<void> {
    await this.open(`<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls>`);
    await this.next(({ name }) => name === "starttls");
    this.#renew();
    const plain = this.#socket;
    plain.removeAllListeners("data");
    plain.write(`<proceed xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>${injected}`);
    const secured = new tls.TLSSocket(plain, {
      isServer: true,
      secureContext: tls.createSecureContext(this.#context),
    });
    this.#listen(secured);
    this.#socket = secured;
  }

  async login({
    mechanisms = ["SCRAM-SHA-256"],
    signature = (genuine) => genuine,
    iterations = 4_096,
  }: LoginOptions = {}): Promise<void> {
    const offered = mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join("");
    const sasl = `xmlns="urn:ietf:params:xml:ns:xmpp-sasl"`;
    await this.open(`<mechanisms ${sasl}>${offered}</mechanisms>`);
    const auth = await this.next(({ name }) => name === "auth");
    const hash = auth.attributes["mechanism"] === "SCRAM-SHA-1" ? "sha1" : "sha256";
    const size = hash === "sha1" ? 20 : 32;
    const first = decoded(auth).replace(/^n,,/, "");
    const nonce = `${/r=([^,]*)/.exec(first)?.[1] ?? ""}server`;
    const salt = randomBytes(16);
    const challenge = `r=${nonce},s=${salt.toString("base64")},i=${iterations}`;
    this.write(`<challenge ${sasl}>${Buffer.from(challenge).toString("base64")}</challenge>`);
    const response = decoded(await this.next(({ name }) => name === "response"));
    const salted = pbkdf2Sync(PASSWORD, salt, iterations, size, hash);
    const mac = (key: Uint8Array, text: string): Buffer =>
      createHmac(hash, key).update(text).digest();
    const proven = `${first},${challenge},${response.slice(0, response.lastIndexOf(",p="))}`;
    const clientKey = mac(salted, "Client Key");
    const stored = createHash(hash).update(clientKey).digest();
    const mask = mac(stored, proven);
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (mask[index] ?? 0)));
    if (!response.endsWith(`,p=${proof.toString("base64")}`)) {
      this.write(`<failure ${sasl}><not-authorized/></failure>`);
      return;
    }
    const genuine = mac(mac(salted, "Server Key"), proven).toString("base64");
    this.#renew();
    const final = Buffer.from(`v=${signature(genuine)}`).toString("base64");
    this.write(`<success ${sasl}>${final}</success>`);
  }

  /** Everything up to the client's presence; then the script goes on, and questions are answered. */
  async online(options: OnlineOptions = {}): Promise<string> {
    const { management = true } = options;
    await this.startTls();
    await this.login(options);
    await this.open(
      `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>${management ? '<sm xmlns="urn:xmpp:sm:3"/>' : ""}`,
    );
    const asked = await this.next(({ name }) => name === "iq");
    const jid = `desk@${DOMAIN}/fake`;
    this.write(
      `<iq type="result" id="${asked.attributes["id"] ?? ""}"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${jid}</jid></bind></iq>`,
    );
    if (management) {
      await this.next(({ name }) => name === "enable");
      this.write(`<enabled xmlns="urn:xmpp:sm:3" id="some-session" resume="true"/>`);
    }
    await this.serve(options, ({ name }) => name === "presence");
    return jid;
  }

  /** Answers what is asked until something such comes, and returns that. */
  async serve(
    { features = [], answer = () => null }: OnlineOptions,
    until: (element: XmlElement) => boolean,
  ): Promise<XmlElement> {
    for (;;) {
      const element = await this.next();
      if (until(element)) return element;
      const { id = "", to, type } = element.attributes;
      if (element.name !== "iq" || type === "result" || type === "error") continue;
      const payload = answer(element) ?? ordinary(element, features);
      const from = to === undefined ? "" : ` from="${to}"`;
      this.write(`<iq type="result" id="${id}"${from}>${payload}</iq>`);
    }
  }

  #listen(socket: net.Socket): void {
    this.#renew();
    socket.on("error", () => undefined);
    socket.on("data", (data: Buffer) => {
      this.said += data.toString();
      this.#parser.take(data);
      this.#wake();
    });
  }

  #renew(): void {
    this.#parser = new StreamParser({ stanza_bytes: 2 ** 24, depth: 256, children: 2 ** 20 });
    this.#queue = [];
    this.#started = false;
    this.#parser.on("start", () => (this.#started = true));
    this.#parser.on("element", (element: XmlElement) => this.#queue.push(element));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #until(is: () => boolean): Promise<void> {
    while (!is()) {
      if (this.#gone) throw new Error("The connection has ended.");
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

const decoded = (element: XmlElement): string =>
  Buffer.from(textOfElement(element), "base64").toString();

function ordinary(iq: XmlElement, features: readonly string[]): string {
  const [payload] = childrenOf(iq);
  if (payload?.namespace === "http://jabber.org/protocol/disco#info")
    return `<query xmlns="${payload.namespace}">${features.map((each) => `<feature var="${each}"/>`).join("")}</query>`;
  if (payload?.namespace === "jabber:iq:roster") return `<query xmlns="jabber:iq:roster"/>`;
  return "";
}
