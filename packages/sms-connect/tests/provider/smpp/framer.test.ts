import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Framer, type Frame } from "../../../src/provider/smpp/framer.ts";

const seed = 20_260_102;
const MOST = 200;

function framesOf(chunks: readonly Uint8Array[]): Frame[] {
  const framer = new Framer(MOST);
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
  }
  return frames;
}

const pdu = fc.uint8Array({ minLength: 12, maxLength: MOST - 4 }).map((rest) => {
  const bytes = Buffer.alloc(4 + rest.length);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.set(rest, 4);
  return bytes;
});

/** The octets, cut anywhere. */
const cut = (bytes: Buffer): fc.Arbitrary<Uint8Array[]> =>
  fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }).map((places) => {
    const at = [0, ...places.toSorted((a, b) => a - b), bytes.length];
    return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
  });

describe("the framer", () => {
  test("finds the same PDUs however the stream is cut", () => {
    const cases = fc
      .array(pdu, { maxLength: 6 })
      .chain((pdus) => fc.tuple(fc.constant(pdus), cut(Buffer.concat(pdus))));
    fc.assert(
      fc.property(cases, ([pdus, chunks]) => {
        const found = framesOf(chunks).map((frame) =>
          frame.kind === "pdu" ? Buffer.from(frame.bytes) : null,
        );
        expect(found).toEqual(pdus);
      }),
      { seed, numRuns: 300 },
    );
  });

  test("ends on any octets, and after an invalid length finds nothing more", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (chunks) => {
        const frames = framesOf(chunks);
        const invalid = frames.findIndex(({ kind }) => kind === "invalid");
        expect(invalid === -1 || invalid === frames.length - 1).toBe(true);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  test.each([
    ["shorter than a header", "0000000f800000000000000000000005", 5],
    ["longer than the most", "000000c9000000050000000000000005", 5],
    ["longer, before its header is there", "ffffffff", 0],
  ])("takes a length %s for invalid, at once", (_, hex, sequence) => {
    expect(framesOf([Buffer.from(hex, "hex")])).toMatchObject([{ kind: "invalid", sequence }]);
  });
});
