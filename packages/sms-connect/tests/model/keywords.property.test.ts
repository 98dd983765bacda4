import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeywordSet } from "../../src/configuration/keywords.ts";
import { BUILT_IN } from "../../src/model/keyword-sets/built-in.ts";
import {
  SUSPICIOUS_BEGINNINGS,
  SUSPICIOUS_PHRASES,
  SUSPICIOUS_WORDS,
} from "../../src/model/keyword-sets/suspicious.ts";
import { classifyReply, type ReplyInput } from "../../src/model/keywords.ts";

const RUN = { seed: 7102, numRuns: 300 };
const OPT_OUT = BUILT_IN.flatMap(({ opt_out }) => opt_out ?? []);
const OPT_IN = ["START", "UNSTOP"];
const WORDS = new Set([
  ...BUILT_IN.flatMap((set) => [
    ...(set.opt_out ?? []),
    ...(set.opt_in ?? []),
    ...(set.help ?? []),
    ...(set.acknowledgement ?? []),
    ...(set.decline ?? []),
  ]),
  ...SUSPICIOUS_WORDS,
  ...SUSPICIOUS_PHRASES,
  ...SUSPICIOUS_BEGINNINGS,
]);

const classify = (body: string, over: Partial<ReplyInput> = {}, sets: KeywordSet[] = []) =>
  classifyReply(sets, {
    body,
    from: "+4915112345678",
    to: "+4917604069099",
    provider: "acme",
    providerKeyword: null,
    ...over,
  });

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.constantFrom(...WORDS, "please", "me", "the", "?", "!", "\u200b", "\u0000"), {
      maxLength: 8,
    })
    .map((all) => all.join(" ")),
);
const anyCase = (word: string) =>
  fc.array(fc.boolean(), { minLength: word.length, maxLength: word.length }).map((upper) =>
    Array.from(word)
      .map((letter, at) => (upper[at] === true ? letter.toUpperCase() : letter.toLowerCase()))
      .join(""),
  );
const space = fc.string({
  unit: fc.constantFrom(" ", "\n", "\t", "\r", "\u00a0", "\u200b"),
  maxLength: 4,
});
const punctuation = fc.string({
  unit: fc.constantFrom("!", ".", "…", ",", ";", "?", "¡", ")", " "),
  maxLength: 4,
});
const written = (words: readonly string[]) =>
  fc
    .constantFrom(...words)
    .chain((word) => fc.tuple(space, anyCase(word), punctuation, space))
    .map((parts) => parts.join(""));

describe("classification", () => {
  test("reads any text, and tells by no word that is not of a set", () => {
    fc.assert(
      fc.property(text, (body) => {
        const { keyword } = classify(body);
        expect(keyword === null || WORDS.has(keyword)).toBe(true);
      }),
      RUN,
    );
  });

  test("an exact word of opting out is one however it is written, whoever says what, whatever is configured", () => {
    const sets = fc.constantFrom<Partial<KeywordSet>[]>(
      [],
      [{ countries: ["DE"], help: ["STOP"], acknowledgement: ["STOP"] }],
    );
    fc.assert(
      fc.property(
        written(OPT_OUT),
        fc.constantFrom("opt_out", "opt_in", "help", null),
        sets,
        (body, providerKeyword, configured) => {
          const parsed = configured.map((set) => KeywordSet.parse(set));
          expect(classify(body, { providerKeyword }, parsed).kind).toBe("opt_out");
        },
      ),
      RUN,
    );
  });

  test("a short text that holds a word of opting out is never taken for a mere reply", () => {
    const filler = fc.array(fc.constantFrom("please", "me", "now", "I", "want", "the", "it"), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(filler, written(OPT_OUT), filler, (before, word, after) => {
        const { kind } = classify([...before, word, ...after].join(" "));
        expect(["opt_out", "opt_out_suspected"]).toContain(kind);
      }),
      RUN,
    );
  });

  test("opting in is never guessed: only its exact words are one", () => {
    fc.assert(
      fc.property(text, (body) => {
        const { kind, keyword } = classify(body);
        if (kind === "opt_in") expect(OPT_IN).toContain(keyword);
      }),
      RUN,
    );
    fc.assert(
      fc.property(written(OPT_IN), (body) => {
        expect(classify(body).kind).toBe(body.includes("?") ? "reply" : "opt_in");
      }),
      RUN,
    );
  });

  test("what the provider calls an opt-out is one, with any text", () => {
    fc.assert(
      fc.property(text, (body) => {
        expect(classify(body, { providerKeyword: "opt_out" }).kind).toBe("opt_out");
      }),
      RUN,
    );
  });

  test("takes a long body in time that grows with its length", () => {
    const body = `${"!".repeat(200_000)}a${"?".repeat(200_000)}b`;
    expect(classify(body).kind).toBe("reply");
  });
});
