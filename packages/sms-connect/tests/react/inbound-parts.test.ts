import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Documents,
  HANDSET,
  inbound,
  kitWith,
  NOW,
  numberId,
  react,
  SENDER,
  SHOP,
} from "../support/standing-stage.ts";
import { suppressionKey } from "../../src/model/documents.ts";
import { inboundPartNative, type InboundPart } from "../../src/native/inbound-part.ts";
import {
  INBOUND_EXPIRING,
  inboundReactions,
  inboundTimers,
} from "../../src/react/inbound-reactions.ts";

const kit = kitWith();
const number = numberId(HANDSET);
const WAITING = kit.settings.receipts.parts_within;

const part = (index: number, body: string, over: Partial<InboundPart> = {}) =>
  inboundPartNative(kit, {
    source: "vonage.inbound",
    account: "acme",
    messageId: `m${index}`,
    from: HANDSET,
    to: SENDER,
    body,
    occurredAt: null,
    dedupeKey: `m${index}`,
    raw: { contentType: "text/plain", text: body },
    reference: "42",
    index,
    total: 3,
    ...over,
  });
const arrive = (documents: Documents, native: ReturnType<typeof part>, now = NOW) =>
  react(inboundReactions(kit)["inbound.part"], native, documents, now);

/** What falls due by then, as the runtime works it off: the message is read, and its document goes. */
function due(documents: Documents, now: number) {
  const natives = documents
    .all("parts")
    .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
    .flatMap((doc) => {
      const [native] = inboundTimers(kit).parts(doc);
      documents.write([{ delete: doc.key }]);
      return native === undefined ? [] : [native];
    });
  for (const native of natives) react(inboundReactions(kit)[native.type], native, documents, now);
  return natives;
}

describe("parts of a longer message", () => {
  test("are put together in their order, whatever order they came in, as soon as all are there", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([1, 2, 3], { minLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
        (order, repeated) => {
          const documents = new Documents();
          const texts = ["I will come ", "on Friday, ", "not before."];
          for (const index of [
            ...order.slice(0, 2),
            ...repeated.filter((n) => n !== order[2]),
            ...order.slice(2),
          ])
            arrive(documents, part(index, texts[index - 1] ?? ""));
          const [whole, ...more] = due(documents, NOW);
          expect(more).toEqual([]);
          expect(whole).toMatchObject({
            type: "inbound.reply",
            source: "vonage.inbound",
            data: { parts: 3, missing_parts: 0, number, sender: numberId(SENDER) },
            raw: { text: texts.join(""), person: number },
          });
        },
      ),
      { seed: 7102, numRuns: 60 },
    );
  });

  test("give the same event in whatever order they came", () => {
    const keys = [
      [1, 2, 3],
      [3, 2, 1],
      [2, 3, 1],
    ].map((order) => {
      const documents = new Documents();
      for (const index of order) arrive(documents, part(index, `${index}`));
      return due(documents, NOW)[0]?.dedupeKey;
    });
    expect(new Set(keys).size).toBe(1);
  });

  test("are read as one message: a word of opting out that is cut in two counts", () => {
    const documents = new Documents();
    arrive(documents, part(1, "ST", { total: 2 }));
    arrive(documents, part(2, "OP", { total: 2 }));
    expect(due(documents, NOW)).toMatchObject([
      { type: "inbound.opt_out", data: { keyword: "STOP" } },
    ]);
    const key = suppressionKey(number, { kind: "tenant", value: null });
    expect(documents.get(key)).not.toBeNull();
  });

  test("keep their text only where an erasure reaches it, and only until they are read", () => {
    const documents = new Documents();
    arrive(documents, part(1, "from Ann"));
    expect(documents.all("parts").map(({ key }) => documents.personOf(key))).toEqual([number]);
    expect(documents.untagged()).not.toMatch(/Ann|15112345678/);
    expect(INBOUND_EXPIRING).toContain("parts");
    due(documents, NOW + WAITING);
    expect(documents.all("parts")).toEqual([]);
    expect(documents.untagged()).not.toMatch(/Ann|15112345678/);
  });

  test("know the earliest time of them", () => {
    const documents = new Documents();
    arrive(documents, part(1, "a", { total: 2, occurredAt: null }));
    arrive(documents, part(2, "b", { total: 2, occurredAt: NOW - 2_000 }));
    expect(due(documents, NOW)[0]?.occurredAt).toBe(NOW - 2_000);
  });
});

describe("parts that never come", () => {
  test("are waited for from the first on, and then the rest is read with its gaps", () => {
    const documents = new Documents();
    arrive(documents, part(2, "on Friday"));
    arrive(documents, part(2, "on Friday", { dedupeKey: "m2-again" }), NOW + WAITING - 1);
    expect(due(documents, NOW + WAITING - 1)).toEqual([]);
    const [whole] = due(documents, NOW + WAITING);
    expect(whole).toMatchObject({ type: "inbound.reply", data: { parts: 3, missing_parts: 2 } });
    expect(whole?.raw?.text).toBe(" \ufffd on Friday \ufffd ");
  });

  test("make no exact word of what is left", () => {
    for (const index of [1, 2, 3]) {
      const documents = new Documents();
      arrive(documents, part(index, "STOP"));
      expect(due(documents, NOW + WAITING)[0]?.type).toBe("inbound.opt_out_suspected");
    }
  });

  test("that come after all are no new message; later ones of the same reference are", () => {
    const documents = new Documents();
    for (const index of [1, 2, 3]) arrive(documents, part(index, `${index}`));
    due(documents, NOW);
    arrive(documents, part(2, "2", { dedupeKey: "m2-again" }), NOW + 1);
    expect(documents.all("parts")).toEqual([]);
    const [read] = documents.all("parts-read");
    expect(read?.dueAt).toBe(NOW + WAITING);
    expect(INBOUND_EXPIRING).toContain("parts-read");
    if (read !== undefined) documents.write([{ delete: read.key }]);
    arrive(documents, part(1, "anew"), NOW + WAITING);
    expect(documents.all("parts")).toHaveLength(1);
  });
});

describe("parts that contradict each other", () => {
  test("by their total belong to different messages", () => {
    const documents = new Documents();
    arrive(documents, part(1, "a", { total: 2 }));
    arrive(documents, part(2, "z", { total: 3, dedupeKey: "z" }));
    expect(due(documents, NOW)).toEqual([]);
    arrive(documents, part(2, "b", { total: 2 }));
    expect(due(documents, NOW).map(({ raw }) => raw?.text)).toEqual(["ab"]);
  });

  test("by their sender or handset do, too", () => {
    const documents = new Documents();
    arrive(documents, part(1, "a", { total: 2 }));
    arrive(documents, part(2, "b", { total: 2, to: SHOP }));
    arrive(documents, part(2, "c", { total: 2, from: "+4915112345679" }));
    expect(due(documents, NOW)).toEqual([]);
  });

  test("by their text: always the same one is taken", () => {
    const texts = [
      ["x", "y"],
      ["y", "x"],
    ].map((order) => {
      const documents = new Documents();
      for (const name of order) arrive(documents, part(1, name, { total: 2, dedupeKey: name }));
      arrive(documents, part(2, "!", { total: 2 }));
      return due(documents, NOW)[0]?.raw?.text;
    });
    expect(texts).toEqual(["x!", "x!"]);
  });

  test.each([
    [5, 3, " \ufffd end"],
    [1, 1, "end"],
    [1, 0, "end"],
  ])("by a place beyond the end are not lost: part %i of %i", (index, total, text) => {
    const documents = new Documents();
    arrive(documents, part(index, "end", { total }));
    expect(due(documents, NOW + WAITING)[0]?.raw?.text).toBe(text);
  });
});

test("a part whose text is not at hand changes nothing", () => {
  const documents = new Documents();
  const { unkept: _, ...native } = part(1, "a");
  expect(react(inboundReactions(kit)["inbound.part"], native, documents)).toEqual({});
});

test("a message that came whole leaves no trace of parts", () => {
  const documents = new Documents();
  react(inboundReactions(kit)["inbound.reply"], inbound(kit, "See you"), documents);
  expect(documents.all("parts-read")).toEqual([]);
});
