/** The bare packages: a loop that keeps so many stanzas without a receipt on the wire, and keeps nothing. */
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import process from "node:process";
import tls from "node:tls";
import * as core from "@xmpp/client-core";
import ConnectionTcp from "@xmpp/connection-tcp";
import { DOMAIN, PASSWORD } from "../../tests/support/prosody.ts";
import { BODY, meter, orderOf, recipientOf, type Told } from "./order.ts";

interface Element {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  getChild(name: string, namespace?: string): Element | undefined;
}
interface Bare extends core.Client {
  send(element: Element): Promise<void>;
  sendReceive(element: Element): Promise<Element>;
}
const { xml } = core as unknown as {
  xml(name: string, attrs: object, ...children: readonly (Element | string)[]): Element;
};

const { directPort, caFile, messages, window } = orderOf();
const ca = readFileSync(caFile, "utf8");

/** What @xmpp/tls is, with a CA of one's own. */
class Socket extends EventEmitter {
  readonly secure = true;
  #socket: tls.TLSSocket | null = null;
  connect(options: tls.ConnectionOptions): void {
    this.#socket = tls.connect(options);
    for (const event of ["data", "close", "error"] as const)
      this.#socket.on(event, (value: unknown) => this.emit(event, value));
    this.#socket.on("secureConnect", () => this.emit("connect"));
  }
  write(data: string, done: () => void): void {
    this.#socket?.write(data, done);
  }
  end(): void {
    this.#socket?.end();
  }
}
class Transport extends ConnectionTcp {
  override socketParameters(): object {
    return { host: "127.0.0.1", port: directPort, servername: DOMAIN, ca };
  }
}
Transport.prototype.Socket = Socket;
Transport.prototype.NS = "jabber:client";

const client = new core.Client({ domain: DOMAIN, timeout: 20_000 }) as Bare;
client.transports.push(Transport);
const is = (name: string): Promise<Element> =>
  new Promise((resolve) => {
    const take = (element: Element): void => {
      if (element.name !== name) return;
      client.off("element", take);
      resolve(element);
    };
    client.on("element", take);
  });

await client.connect("xmpps://127.0.0.1");
let features = is("stream:features");
await client.open({ domain: DOMAIN });
await features;
const token = Buffer.from(`\0bare\0${PASSWORD}`).toString("base64");
const sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
await client.sendReceive(xml("auth", { xmlns: sasl, mechanism: "PLAIN" }, token));
features = is("stream:features");
await client.restart();
await features;
const bind = xml("bind", { xmlns: "urn:ietf:params:xml:ns:xmpp-bind" });
await client.sendReceive(xml("iq", { type: "set", id: "bind" }, bind));
const presence = is("presence");
await client.send(xml("presence", {}));
await presence;

const told = await new Promise<Told>((resolve) => {
  const meters = meter();
  const sentAt = new Map<string, number>();
  const waits: number[] = [];
  let sent = 0;
  const next = (): void => {
    const id = `m-${process.pid}-${sent}`;
    const to = recipientOf(sent);
    sent += 1;
    sentAt.set(id, performance.now());
    void client.send(
      xml(
        "message",
        { to, id, type: "chat" },
        xml("body", {}, BODY),
        xml("thread", {}, `t-${id}`),
        xml("origin-id", { xmlns: "urn:xmpp:sid:0", id }),
        xml("request", { xmlns: "urn:xmpp:receipts" }),
        xml("markable", { xmlns: "urn:xmpp:chat-markers:0" }),
        xml("store", { xmlns: "urn:xmpp:hints" }),
      ),
    );
  };
  client.on("stanza", (stanza: Element) => {
    const id = stanza.getChild("received", "urn:xmpp:receipts")?.attrs["id"] ?? "";
    const at = sentAt.get(id);
    if (at === undefined) return;
    sentAt.delete(id);
    waits.push(performance.now() - at);
    if (sent < messages) next();
    else if (sentAt.size === 0) resolve(meters(waits));
  });
  for (let count = 0; count < window; count += 1) next();
});
process.send?.(told, () => process.exit());
