import { checkContent } from "@underclaim/send-guardrails";
import { describe, expect, test } from "vitest";
import { scanSecrets } from "../src/index.ts";

const check = (body: string) =>
  checkContent(body, { maxCharacters: 5_000, deniedPhrases: [], scan: scanSecrets });

// Made up, and put together here so that no scanner of repositories takes them for real.
const GITHUB = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
const SLACK = ["xoxb", "123456789012", "1234567890123", "abcdefghijklmnopqrstuvwx"].join("-");
const DATABASE = "postgres://user:pw1234secret@db.example.com/x";

describe("secrets are found", () => {
  test.each([
    ["a GitHub token", GITHUB],
    ["a Slack token", SLACK],
    ["a database address with its password", DATABASE],
    [
      "a token that is split by a zero-width space",
      `${GITHUB.slice(0, 9)}\u200b${GITHUB.slice(9)}`,
    ],
    [
      "a token in full-width letters",
      GITHUB.replaceAll(/[A-Za-z]/g, (letter) =>
        String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0),
      ),
    ],
  ])("%s, and not repeated", async (_what, secret) => {
    const answer = await check(`Here it is: ${secret}`);
    expect(answer).toMatchObject({ ok: false, reason: "content_refused" });
    expect(JSON.stringify(answer)).not.toContain(secret.slice(4, 16));
  });

  test.each([
    "secretlint-disable\nSECRET",
    "<!-- secretlint-disable -->\nSECRET",
    "SECRET // secretlint-disable-line",
    "secretlint-disable-next-line\nSECRET",
    "// secretlint-disable @secretlint/secretlint-rule-github -- fine\nSECRET",
  ])("though the text says %j", async (text) => {
    expect(await check(text.replace("SECRET", GITHUB))).toMatchObject({
      ok: false,
      reason: "content_refused",
    });
  });

  test("ordinary texts pass", async () => {
    for (const body of [
      "I am late.",
      "Treffen um 10:30 in Raum B-12 🙂",
      "See https://example.com/a?b=c",
    ])
      expect(await check(body)).toEqual({ ok: true });
  });
});

describe("known to be missed: a tripwire is no wall", () => {
  test.each([
    ["spaced out", Array.from(GITHUB).join(" ")],
    ["in base64", Buffer.from(GITHUB).toString("base64")],
    ["a JSON Web Token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWEtdGVzdA"],
    ["a card number", "4111 1111 1111 1111"],
    ["a password in prose", "The password is hunter2."],
    ["with Cyrillic letters", GITHUB.replaceAll("e", "е")],
    ["in two messages", GITHUB.slice(0, 20)],
  ])("%s", async (_what, secret) => {
    expect(await check(`Here it is: ${secret}`)).toEqual({ ok: true });
  });
});
