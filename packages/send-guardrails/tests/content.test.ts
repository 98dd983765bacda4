import { describe, expect, test } from "vitest";
import { checkContent } from "../src/index.ts";

const settings = { maxCharacters: 50, deniedPhrases: ["Project Falcon"], scan: null };
const why = async (body: string): Promise<string> => {
  const answer = await checkContent(body, settings);
  return answer.ok ? "ok" : answer.message;
};

describe("content", () => {
  test.each([
    ["", /empty/],
    ["  \n ", /empty/],
    ["x".repeat(51), /51 characters/],
    ["a\u0000b", /control/],
    ["a\rb", /control/],
    ["a\u001b[2Jb", /control/],
    ["a\u202eb", /bidirectional/],
    ["a\u2066b", /bidirectional/],
    ["a\u2028b", /separator/],
    ["a\ud800b", /surrogate/],
    ["a\ufffeb", /noncharacter/],
    ["a\u{e0041}b", /tag/],
  ])("%j is refused with a reason", async (body, reason) => {
    expect(await why(body)).toMatch(reason);
  });

  test.each(["Hello\n\tAnn", "👩‍👩‍👧 ok", "مرحبا", "x".repeat(50)])("%j passes", async (body) => {
    expect(await why(body)).toBe("ok");
  });

  test.each(["project falcon", "Project\nFalcon", "Pro\u200bject Falcon", "Ｐｒｏｊｅｃｔ Falcon"])(
    "a denied phrase is found in %j",
    async (body) => {
      const reason = await why(body);
      expect(reason).toMatch(/phrase/);
      expect(reason.toLowerCase()).not.toContain("falcon");
    },
  );

  test.each([
    ["Café", "cafe\u200b\u0301"],
    ["Straße", "STRASSE"],
    ["ΟΔΟΣ", "οδοσ"],
  ])("the denied phrase %s is found in %j", async (phrase, body) => {
    expect(await checkContent(body, { ...settings, deniedPhrases: [phrase] })).toMatchObject({
      reason: "content_refused",
    });
  });

  test("both the text as written and its normalised form are scanned", async () => {
    const seen: string[] = [];
    await checkContent("to\u200bken", {
      ...settings,
      scan: async (text) => {
        seen.push(text);
        return null;
      },
    });
    expect(seen).toEqual(["to\u200bken", "token"]);
  });

  test("a find denies and is not repeated; a scanner that fails denies, and its words are not passed on", async () => {
    const found = await checkContent("hunter2 it is", {
      ...settings,
      scan: async () => "a password",
    });
    expect(found).toMatchObject({ ok: false, reason: "content_refused" });
    expect(JSON.stringify(found)).not.toContain("hunter2");
    const failed = await checkContent("hunter2 it is", {
      ...settings,
      scan: () => Promise.reject(new Error("cannot read hunter2")),
    });
    expect(failed).toMatchObject({ ok: false, reason: "content_unscanned" });
    expect(JSON.stringify(failed)).not.toContain("hunter2");
  });
});
