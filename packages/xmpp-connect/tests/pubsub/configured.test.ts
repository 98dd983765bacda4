import { expect, test } from "vitest";
import { nodeOfUri, nodeUri } from "../../src/pubsub/configured.ts";
import { refusalOf } from "../../src/pubsub/port.ts";

test.each([
  { service: "pubsub.example.net", node: "news" },
  { service: "desk@example.net", node: "urn:xmpp:microblog:0" },
  { service: "pubsub.example.net", node: "a;b=c d/é" },
])("a node's URI names it: %o", (node) => {
  expect(nodeOfUri(nodeUri(node))).toEqual(node);
});

test("the forms of XEP-0060 are read, and what is none is none", () => {
  expect(
    nodeOfUri("xmpp:pubsub.shakespeare.lit?pubsub;action=subscribe;node=princely_musings"),
  ).toEqual({ service: "pubsub.shakespeare.lit", node: "princely_musings" });
  expect(nodeOfUri("pubsub.example.net/news")).toBeNull();
  expect(nodeOfUri("xmpp:pubsub.example.net?;node=%")).toBeNull();
});

test("a condition that nobody defines is of the item itself", () => {
  expect(refusalOf("item-not-found")).toBe("node_missing");
  expect(refusalOf("toString")).toBe("refused");
  expect(refusalOf("undefined-condition")).toBe("refused");
});
