import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { child, childrenOf, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import { openDesk, type DeskService } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";

const ACCEPTED = "notification.attempt.accepted_by_adapter";
const SERVICE = `pubsub.${DOMAIN}`;
const STAGES = Array.from({ length: 12 }, (_, index) => index);

const has =
  (...types: readonly string[]) =>
  (all: readonly string[]): boolean =>
    types.every((type) => all.includes(type));

const eventItems = (message: XmlElement, node: string): readonly XmlElement[] => {
  const items = child(child(message, "event", NS.pubsubEvent), "items", NS.pubsubEvent);
  return items?.attributes["node"] === node ? childrenOf(items) : [];
};

describe.skipIf(PROSODY === "")("PubSub on Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    const admins = STAGES.map((each) => `"desk${each}@${DOMAIN}"`).join(";");
    server = await startProsody({
      users: STAGES.flatMap((each) => [`desk${each}`, `eve${each}`, `ann${each}`]),
      settings: `
Component "${SERVICE}" "pubsub"
  admins = { ${admins} }
`,
    });
  });
  afterAll(async () => server?.stop());

  const numbers = STAGES.values();
  /** `eve` may not make nodes. */
  async function stage(
    node: object = {},
    who: "desk" | "eve" = "desk",
  ): Promise<{ readonly desk: DeskService; readonly node: string; peer(): Promise<Peer> }> {
    const number = numbers.next().value ?? 0;
    const name = `news${number}`;
    const desk = await openDesk({
      server,
      user: `${who}${number}`,
      account: { nodes: [{ name: "news", service: SERVICE, node: name, ...node }] },
    });
    onTestFinished(async () => desk.stop());
    await desk.eventually(({ event_type }) => event_type === "system.adapter.health_changed");
    return {
      desk,
      node: name,
      async peer() {
        const peer = await Peer.connect(server, { user: `ann${number}` });
        onTestFinished(async () => peer.close());
        return peer;
      },
    };
  }

  const publish = (desk: DeskService, node: string, text: string) =>
    desk.send("", text, {
      action_type: "feed.publish_item",
      participant_id: null,
      target_endpoint: {
        endpoint_type: "pubsub_node",
        value: `xmpp:${SERVICE}?;node=${node}`,
      },
      content: { subject: "News", body_text: text },
    });

  test("an item is published, a subscriber gets it, and nobody's awareness is shown", async () => {
    const { desk, node, peer } = await stage({ create: true, access_model: "open" });
    const first = await publish(desk, node, "The first.");
    await desk.evidence(first, has("feed.item.published"));
    const ann = await peer();
    const subscribed = await ann.ask(
      "set",
      `<pubsub xmlns="${NS.pubsub}"><subscribe node="${node}" jid="${ann.jid}"/></pubsub>`,
      SERVICE,
    );
    expect(subscribed.attributes["type"]).toBe("result");
    const notified = ann.next(
      (each) => each.name === "message" && eventItems(each, node).length > 0,
    );
    const sent = await publish(desk, node, "A coordination event.");
    expect(await desk.evidence(sent, has("feed.item.published"))).toEqual([
      ACCEPTED,
      "feed.item.published",
    ]);
    const [item] = eventItems(await notified, node);
    const entry = child(item, "entry", NS.atom);
    expect(textOfElement(child(entry, "content", NS.atom))).toBe("A coordination event.");
    expect(await desk.assessed(sent)).toEqual([
      "success.pubsub_item_published",
      "undef.pubsub_publication_only",
    ]);
  });

  test("an account of ours that is subscribed is notified: a system's evidence", async () => {
    const { desk, node } = await stage({ create: true, subscribe: true });
    await desk.evidence(await publish(desk, node, "The first."), has("feed.item.published"));
    const sent = await publish(desk, node, "The second.");
    await desk.evidence(sent, has("feed.item.published", "notification.endpoint.accepted"));
    expect((await desk.assessed(sent))[1]).toBe("undef.pubsub_publication_only");
  });

  test("a published item is taken out again", async () => {
    const { desk, node, peer } = await stage({ create: true, access_model: "open" });
    const sent = await publish(desk, node, "Wrong.");
    await desk.evidence(sent, has("feed.item.published"));
    const removal = await desk.act({
      action_type: "feed.remove_item",
      parameters: { operation_id: sent.operation },
    });
    await desk.evidence(removal, has("feed.item.removed"));
    const ann = await peer();
    const answer = await ann.ask(
      "get",
      `<pubsub xmlns="${NS.pubsub}"><items node="${node}"/></pubsub>`,
      SERVICE,
    );
    const items = child(child(answer, "pubsub", NS.pubsub), "items", NS.pubsub);
    expect(items === null ? [] : childrenOf(items)).toEqual([]);
  });

  test("a node that is missing rejects", async () => {
    const { desk, node } = await stage();
    const sent = await publish(desk, node, "Into nothing.");
    await desk.evidence(sent, (types) => types.length > 1);
    expect((await desk.assessed(sent))[0]).toMatch(/^fail\./);
    expect(await desk.evidence(sent, () => true)).not.toContain("feed.item.published");
  });

  test("a node that belongs to others is forbidden", async () => {
    const { node: theirs } = await stage({ create: true });
    const { desk } = await stage({ node: theirs }, "eve");
    const sent = await publish(desk, theirs, "Not mine.");
    await desk.evidence(sent, has("notification.endpoint.rejected_permanent"));
    expect((await desk.assessed(sent))[0]).toBe("fail.authorization_failed");
  });

  test("a service that is not there: the hub could not be told", async () => {
    const { desk, node } = await stage({ service: "nowhere.xmpp.test" });
    const sent = await desk.send("", "Anybody?", {
      action_type: "feed.publish_item",
      target_endpoint: {
        endpoint_type: "pubsub_node",
        value: `xmpp:nowhere.xmpp.test?;node=${node}`,
      },
    });
    const types = await desk.evidence(sent, (all) => all.length > 1);
    expect(types).not.toContain("feed.item.published");
    expect((await desk.assessed(sent))[0]).toMatch(/^fail\./);
  });
});
