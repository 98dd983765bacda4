import fc from "fast-check";
import { expect, test } from "vitest";
import { parsedBody, readStanza } from "../../src/native/parsed.ts";
import { NS } from "../../src/model/namespaces.ts";
import { parseXml, type XmlElement } from "../../src/model/xml.ts";
import { written } from "../../src/provider/session/written.ts";

const text = fc.string({
  unit: fc.constantFrom(
    "a",
    "Z",
    " ",
    "<",
    ">",
    "&",
    '"',
    "'",
    "\n",
    "\t",
    "\r",
    "\u00e4",
    "\u{1f388}",
  ),
});
const name = fc.constantFrom("message", "body", "received", "x");
const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.record({
    name,
    namespace: fc.constantFrom(NS.client, NS.receipts, "urn:example"),
    attributes: fc.dictionary(fc.constantFrom("id", "from", "to", "xml:lang"), text, {
      noNullPrototype: true,
    }),
    children: fc
      .array(
        fc.oneof(
          { maxDepth: 3 },
          text.filter((each) => each !== ""),
          tie("element"),
        ),
        {
          maxLength: 4,
        },
      )
      .map(joined),
  }),
}));

/** A parser makes one text of two that stand beside each other. */
function joined(nodes: readonly (XmlElement | string)[]): (XmlElement | string)[] {
  const all: (XmlElement | string)[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (typeof node === "string" && typeof last === "string") all[all.length - 1] = last + node;
    else all.push(node);
  }
  return all;
}

test("what is not parsed again is what parsing it would give", () => {
  fc.assert(
    fc.property(element, (stanza) => {
      const said = written(stanza);
      const handed = readStanza({ body: parsedBody(said, stanza) });
      expect(handed).toEqual({ ok: true, text: said, element: stanza });
      expect(readStanza({ body: Buffer.from(said) })).toEqual(handed);
      expect(parseXml(said)).toEqual({ ok: true, element: stanza });
    }),
    { seed: 4, numRuns: 300 },
  );
});

test("what nobody has parsed is read from its bytes", () => {
  expect(readStanza({ body: Buffer.from([0xff]) })).toEqual({
    ok: false,
    reason: "The stanza is not UTF-8.",
  });
  expect(readStanza({ body: Buffer.from("<a") })).toMatchObject({ ok: false });
});
