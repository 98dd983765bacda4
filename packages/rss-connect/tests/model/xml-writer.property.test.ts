import fc from "fast-check";
import { expect, test } from "vitest";
import { readXml } from "../../src/model/read-xml.ts";
import { xmlDocument, type XmlElement } from "../../src/model/xml-writer.ts";

const seed = 46;
/** Any UTF-16 at all: half pairs, control characters, markup. */
const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom(
    "]]>",
    "]]]]>>",
    "<!--",
    "-->",
    "<?x ?>",
    "&#0;",
    "&",
    "\u0000",
    "\ud800",
    "\r\n",
  ),
);
const element: fc.Arbitrary<XmlElement> = fc.letrec<{ node: XmlElement }>((tie) => ({
  node: fc.record(
    {
      name: fc.constantFrom("a", "b", "atom:c"),
      attributes: fc.dictionary(fc.constantFrom("x", "y"), anything, { maxKeys: 2 }),
      text: anything,
      cdata: anything,
      children: fc.array(tie("node"), { maxLength: 2, depthIdentifier: "xml" }),
    },
    { requiredKeys: ["name"] },
  ),
})).node;

test("whatever the values are, the document is well formed", () => {
  fc.assert(
    fc.property(element, (inner) => {
      const root = { name: "root", attributes: { "xmlns:atom": "urn:x" }, children: [inner] };
      expect(readXml(new TextEncoder().encode(xmlDocument(root)))).toMatchObject({ ok: true });
    }),
    { seed, numRuns: 2_000 },
  );
});

test("text that XML can carry comes back as it was, carriage returns included", () => {
  const carried = fc
    .string({ unit: "grapheme-composite" })
    .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text));
  fc.assert(
    fc.property(carried, (text) => {
      const document = xmlDocument({ name: "root", attributes: { x: text }, text });
      const read = readXml(new TextEncoder().encode(document));
      expect(read).toMatchObject({ ok: true, root: { text, attributes: { x: text } } });
    }),
    { seed, numRuns: 1_000 },
  );
});
