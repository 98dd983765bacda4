import { describe, expect, test } from "vitest";
import { NS } from "../../../src/model/namespaces.ts";
import { parseXml } from "../../../src/model/xml.ts";
import { pageOf } from "../../../src/provider/pubsub/served/page.ts";
import { readNodeRequest } from "../../../src/provider/pubsub/served/request.ts";

const read = (type: string, inner: string) => {
  const parsed = parseXml(`<iq xmlns="jabber:client" type="${type}" id="i">${inner}</iq>`);
  return parsed.ok ? readNodeRequest(parsed.element) : null;
};
const pubsub = (inner: string, namespace: string = NS.pubsub): string =>
  `<pubsub xmlns="${namespace}">${inner}</pubsub>`;
const ids = (...names: readonly string[]): string =>
  names.map((id) => `<item id="${id}"/>`).join("");

describe("what is asked of a node", () => {
  test.each([
    ["get", `<query xmlns="${NS.info}" node="n"/>`, { kind: "info", node: "n" }],
    ["get", `<query xmlns="${NS.itemsOf}"/>`, { kind: "list", node: null }],
    [
      "get",
      pubsub(`<items node="n">${ids("a", "b")}</items>`),
      { kind: "items", node: "n", ids: ["a", "b"], page: { max: null, after: null } },
    ],
    [
      "get",
      pubsub(
        `<items node="n" max_items="7"/><set xmlns="http://jabber.org/protocol/rsm"><max>3</max><after>a</after></set>`,
      ),
      { kind: "items", node: "n", ids: [], page: { max: 3, after: "a" } },
    ],
    [
      "set",
      pubsub(`<subscribe node="n" jid="a@b"/>`),
      { kind: "subscribe", node: "n", jid: "a@b" },
    ],
    ["set", pubsub(`<publish node="n"/>`), { kind: "publish", node: "n" }],
    ["set", pubsub(`<create node="n"/>`), { kind: "unsupported", feature: "create-nodes" }],
    [
      "set",
      pubsub(`<purge node="n"/>`, `${NS.pubsub}#owner`),
      { kind: "unsupported", feature: "purge-nodes" },
    ],
    ["set", pubsub(`<subscribe node="n"/>`), { kind: "malformed", condition: "invalid-jid" }],
    ["get", pubsub(`<items/>`), { kind: "malformed", condition: "nodeid-required" }],
    ["get", pubsub(`<publish node="n"/>`), { kind: "malformed", condition: null }],
    ["get", pubsub(``), { kind: "malformed", condition: null }],
    ["get", `<ping xmlns="urn:xmpp:ping"/>`, null],
    ["set", `<query xmlns="${NS.info}"/>`, null],
  ] as const)("%s %s", (type, inner, expected) => {
    expect(read(type, inner)).toEqual(expected);
  });

  test("of more ids than one answer holds the rest are not looked for, and a name of every object is no feature", () => {
    const many = ids(...Array.from({ length: 200 }, (_, index) => `i${index}`));
    expect(read("get", pubsub(`<items node="n">${many}</items>`))).toMatchObject({
      ids: { length: 50 },
    });
    expect(read("set", pubsub(`<toString node="n"/>`, `${NS.pubsub}#owner`))).toMatchObject({
      kind: "unsupported",
      feature: "config-node",
    });
    expect(read("set", pubsub(`<toString node="n"/>`))).toMatchObject({ kind: "malformed" });
  });
});

describe("a page of items", () => {
  const items = ["a", "b", "c"].map((id) => ({ id, payload: id.repeat(90_000) }));
  const page = (max: number | null, after: string | null = null) =>
    pageOf(items, { max, after })?.map(({ id }) => id) ?? null;

  test("is the newest that fit into a stanza", () => {
    expect(page(null)).toEqual(["b", "c"]);
    expect(page(1)).toEqual(["c"]);
    expect(page(0)).toEqual([]);
  });

  test("is measured in bytes, which are what servers count", () => {
    const long = ["a", "b", "c", "d"].map((id) => ({ id, payload: "漢".repeat(30_000) }));
    const fitting = pageOf(long, { max: null, after: null });
    expect(fitting?.map(({ id }) => id)).toEqual(["c", "d"]);
  });

  test("goes on after an item, from the oldest, and is none after one that is not there", () => {
    expect(page(1, "")).toEqual(["a"]);
    expect(page(5, "a")).toEqual(["b", "c"]);
    expect(page(5, "c")).toEqual([]);
    expect(page(5, "x")).toBeNull();
  });

  test("holds one item, however large", () => {
    const large = [{ id: "a", payload: "a".repeat(500_000) }];
    expect(pageOf(large, { max: null, after: null })).toEqual(large);
  });
});
