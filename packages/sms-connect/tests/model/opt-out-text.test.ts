import { describe, expect, test } from "vitest";
import { optOutText } from "../../src/model/opt-out-text.ts";

const WORDS = ["stop", "cancel", "end", "quit", "arrêt", "fin (s)"];

describe("a text says how to opt out", () => {
  test.each([
    "Reply STOP to opt out.",
    "Msg&Data rates may apply. STOP=end",
    "reply stop to end",
    "Txt quit to 12345",
    "TEXT CANCEL TO STOP RECEIVING THESE",
    "Send “cancel” and we write no more",
    "To unsubscribe visit https://a.example/u",
    "Opt-out: https://a.example/u",
    "Antworten Sie mit STOP",
    "Antworten Sie mit stop",
    "STOP au 36111",
    "Répondez ARRÊT",
    "Responda con la palabra stop",
    "Abmelden: https://a.example",
    "Reply FIN (S)",
  ])("%s", (body) => expect(optOutText(WORDS).isIn(body)).toBe(true));
});

describe("a text does not", () => {
  test.each([
    "Your appointment is cancelled. We had to cancel it.",
    "The bus stop has moved.",
    "In the end it was fine.",
    "YOUR BUS STOP HAS MOVED",
    "STOPWATCH offer",
    "Please reply to this message if you cannot come.",
    "Ne pas répondre. Un arrêt est prévu.",
    "finesse",
    "",
  ])("%s", (body) => expect(optOutText(WORDS).isIn(body)).toBe(false));
});

test("STOP is always a word; others only where given", () => {
  expect(optOutText([]).isIn("Reply STOP")).toBe(true);
  expect(optOutText([]).isIn("Reply ALTO")).toBe(false);
  expect(optOutText(["alto"]).isIn("Reply ALTO")).toBe(true);
});

test("a text made to be slow is looked through in time that grows with its length", () => {
  const words = optOutText(WORDS);
  // Quadratic, any of these would take minutes.
  for (const body of [
    "reply ".repeat(60_000),
    `reply ${"ä ".repeat(200_000)}`,
    "stop".repeat(100_000),
    `reply${" ".repeat(400_000)}x stop`,
    `"${"stop ".repeat(80_000)}`,
  ])
    expect(typeof words.isIn(body)).toBe("boolean");
});
