import { describe, expect, test } from "vitest";
import { KeywordSet } from "../../src/configuration/keywords.ts";
import { classifyReply, type ReplyInput } from "../../src/model/keywords.ts";

const BERLIN = "+4915112345678";
const NEW_YORK = "+12125550123";
const MONTREAL = "+15145550123";
const TOLL_FREE = "+18005550199";

const classify = (body: string, over: Partial<ReplyInput> = {}, ...sets: Partial<KeywordSet>[]) =>
  classifyReply(
    sets.map((set) => KeywordSet.parse(set)),
    { body, from: BERLIN, to: "+4917604069099", provider: "acme", providerKeyword: null, ...over },
  );
const kindOf = (...args: Parameters<typeof classify>) => classify(...args).kind;

describe("the exact words", () => {
  test.each([
    ["STOP", "opt_out"],
    ["stop", "opt_out"],
    ["Quit", "opt_out"],
    ["end", "opt_out"],
    ["REVOKE", "opt_out"],
    ["opt out", "opt_out"],
    ["OptOut", "opt_out"],
    ["Opt-Out", "opt_out"],
    ["cancel", "opt_out"],
    ["Unsubscribe", "opt_out"],
    ["STOPALL", "opt_out"],
    ["stop all", "opt_out"],
    ["ARRET", "opt_out"],
    ["arrêt", "opt_out"],
    ["arre\u0302t", "opt_out"],
    ["START", "opt_in"],
    ["unstop", "opt_in"],
    ["HELP", "help"],
    ["info", "help"],
    ["YES", "acknowledgement"],
    ["ok", "acknowledgement"],
    ["Ack", "acknowledgement"],
    ["confirm", "acknowledgement"],
    ["NO", "decline"],
    ["decline", "decline"],
    ["See you on Friday", "reply"],
    ["", "reply"],
    ["?", "reply"],
  ])("%j is %s", (body, kind) => {
    expect(kindOf(body)).toBe(kind);
  });

  test.each([
    ["white space around it", "  \n stop\t\r\n"],
    ["punctuation after it", "Stop!!…"],
    ["quotation marks about it", "“STOP”"],
    ["letters of full width", "ＳＴＯＰ"],
    ["marks that nobody sees", "S\u200bT\u200dO\u00adP\ufeff"],
    ["a zero at its end", "STOP\u0000"],
    ["what a seven-bit decoder makes of padding", "STOP@"],
    ["spaces that are none", "opt\u00a0\u2009out"],
  ])("are known with %s", (_, body) => {
    expect(kindOf(body)).toBe("opt_out");
  });

  test("say by which word, in the set's own spelling", () => {
    expect(classify(" stop. ")).toEqual({ kind: "opt_out", keyword: "STOP" });
    expect(classify("See you, STOPOVER is short")).toEqual({
      kind: "opt_out_suspected",
      keyword: "STOP",
    });
    expect(classify("my text")).toEqual({ kind: "reply", keyword: null });
  });

  test.each([
    ["OK?", "reply"],
    ["Yes??", "reply"],
    ["START?", "reply"],
    ["NO?", "decline"],
    ["Stop?", "opt_out"],
    ["HELP?", "help"],
  ])("asked, a word claims no more than it must: %j is %s", (body, kind) => {
    expect(kindOf(body)).toBe(kind);
  });
});

describe("what resembles opting out waits for a person", () => {
  test.each([
    "stop please",
    "please stop texting me",
    "unsubscribe me",
    "STOP STOP STOP",
    "Please cancel these messages",
    "Don't stop",
    "stopp",
    "STOOOP",
    "S T O P",
    "s.t.o.p.",
    "SOTP",
    "unsubscirbe",
    "remove me from your list",
    "REMOVE",
    "leave me alone",
    "don’t text me any more",
    "do not contact me again or I will write to somebody about all of this and more",
    "Bitte abmelden",
    "arrêtez",
    "Désabonner",
    "BAJA",
    "stop\u0000it",
    "STOP 🛑",
    "СТОП",
    "停止",
  ])("%j", (body) => {
    expect(kindOf(body)).toBe("opt_out_suspected");
  });

  test.each([
    "I am at the bridge and my bus has gone, the next one comes in ten minutes, then it will stop at yours",
    "Unstop it",
    "Shop closes at five",
    "step by step",
    "neither",
  ])("and nothing else does: %j", (body) => {
    expect(kindOf(body)).toBe("reply");
  });
});

describe("the provider's own word", () => {
  test("that it is an opt-out counts, whatever the text says", () => {
    expect(classify("Adieu", { providerKeyword: "opt_out" })).toEqual({
      kind: "opt_out",
      keyword: null,
    });
    expect(kindOf("START", { providerKeyword: "opt_out" })).toBe("opt_out");
  });

  test("never makes less of an exact opt-out, or of a suspected one", () => {
    expect(kindOf("STOP", { providerKeyword: "opt_in" })).toBe("opt_out");
    expect(kindOf("STOP", { providerKeyword: "help" })).toBe("opt_out");
    expect(kindOf("stop it please", { providerKeyword: "opt_in" })).toBe("opt_out_suspected");
  });

  test("that it is an opt-in counts as that alone", () => {
    expect(kindOf("YES", { providerKeyword: "opt_in" })).toBe("opt_in");
    expect(kindOf("NO", { providerKeyword: "opt_in" })).toBe("decline");
  });

  test("that it asks for help counts", () => {
    expect(kindOf("Aiuto", { providerKeyword: "help" })).toBe("help");
  });
});

describe("North American toll-free numbers", () => {
  const to = TOLL_FREE;
  test("are opted in to by START and UNSTOP alone", () => {
    expect(kindOf("START", { to })).toBe("opt_in");
    expect(kindOf("UNSTOP", { to })).toBe("opt_in");
    expect(kindOf("YES", { to, providerKeyword: "opt_in" })).toBe("acknowledgement");
    expect(kindOf("JOIN", { to }, { opt_in: ["JOIN"] })).toBe("reply");
    expect(kindOf("JOIN", {}, { opt_in: ["JOIN"] })).toBe("opt_in");
  });
});

describe("words by country", () => {
  test("AIDE asks for help in Canada, where it is mandatory", () => {
    expect(kindOf("AIDE", { from: MONTREAL })).toBe("help");
    expect(kindOf("AIDE")).toBe("reply");
  });

  test("a handset without a country has the words of all countries", () => {
    expect(kindOf("STOP", { from: "12345" })).toBe("opt_out");
  });
});

describe("configured sets", () => {
  test("take the place of the built-in words, one category at a time", () => {
    const german = { countries: ["DE"], opt_out: ["ABMELDEN"], acknowledgement: ["JA"] };
    expect(kindOf("Abmelden", {}, german)).toBe("opt_out");
    expect(kindOf("ja", {}, german)).toBe("acknowledgement");
    expect(kindOf("yes", {}, german)).toBe("reply");
    expect(kindOf("help", {}, german)).toBe("help");
    expect(kindOf("ja", { from: NEW_YORK }, german)).toBe("reply");
  });

  test("cannot take away STOP, nor the FCC's words where its rules hold", () => {
    const none = { opt_out: ["ENOUGH"] };
    expect(kindOf("STOP", {}, none)).toBe("opt_out");
    expect(kindOf("revoke", { from: NEW_YORK }, none)).toBe("opt_out");
    expect(kindOf("revoke", {}, none)).toBe("opt_out_suspected");
  });

  test("may give a word that is none of those another meaning", () => {
    const appointments = { opt_out: ["STOP"], decline: ["CANCEL"] };
    expect(kindOf("cancel", {}, appointments)).toBe("decline");
    expect(kindOf("cancel", { from: NEW_YORK }, appointments)).toBe("opt_out");
  });

  test("an empty list switches a category off", () => {
    expect(kindOf("INFO", {}, { help: [] })).toBe("reply");
  });

  test("the most specific decides: a sender before an account before a country; equals together", () => {
    const sets = [
      { help: ["ANY"] },
      { countries: ["DE"], help: ["LAND"] },
      { countries: ["DE"], help: ["NATION"] },
      { provider_accounts: ["acme"], help: ["ACCOUNT"] },
      { sender_values: ["+4917604069099"], help: ["SENDER"] },
    ];
    const helps = (among: Partial<KeywordSet>[]) =>
      ["ANY", "LAND", "NATION", "ACCOUNT", "SENDER"].filter(
        (word) => kindOf(word, {}, ...among) === "help",
      );
    expect(helps(sets)).toEqual(["SENDER"]);
    expect(helps(sets.slice(0, 4))).toEqual(["ACCOUNT"]);
    expect(helps(sets.slice(0, 3))).toEqual(["LAND", "NATION"]);
    expect(helps(sets.slice(0, 1))).toEqual(["ANY"]);
  });

  test("a sender that is a name is compared without regard to case", () => {
    const set = { sender_values: ["Acme"], acknowledgement: ["JO"] };
    expect(kindOf("jo", { to: "ACME" }, set)).toBe("acknowledgement");
  });

  test("a word in several categories means the one that claims least", () => {
    expect(kindOf("FINE", {}, { acknowledgement: ["FINE"], decline: ["FINE"] })).toBe("decline");
    expect(kindOf("FINE", {}, { opt_in: ["FINE"], opt_out: ["FINE"] })).toBe("opt_out");
  });
});
