import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageStanza } from "../../src/model/message.ts";
import { NS } from "../../src/model/namespaces.ts";
import { child, escapeXml, isSendable, parseXml, textOfElement, xml } from "../../src/model/xml.ts";

const reasonOf = (text: string) => {
  const answer = parseXml(text);
  return answer.ok ? "" : answer.reason;
};

describe("what a peer may not send is refused, and nothing throws", () => {
  test.each([
    ["a character reference to U+0000", "<message>&#0;</message>", /well-formed/],
    ["an entity that nobody declared", "<message>&unknown;</message>", /well-formed/],
    ["a DTD", '<!DOCTYPE a [<!ENTITY b "c">]><message>&b;</message>', /DTD/],
    ["a comment", "<message><!-- --></message>", /comment/],
    ["a processing instruction", "<message><?php ?></message>", /processing instruction/],
    ["an unclosed element", "<message><body>", /well-formed/],
    ["two elements", "<message/><message/>", /well-formed/],
    ["nothing", "", /./],
    ["an undeclared prefix", "<x:message/>", /well-formed/],
    ["200,000 levels", "<a>".repeat(200_000), /longer|deeper/],
    ["60 levels", "<a>".repeat(60) + "</a>".repeat(60), /deeper/],
    ["20,000 children", `<message>${"<a/>".repeat(20_000)}</message>`, /parts/],
    ["8 MB", `<message>${"a".repeat(8_000_000)}</message>`, /longer/],
  ])("%s", (_what, text, reason) => {
    expect(reasonOf(text)).toMatch(reason);
  });

  test("whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        parseXml(text);
        parseXml(`<message>${text}</message>`);
      }),
      { seed: 6120, numRuns: 2_000 },
    );
  });
});

test("a stanza without a namespace is of the stream's", () => {
  const answer = parseXml("<message><body>a</body></message>");
  expect(answer.ok && textOfElement(child(answer.element, "body", NS.client))).toBe("a");
});

test("what is written is read as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }).filter(isSendable), (text) => {
      const answer = parseXml(xml("a", { b: text }, escapeXml(text)));
      expect(answer.ok && textOfElement(answer.element)).toBe(text);
      // XML 1.0 §3.3.3 turns white space in attribute values into spaces.
      expect(answer.ok && answer.element.attributes["b"]).toBe(text.replaceAll(/[\t\n]/g, " "));
    }),
    { seed: 10, numRuns: 1_000 },
  );
});

test.each(["\u0000", "\u0001", "\ufffe", "\uffff", "\ufdd0", "\ud800", "a\u001fb"])(
  "a text with %j cannot be sent",
  (text) => {
    expect(isSendable(text)).toBe(false);
  },
);

test("a message asks for receipts and markers, carries its origin and its thread, and escapes what is said", () => {
  const stanza = messageStanza({
    to: "juliet@example.com",
    id: "i1",
    body: "1 < 2 & 'so on'",
    subject: null,
    thread: "t1",
    language: "en",
    asksReceipt: true,
    asksMarkers: true,
  });
  const answer = parseXml(stanza);
  if (!answer.ok) throw new Error(answer.reason);
  const { element } = answer;
  expect(element.attributes).toEqual({
    to: "juliet@example.com",
    id: "i1",
    type: "chat",
    "xml:lang": "en",
  });
  expect(textOfElement(child(element, "body", NS.client))).toBe("1 < 2 & 'so on'");
  expect(textOfElement(child(element, "thread", NS.client))).toBe("t1");
  expect(child(element, "origin-id", NS.ids)?.attributes).toEqual({ id: "i1" });
  expect(child(element, "request", NS.receipts)).not.toBeNull();
  expect(child(element, "markable", NS.markers)).not.toBeNull();
});
