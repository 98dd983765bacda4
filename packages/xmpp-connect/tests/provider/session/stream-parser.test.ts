import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeXml, isSendable, parseXml, type XmlElement } from "../../../src/model/xml.ts";
import { StreamParser } from "../../../src/provider/session/stream-parser.ts";
import { written } from "../../../src/provider/session/written.ts";

const LIMITS = { stanza_bytes: 65_536, depth: 8, children: 32 };
const HEADER = `<?xml version="1.0"?><stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" version="1.0">`;

const read = (chunks: readonly Uint8Array[], limits = LIMITS) => {
  const parser = new StreamParser(limits);
  const elements: XmlElement[] = [];
  parser.on("element", (element: XmlElement) => elements.push(element));
  const failures = chunks.map((chunk) => parser.take(chunk)).filter((each) => each !== null);
  return { elements, failures };
};

const text = fc.string({ unit: "binary", maxLength: 60 }).filter(isSendable);
const name = fc.constantFrom("message", "body", "a", "b");
const namespace = fc.constantFrom("jabber:client", "urn:one", "urn:two");
const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc
    .record({
      name,
      namespace,
      attributes: fc.dictionary(fc.constantFrom("id", "to", "xml:lang"), text),
      children: fc.array(fc.oneof({ maxDepth: 4 }, text, tie("element")), { maxLength: 4 }),
    })
    .map(merged),
}));
/** Texts beside each other are one, and an empty one is none. */
function merged(read: XmlElement): XmlElement {
  const children = read.children.reduce<readonly (XmlElement | string)[]>((all, node) => {
    const last = all.at(-1);
    if (node === "") return all;
    return typeof node === "string" && typeof last === "string"
      ? [...all.slice(0, -1), last + node]
      : [...all, node];
  }, []);
  return { ...read, attributes: { ...read.attributes }, children };
}

describe("a stream", () => {
  test("is the same elements however its bytes are cut into chunks", () => {
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 4 }),
        fc.array(fc.nat(7), { minLength: 1 }),
        (elements, sizes) => {
          const bytes = Buffer.from(HEADER + elements.map((each) => written(each)).join("\n"));
          const chunks: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = 1 + (sizes[turn % sizes.length] ?? 0);
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(read(chunks)).toEqual({ elements, failures: [] });
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test("an element that is written stands by itself and reads as the same", () => {
    fc.assert(
      fc.property(element, (each) => {
        expect(parseXml(written(each))).toEqual({ ok: true, element: each });
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (chunks) => {
        read([Buffer.from(HEADER), ...chunks]);
        read(chunks);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test.each([
    ["longer", `<message><body>${"a".repeat(80_000)}</body></message>`],
    ["nested deeper", `<message>${"<a>".repeat(8)}`],
    ["wider", `<message>${"<a/>".repeat(33)}`],
  ])("refuses a stanza that is %s than may be, and counts it", (_how, stanza) => {
    const parser = new StreamParser(LIMITS);
    parser.take(Buffer.from(HEADER));
    expect(parser.take(Buffer.from(stanza))).toMatchObject({ kind: "oversized" });
    expect(parser.withinStanza).toBe(true);
    // It reads no more.
    expect(parser.take(Buffer.from("<message/>"))).toBeNull();
  });

  test("lets a stanza at its limits through", () => {
    const deep = `<message>${"<a>".repeat(7)}${"</a>".repeat(7)}</message>`;
    const wide = `<message>${"<a/>".repeat(32)}</message>`;
    const long = `<message><body>${escapeXml("a".repeat(60_000))}</body></message>`;
    expect(read([Buffer.from(HEADER + deep + wide + long)])).toMatchObject({
      elements: { length: 3 },
      failures: [],
    });
  });
});

describe("a stream that is everybody's", () => {
  const skipping = (text: string) => {
    const parser = new StreamParser(LIMITS, { skips: true });
    const seen: string[] = [];
    for (const event of ["element", "skipped"])
      parser.on(event, ({ attributes, children }: XmlElement) =>
        seen.push(`${event} ${attributes["id"]} ${children.length}`),
      );
    const failure = parser.take(Buffer.from(HEADER + text));
    return { seen, failure };
  };
  const after = `<message id="2"><body>x</body></message>`;

  test.each([
    ["deep", `${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`],
    ["deep at the end of what may be", `${"<a>".repeat(7)}<b>x</b>${"</a>".repeat(7)}`],
    ["wide", "<a/>".repeat(500)],
    ["wide within", `<b>${"<a/>".repeat(500)}</b>`],
    ["long", `<body>${"x".repeat(200_000)}</body>`],
  ])("goes on behind a stanza that is too %s", (_, inner) => {
    const { seen, failure } = skipping(`<message id="1">${inner}</message>${after}`);
    expect(failure).toBeNull();
    expect(seen).toEqual(["skipped 1 0", "element 2 1"]);
  });

  test("goes on behind a stanza with an attribute that is too long", () => {
    const { seen, failure } = skipping(`<message id="1" x="${"x".repeat(100_000)}"/>${after}`);
    expect(failure).toBeNull();
    expect(seen).toEqual(["skipped 1 0", "element 2 1"]);
  });

  test("ends where a stanza has no end", () => {
    const { failure } = skipping(`<message id="1"><body>${"x".repeat(2_000_000)}`);
    expect(failure).toMatchObject({ kind: "oversized" });
  });
});
