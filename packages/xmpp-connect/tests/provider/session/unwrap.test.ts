import { describe, expect, test } from "vitest";
import { parseXml, type XmlElement } from "../../../src/model/xml.ts";
import { unwrap } from "../../../src/provider/session/unwrap.ts";

const OWN = "desk@xmpp.test";
const element = (text: string): XmlElement => {
  const read = parseXml(text);
  if (!read.ok) throw new Error(read.reason);
  return read.element;
};
const inner = (more = "") =>
  `<forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-01-02T03:04:05Z"/><message xmlns="jabber:client" from="ann@xmpp.test/x"><body>hello</body>${more}</message></forwarded>`;
const message = (from: string | null, payload: string): XmlElement =>
  element(`<message${from === null ? "" : ` from="${from}"`}>${payload}</message>`);
const carbon = (name: string, more = ""): string =>
  `<${name} xmlns="urn:xmpp:carbons:2">${inner(more)}</${name}>`;
const result = (queryId: string): string =>
  `<result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="a1">${inner()}</result>`;
const stanzaId = (by: string, id: string): string =>
  `<stanza-id xmlns="urn:xmpp:sid:0" by="${by}" id="${id}"/>`;
const read = (stanza: XmlElement, trustsIds = true) =>
  unwrap(stanza, { own: OWN, trustsIds, isLiveQuery: (queryId) => queryId === "live" });

describe("a wrapper", () => {
  test.each([OWN, "DESK@XMPP.TEST", null])("by the own account (%s) is opened", (from) => {
    expect(read(message(from, carbon("received")))).toMatchObject({ kind: "carbon" });
    expect(read(message(from, carbon("sent")))).toMatchObject({ kind: "own_copy" });
    expect(read(message(from, result("live")))).toMatchObject({
      kind: "archived",
      queryId: "live",
      result: { archiveId: "a1", at: "2026-01-02T03:04:05Z" },
    });
  });

  test.each([
    "eve@xmpp.test",
    "eve@xmpp.test/x",
    "desk@xmpp.test/phone",
    "xmpp.test",
    "desk@xmpp.test.evil",
    "@@",
    "",
  ])("by anybody else (%s) is a forgery", (from) => {
    for (const payload of [carbon("received"), carbon("sent"), result("live")])
      expect(read(message(from, payload))).toEqual({ kind: "forged" });
  });

  test("by the own account about a question that nobody asked is a forgery, too", () => {
    expect(read(message(OWN, result("another")))).toEqual({ kind: "forged" });
  });

  test("without a message in it is one", () => {
    const empty = `<received xmlns="urn:xmpp:carbons:2"/>`;
    expect(read(message(OWN, empty))).toEqual({ kind: "forged" });
  });
});

describe("a stanza-id", () => {
  const idOf = (payload: string, trustsIds = true): unknown => {
    const unwrapped = read(message("ann@xmpp.test/x", payload), trustsIds);
    return unwrapped.kind === "message" ? unwrapped.archiveId : unwrapped.kind;
  };

  test("by the own account is the archive's", () => {
    expect(idOf(stanzaId(OWN, "1"))).toBe("1");
    expect(idOf(stanzaId("room@xmpp.test", "0") + stanzaId(OWN, "1"))).toBe("1");
  });

  test("by another, twice, or where the account announces none is nobody's", () => {
    expect(idOf(stanzaId("eve@xmpp.test", "1"))).toBeNull();
    expect(idOf(stanzaId("desk@xmpp.test/x", "1"))).toBeNull();
    expect(idOf(stanzaId(OWN, "forged") + stanzaId(OWN, "1"))).toBeNull();
    expect(idOf(stanzaId(OWN, "1"), false)).toBeNull();
  });

  test("of a copy is the one within it", () => {
    expect(read(message(OWN, carbon("received", stanzaId(OWN, "7"))))).toMatchObject({
      archiveId: "7",
    });
  });
});
