import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NS } from "../../src/model/namespaces.ts";
import { child, childrenOf, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { bridgeAccount, bridgeNamed, bridgeSettings } from "../support/bridges.ts";
import { openDesk, type DeskService } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";

const ACCEPTED = "notification.attempt.accepted_by_adapter";
const PUBLISHED = "feed.item.published";
const FETCHED = "feed.item.fetched";
const ERRORS = `${NS.pubsub}#errors`;
const BRIDGES = Array.from({ length: 10 }, (_, index) => index);

const has =
  (...types: readonly string[]) =>
  (all: readonly string[]): boolean =>
    types.every((type) => all.includes(type));

const eventOf = (message: XmlElement): XmlElement | null =>
  child(child(message, "event", NS.pubsubEvent), "items", NS.pubsubEvent);
const isEvent = (each: XmlElement): boolean => each.name === "message" && eventOf(each) !== null;
const contentOf = (item: XmlElement | undefined): string =>
  textOfElement(child(child(item, "entry", NS.atom), "content", NS.atom));
const itemsIn = (answer: XmlElement): readonly XmlElement[] => {
  const items = child(child(answer, "pubsub", NS.pubsub), "items", NS.pubsub);
  return items === null ? [] : childrenOf(items);
};
/** The condition of RFC 6120, and that of XEP-0060 beside it. */
const errorOf = (answer: XmlElement): readonly string[] => {
  const error = child(answer, "error", NS.client);
  return error === null ? [] : childrenOf(error).map(({ name }) => name);
};
const pubsub = (inner: string): string => `<pubsub xmlns="${NS.pubsub}">${inner}</pubsub>`;

describe.skipIf(PROSODY === "")("nodes that a component of Prosody serves itself", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: BRIDGES.flatMap((each) => [`ann${each}`, `eve${each}`, `desk${each}`]),
      settings: bridgeSettings(BRIDGES.length),
    });
  });
  afterAll(async () => server?.stop());

  const numbers = BRIDGES.values();
  async function stage(node: (ann: string) => object = () => ({})) {
    const number = numbers.next().value ?? 0;
    const bridge = bridgeNamed(number);
    const ann = `ann${number}@${DOMAIN}`;
    const open = async (): Promise<DeskService> => {
      const desk = await openDesk({
        server,
        user: "bridge",
        instead: bridgeAccount(server, number, {
          nodes: [
            { name: "news", service: bridge, node: "urn:news", access_model: "open", ...node(ann) },
          ],
        }),
        more: {
          participants: [{ jid: ann, participant_id: "participant-1" }],
        },
      });
      onTestFinished(async () => desk.stop());
      await desk.eventually(({ event_type }) => event_type === "system.adapter.health_changed");
      return desk;
    };
    return {
      bridge,
      desk: await open(),
      async peer(who: "ann" | "eve") {
        const peer = await Peer.connect(server, { user: `${who}${number}` });
        onTestFinished(async () => peer.close());
        return peer;
      },
    };
  }

  const publish = (desk: DeskService, bridge: string, text: string) =>
    desk.send("", text, {
      action_type: "feed.publish_item",
      participant_id: null,
      target_endpoint: { endpoint_type: "pubsub_node", value: `xmpp:${bridge}?;node=urn%3Anews` },
      content: { subject: "News", body_text: text },
    });
  const subscribe = (peer: Peer, bridge: string, act = "subscribe", jid = peer.jid) =>
    peer.ask("set", pubsub(`<${act} node="urn:news" jid="${jid}"/>`), bridge);
  const fetchItems = (peer: Peer, bridge: string, inner = "", more = "") =>
    peer.ask("get", pubsub(`<items node="urn:news"${more}>${inner}</items>`), bridge);

  test("a client finds the node, subscribes, is notified, and fetches the item: a system's evidence, and nobody's reading", async () => {
    const { desk, bridge, peer } = await stage();
    const ann = await peer("ann");
    const found = await ann.ask("get", `<query xmlns="${NS.itemsOf}"/>`, bridge);
    expect(childrenOf(child(found, "query", NS.itemsOf) ?? found)[0]?.attributes).toMatchObject({
      jid: bridge,
      node: "urn:news",
    });
    const subscribed = await subscribe(ann, bridge);
    expect(
      child(child(subscribed, "pubsub", NS.pubsub), "subscription", NS.pubsub)?.attributes,
    ).toMatchObject({ node: "urn:news", jid: ann.jid, subscription: "subscribed" });

    const notified = ann.next(isEvent);
    const sent = await publish(desk, bridge, "A coordination event.");
    const notification = await notified;
    expect(notification.attributes).toMatchObject({ from: bridge, type: "headline" });
    const [item] = childrenOf(eventOf(notification) ?? notification);
    expect(contentOf(item)).toBe("A coordination event.");
    expect(await desk.evidence(sent, has(PUBLISHED))).toEqual([ACCEPTED, PUBLISHED]);

    const id = item?.attributes["id"] ?? "";
    const answer = await fetchItems(ann, bridge, `<item id="${id}"/>`);
    expect(itemsIn(answer).map(contentOf)).toEqual(["A coordination event."]);
    expect(await desk.evidence(sent, has(FETCHED))).toEqual([ACCEPTED, PUBLISHED, FETCHED]);
    const [event] = (await desk.eventually(({ event_type }) => event_type === FETCHED)).filter(
      ({ event_type }) => event_type === FETCHED,
    );
    expect(event?.evidence_grade).toMatchObject({ strength: "medium", actor_certainty: "low" });
    // The server vouches for the JID; that it was that participant's system is told no surer than the event is graded.
    expect(event?.actor_context).toMatchObject({
      actor_ref: "participant-1",
      identity_strength: "low",
    });
    expect(await desk.assessed(sent)).toEqual([
      "success.pubsub_item_published",
      "undef.pubsub_publication_only",
    ]);
  });

  test("somebody who is mapped to nobody is nobody in particular, and a poll is one fact an hour", async () => {
    const { desk, bridge, peer } = await stage();
    const sent = await publish(desk, bridge, "For all.");
    await desk.evidence(sent, has(PUBLISHED));
    const eve = await peer("eve");
    for (let times = 0; times < 3; times += 1)
      expect(itemsIn(await fetchItems(eve, bridge)).map(contentOf)).toEqual(["For all."]);
    const types = await desk.evidence(sent, has(FETCHED));
    expect(types.filter((each) => each === FETCHED)).toHaveLength(1);
    const events = await desk.eventually(({ event_type }) => event_type === FETCHED);
    expect(events.find(({ event_type }) => event_type === FETCHED)?.actor_context).toMatchObject({
      actor_ref: null,
      identity_strength: "low",
    });
  });

  test("a page of items, the newest of them, and those that are kept no longer", async () => {
    const { desk, bridge, peer } = await stage(() => ({ max_items: 3 }));
    for (const text of ["1", "2", "3", "4"])
      await desk.evidence(await publish(desk, bridge, text), has(PUBLISHED));
    const ann = await peer("ann");
    expect(itemsIn(await fetchItems(ann, bridge)).map(contentOf)).toEqual(["2", "3", "4"]);
    const newest = await fetchItems(ann, bridge, "", ` max_items="1"`);
    expect(itemsIn(newest).map(contentOf)).toEqual(["4"]);
    const rsm = `<set xmlns="http://jabber.org/protocol/rsm"><max>2</max><after/></set>`;
    const page = await ann.ask("get", pubsub(`<items node="urn:news"/>${rsm}`), bridge);
    expect(itemsIn(page).map(contentOf)).toEqual(["2", "3"]);
  });

  test("only who is on the whitelist sees the node, and nothing else shows it", async () => {
    const { desk, bridge, peer } = await stage((ann) => ({
      access_model: "whitelist",
      allowed: [ann],
    }));
    const sent = await publish(desk, bridge, "For some.");
    await desk.evidence(sent, has(PUBLISHED));
    const eve = await peer("eve");
    expect(errorOf(await fetchItems(eve, bridge))).toEqual(["not-allowed", "closed-node"]);
    expect(errorOf(await subscribe(eve, bridge))).toEqual(["not-allowed", "closed-node"]);
    const listed = await eve.ask("get", `<query xmlns="${NS.itemsOf}"/>`, bridge);
    expect(childrenOf(child(listed, "query", NS.itemsOf) ?? listed)).toEqual([]);
    const ann = await peer("ann");
    expect(itemsIn(await fetchItems(ann, bridge)).map(contentOf)).toEqual(["For some."]);
    await desk.evidence(sent, has(FETCHED));
    const all = await desk.evidence(sent, () => true);
    expect(all.filter((each) => each === FETCHED)).toHaveLength(1);
  });

  test("what is not there, not allowed or not served is said so, and is no evidence", async () => {
    const { desk, bridge, peer } = await stage();
    const sent = await publish(desk, bridge, "One.");
    await desk.evidence(sent, has(PUBLISHED));
    const eve = await peer("eve");
    const ask = async (type: "get" | "set", inner: string) =>
      errorOf(await eve.ask(type, pubsub(inner), bridge));
    expect(await ask("get", `<items node="nothing"/>`)).toEqual(["item-not-found"]);
    expect(await ask("get", `<items node="urn:news"><item id="x"/></items>`)).toEqual([
      "item-not-found",
    ]);
    expect(await ask("get", `<items/>`)).toEqual(["bad-request", "nodeid-required"]);
    expect(await ask("set", `<publish node="urn:news"><item><entry/></item></publish>`)).toEqual([
      "forbidden",
    ]);
    expect(await ask("set", `<create node="mine"/>`)).toEqual([
      "feature-not-implemented",
      "unsupported",
    ]);
    expect(errorOf(await subscribe(eve, bridge, "subscribe", `ann9@${DOMAIN}`))).toEqual([
      "bad-request",
      "invalid-jid",
    ]);
    expect(errorOf(await subscribe(eve, bridge, "unsubscribe"))).toEqual([
      "unexpected-request",
      "not-subscribed",
    ]);
    expect(
      errorOf(await eve.ask("get", `<query xmlns="${NS.info}" node="nothing"/>`, bridge)),
    ).toEqual(["item-not-found"]);
    expect(await desk.evidence(sent, () => true)).toEqual([ACCEPTED, PUBLISHED]);
    expect(errorOf(await eve.ask("get", `<query xmlns="${ERRORS}"/>`, bridge))).toEqual([
      "service-unavailable",
    ]);
  });

  test("it announces what it serves, and no commands", async () => {
    const { bridge, peer } = await stage();
    const ann = await peer("ann");
    const info = async (to: string, node = "") => {
      const answer = await ann.ask("get", `<query xmlns="${NS.info}"${node}/>`, to);
      return childrenOf(child(answer, "query", NS.info) ?? answer).map(
        ({ attributes }) => attributes["var"] ?? `${attributes["category"]}/${attributes["type"]}`,
      );
    };
    const domain = await info(bridge);
    expect(domain).toEqual(
      expect.arrayContaining(["pubsub/service", NS.pubsub, `${NS.pubsub}#retrieve-items`]),
    );
    expect(domain).not.toContain(NS.commands);
    const address = await info(`somebody@${bridge}`);
    expect(address).not.toContain(NS.commands);
    expect(address).not.toContain(NS.pubsub);
    expect(await info(bridge, ` node="urn:news"`)).toContain("pubsub/leaf");
  });

  test("an item that is taken out is told to subscribers, and is not there; who has left is told nothing", async () => {
    const { desk, bridge, peer } = await stage();
    const ann = await peer("ann");
    const eve = await peer("eve");
    await subscribe(ann, bridge);
    await subscribe(eve, bridge);
    const left = await subscribe(eve, bridge, "unsubscribe");
    expect(left.attributes["type"]).toBe("result");
    const sent = await publish(desk, bridge, "Wrong.");
    await ann.awaits(isEvent);
    const retracted = ann.next(isEvent);
    const removal = await desk.act({
      action_type: "feed.remove_item",
      parameters: { operation_id: sent.operation },
    });
    await desk.evidence(removal, has("feed.item.removed"));
    const [gone] = childrenOf(eventOf(await retracted) ?? (await retracted));
    expect(gone?.name).toBe("retract");
    expect(itemsIn(await fetchItems(ann, bridge))).toEqual([]);
    await eve.ask("get", `<ping xmlns="urn:xmpp:ping"/>`);
    expect(eve.stanzas.filter(isEvent)).toEqual([]);
  });

  test("nobody can end the connection with a stanza that is larger than may be: it is refused", async () => {
    const { bridge, peer } = await stage();
    const eve = await peer("eve");
    const refused = async (inner: string) =>
      errorOf(await eve.ask("get", pubsub(`<items node="urn:news">${inner}</items>`), bridge));
    expect(await refused(`<item id="x"/>`.repeat(3_000))).toEqual(["policy-violation"]);
    expect(await refused(`${"<a>".repeat(60)}${"</a>".repeat(60)}`)).toEqual(["policy-violation"]);
    // The server writes six characters for each.
    expect(await refused(`"`.repeat(60_000))).toEqual(["policy-violation"]);
    eve.say(`somebody@${bridge}`, `"`.repeat(60_000));
    const bounce = await eve.awaits(
      ({ name, attributes: { type } }) => name === "message" && type === "error",
    );
    expect(errorOf(bounce)).toEqual(["policy-violation"]);
    expect(itemsIn(await fetchItems(eve, bridge))).toEqual([]);
  });

  test("of somebody who asks too much at once only some is answered, and nobody else waits behind it", async () => {
    const { desk, bridge, peer } = await stage();
    await desk.evidence(await publish(desk, bridge, "One."), has(PUBLISHED));
    const eve = await peer("eve");
    const ann = await peer("ann");
    const asked = `to="${bridge}">${pubsub(`<items node="urn:news"/>`)}</iq>`;
    const isAnswer = ({ attributes }: XmlElement): boolean =>
      attributes["id"]?.startsWith("flood-") === true;
    const last = eve.next(({ attributes }) => attributes["id"] === "flood-last");
    eve.send(
      [...Array.from({ length: 400 }, (_, each) => each), "last"]
        .map((each) => `<iq type="get" id="flood-${each}" ${asked}`)
        .join(""),
    );
    expect(itemsIn(await fetchItems(ann, bridge)).map(contentOf)).toEqual(["One."]);
    await last;
    const answers = eve.stanzas.filter(isAnswer);
    expect(answers.some((each) => errorOf(each).includes("resource-constraint"))).toBe(true);
    expect(answers.some(({ attributes }) => attributes["type"] === "result")).toBe(true);
    await expect
      .poll(async () => itemsIn(await fetchItems(eve, bridge)).map(contentOf))
      .toEqual(["One."]);
  });
});
