import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { jidOf, readJid } from "../../src/model/jid.ts";

const prepared = (text: string) => {
  const answer = readJid(text);
  return answer.ok ? answer.jid.full : answer.problem;
};

describe("addresses of RFC 7622 §3.5", () => {
  test.each([
    ["juliet@example.com", "juliet@example.com"],
    ["juliet@example.com/foo", "juliet@example.com/foo"],
    ["juliet@example.com/foo bar", "juliet@example.com/foo bar"],
    ["juliet@example.com/foo@bar", "juliet@example.com/foo@bar"],
    ["foo\\20bar@example.com", "foo\\20bar@example.com"],
    ["fussball@example.com", "fussball@example.com"],
    ["fu\u00dfball@example.com", "fu\u00dfball@example.com"],
    ["\u03c0@example.com", "\u03c0@example.com"],
    ["\u03a3@example.com/foo", "\u03c3@example.com/foo"],
    ["king@example.com/\u265a", "king@example.com/\u265a"],
    ["example.com", "example.com"],
    ["example.com/foobar", "example.com/foobar"],
    ["a.example.com/b@example.net", "a.example.com/b@example.net"],
  ])("%s is valid", (text, expected) => {
    expect(prepared(text)).toBe(expected);
  });

  test.each([
    ['"juliet"@example.com', "quotation marks"],
    ["foo bar@example.com", "a space"],
    ["@example.com", "an empty local part"],
    ["juliet@", "an empty domain"],
    ["juliet@example.com/", "an empty resource"],
    ["henry\u2163@example.com", "a Roman numeral"],
    ["\u265a@example.com", "a symbol"],
    ["a@b@c", "two at-signs"],
    ["juliet@exa mple.com", "a space in the domain"],
    ["juliet@-example.com", "a label that begins with a hyphen"],
    ["juliet@example..com", "an empty label"],
    ["\u0000@example.com", "U+0000"],
    ["juliet@example.com/\u0007", "a control character in the resource"],
    [`${"a".repeat(1_024)}@example.com`, "a local part of 1,024 octets"],
    [`juliet@example.com/${"\u00e9".repeat(512)}`, "a resource of 1,024 octets"],
    ["jul\u200diet@example.com", "a joiner"],
    ["<juliet>@example.com", "angle brackets"],
  ])("%s is none: %s", (text) => {
    expect(prepared(text)).toBe("invalid");
  });
});

test("case and width of local part and domain do not matter, of the resource they do", () => {
  expect(prepared("Juliet@EXAMPLE.com")).toBe("juliet@example.com");
  expect(prepared("\uff2auliet@example.com")).toBe("juliet@example.com");
  expect(prepared("juliet@example.com/Balcony")).toBe("juliet@example.com/Balcony");
  expect(prepared("juliet@example.com.")).toBe("juliet@example.com");
  expect(prepared("juliet@xn--bcher-kva.example")).toBe("juliet@b\u00fccher.example");
});

test("look-alikes are others", () => {
  expect(prepared("jul\u0456et@example.com")).not.toBe(prepared("juliet@example.com"));
  expect(prepared("\u212aate@example.com")).toBe("invalid");
});

test("numbers of networks are domains, and only as they are written", () => {
  expect(prepared("a@192.0.2.1")).toBe("a@192.0.2.1");
  expect(prepared("a@[2001:DB8::1]")).toBe("a@[2001:db8::1]");
  expect(prepared("a@[2001:db8]")).toBe("invalid");
  expect(prepared("a@3221225985")).toBe("invalid");
});

test("an empty address is missing, and no message repeats an address", () => {
  expect(readJid("  ")).toMatchObject({ ok: false, problem: "missing" });
  const answer = readJid("secret name@example.com");
  expect(JSON.stringify(answer)).not.toContain("secret");
  expect(jidOf(null)).toBeNull();
});

test("preparing a prepared address changes nothing, and nothing throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const first = readJid(text);
      if (!first.ok) return true;
      const again = readJid(first.jid.full);
      return again.ok && again.jid.full === first.jid.full && again.jid.bare === first.jid.bare;
    }),
    { seed: 7622, numRuns: 3_000 },
  );
});
