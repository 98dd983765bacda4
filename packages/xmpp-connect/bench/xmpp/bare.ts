/** The bare library, as its documents use it: a loop that keeps so many stanzas without a receipt on the wire, and keeps nothing. */
import process from "node:process";
import { client, xml, type Element } from "@xmpp/client";
import { DOMAIN, PASSWORD } from "../../tests/support/prosody.ts";
import { BODY, meter, orderOf, recipientOf, WARM, type Told } from "./order.ts";

const { port, messages, window } = orderOf();
const service = `xmpp://127.0.0.1:${port}`;
const bare = client({ service, domain: DOMAIN, username: "bare", password: PASSWORD });
await bare.start();
const presence = new Promise((resolve) => bare.once("stanza", resolve));
await bare.send(xml("presence"));
await presence;

const sentAt = new Map<string, number>();
let sent = 0;

/** Until there is a receipt for each of as many messages. */
const exchange = (count: number): Promise<Told> =>
  new Promise<Told>((resolve) => {
    const meters = meter();
    const waits: number[] = [];
    const last = sent + count;
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
    const hear = (stanza: Element): void => {
      const id = stanza.getChild("received", "urn:xmpp:receipts")?.attrs["id"] ?? "";
      const at = sentAt.get(id);
      if (at === undefined) return;
      sentAt.delete(id);
      waits.push(performance.now() - at);
      if (sent < last) next();
      else if (sentAt.size === 0) {
        bare.off("stanza", hear);
        resolve(meters(waits));
      }
    };
    bare.on("stanza", hear);
    for (let first = 0; first < window; first += 1) next();
  });

await exchange(WARM);
const told = await exchange(messages);
// The library may still ask for an acknowledgement on the stream that it has ended.
bare.on("error", () => undefined);
await bare.stop();
process.send?.(told, () => process.exit());
