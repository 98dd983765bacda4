import { expect, test } from "vitest";
import { XmppConfiguration } from "../../src/configuration.ts";
import type { XmppKit } from "../../src/kit.ts";
import { pubsubSource } from "../../src/native/pubsub.ts";
import { jidId, kitOf } from "../support/kit.ts";

const ANN = "ann@xmpp.test";
const kit = (participants: readonly object[], kind = "component"): XmppKit => {
  const [account] = kitOf().accounts;
  const jid = kind === "component" ? "bridge.xmpp.test" : "desk@xmpp.test";
  const secret = kind === "component" ? { secret: "s" } : { password: "p" };
  return {
    ...kitOf(),
    settings: XmppConfiguration.parse({
      accounts: [
        {
          kind,
          account: "desk",
          jid,
          ...secret,
          nodes: [
            { name: "other", service: "pubsub.xmpp.test", node: "other" },
            { name: "news", service: jid, node: "news" },
          ],
        },
      ],
      participants,
    }),
    accounts: account === undefined ? [] : [{ ...account, kind, jid }],
  };
};
const request = (of: XmppKit, node = "news", items = "i1 i2") =>
  pubsubSource(of).parse({
    headers: { "content-type": "application/xml", "x-pubsub-items": items },
    body: Buffer.from(
      `<iq xmlns="jabber:client" type="get" id="f" from="${ANN}/phone" to="bridge.xmpp.test"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="${node}"><item id="i9"/></items></pubsub></iq>`,
    ),
    url: "",
    account: "desk",
    receivedAt: 0,
  });
const participant = { jid: ANN, participant_id: "p1" };
const actors = (of: XmppKit) => {
  const read = request(of);
  return read.ok ? read.natives.map(({ actor }) => actor?.actor_ref ?? null) : read;
};

test("a request is about the items that it was answered with, whatever it named", () => {
  const read = request(kit([]));
  expect(read.ok ? read.natives.map(({ data }) => data?.["item_id"]) : read).toEqual(["i1", "i2"]);
});

test("who asks is the participant that the JID is mapped to in the account's own tenant, and acts for itself", () => {
  expect(actors(kit([participant]))).toEqual(["p1", "p1"]);
  expect(actors(kit([{ ...participant, tenant: "another" }]))).toEqual([null, null]);
  expect(actors(kit([{ ...participant, delegated: true }]))).toEqual([null, null]);
  expect(actors(kit([]))).toEqual([null, null]);
});

test("its raw data goes with the person who asked", () => {
  const read = request(kit([]));
  expect(read.ok ? read.natives[0]?.raw?.person : read).toBe(jidId(ANN));
});

test("of a node that another service holds nobody asks here", () => {
  expect(request(kit([]), "other")).toMatchObject({ ok: false });
  expect(request(kit([], "client"))).toMatchObject({ ok: false });
});
