import { describe, expect, test } from "vitest";
import { filteringRisks } from "../../src/model/filtering-risk.ts";
import { findLinks } from "../../src/model/find-links.ts";
import { encodingOf } from "../../src/model/segments.ts";

const risksOf = (body: string): readonly string[] =>
  filteringRisks(body, findLinks(body), encodingOf(body) === "gsm7");

describe("signs that carriers hold against a message", () => {
  test.each([
    ["Pay here: https://bit.ly/3xYz", ["shared_link_shortener"]],
    ["Pay here: bit.ly/3xYz", ["shared_link_shortener"]],
    ["Pay here: http://www.tinyurl.com/x?y", ["shared_link_shortener"]],
    ["Pay here: https://203.0.113.9/x", ["numeric_host"]],
    ["Pay here: http://0xcb007109/x", ["numeric_host"]],
    ["Pay here: http://3405803785/x", ["numeric_host"]],
    ["Pay here: https://[2001:db8::1]/x", ["numeric_host"]],
    ["LAST CHANCE TO WIN A CAR TODAY", ["capitals"]],
    ["You have won!!! Really?", ["repeated_punctuation"]],
    ["Earn $$$ at home", ["repeated_punctuation"]],
    ["Your bаnk asks you", ["disguised_words"]], // а is Cyrillic
    ["Your b\u200bank asks you", ["disguised_words"]],
    [
      "WIN €€€ NOW AT HTTPS://BIT.LY/X OR LOSE",
      ["shared_link_shortener", "capitals", "repeated_punctuation"],
    ],
  ])("%s", (body, risks) => expect(risksOf(body)).toEqual(risks));
});

describe("what is not held against it", () => {
  test.each([
    "Your code is 123456.",
    "NATO OTAN UNO",
    "Really?! Yes!!",
    "https://portal.example.com/bit.ly/x",
    "https://bit.ly.example.com/x",
    "https://1.example.com/203.0.113.9",
    "Заказ готов, код SMS-4821",
    "5 kΩ, ΔT",
    "soft hyphens in заказ\u200bготов",
    "",
  ])("%s", (body) => expect(risksOf(body)).toEqual([]));
});
