/** The bare library, as its documents use it: a loop that keeps so many stanzas without a receipt on the wire, and keeps nothing. */
import process from "node:process";
import { client, xml, type Element } from "@xmpp/client";
import { DOMAIN, PASSWORD } from "../../tests/support/prosody.ts";
import { BODY, meter, orderOf, recipientOf, type Told } from "./order.ts";

const { port, messages, window } = orderOf();
const service = `xmpp://127.0.0.1:${port}`;
const bare = client({ service, domain: DOMAIN, username: "bare", password: PASSWORD });
await bare.start();
const presence = new Promise((resolve) => bare.once("stanza", resolve));
await bare.send(xml("presence"));
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
    void bare.send(
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
  bare.on("stanza", (stanza: Element) => {
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
await bare.stop();
process.send?.(told, () => process.exit());
