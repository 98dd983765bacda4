import { readJid } from "@underclaim/xmpp-connect/jid";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { strictJid } from "../src/index.ts";

const read = (text: string): string => {
  const answer = strictJid(text);
  return answer.ok ? answer.address : `refused: ${answer.message}`;
};

describe("a JID in its strict form", () => {
  test("case of ASCII letters alone does not matter", () => {
    for (const text of ["alice@example.com", "Alice@Example.COM", "ALICE@EXAMPLE.com"])
      expect(read(text)).toBe("alice@example.com");
  });

  test.each([
    ["a resource", "alice@example.com/phone"],
    ["a room's occupant", "team@conference.example.com/alice"],
    ["a second at-sign", "alice@evil.com@example.com"],
    ["an empty local part", "@example.com"],
    ["a domain alone", "example.com"],
    ["nothing", ""],
    ["an empty domain", "alice@"],
    ["a trailing dot", "alice@example.com."],
    ["an ideographic dot", "alice@example。com"],
    ["a full-width dot", "alice@example．com"],
    ["a half-width ideographic dot", "alice@example｡com"],
    ["NUL", "alice\u0000@example.com"],
    ["a line feed", "alice@example.com\nbob@example.com"],
    ["a space", "alice @example.com"],
    ["a space before", " alice@example.com"],
    ["a right-to-left override", "\u202ealice@example.com"],
    ["an isolate in the domain", "alice@exa\u2066mple.com"],
    ["a zero-width space", "ali\u200bce@example.com"],
    ["a zero-width joiner", "ali\u200dce@example.com"],
    ["a soft hyphen", "ali\u00adce@example.com"],
    ["a soft hyphen in the domain", "alice@exam\u00adple.com"],
    ["full-width letters", "ａｌｉｃｅ@example.com"],
    ["full-width letters in the domain", "alice@ｅxample.com"],
    ["the Kelvin sign", "\u212aate@example.com"],
    ["the Kelvin sign in the domain", "alice@\u212aelvin.com"],
    ["a long s", "alice@e\u017fample.com"],
    ["punycode", "alice@xn--exmple-cua.com"],
    ["a letter beyond ASCII in upper case", "ÉLISE@example.com"],
    ["a decomposed letter", "e\u0301lise@example.com"],
    ["a percent escape", "alice%40evil.com@example.com/"],
  ])("%s is refused with a reason that does not repeat it", (_what, text) => {
    const answer = read(text);
    expect(answer).toMatch(/^refused: .{20}/);
    if (text.length > 12) expect(answer).not.toContain(text);
  });

  test("look-alikes that are addresses of their own stay different ones", () => {
    const alikes = [
      "аlice@example.com",
      "alice@exаmple.com",
      "strasse@example.com",
      "straße@example.com",
    ];
    const addresses = alikes.map(read);
    expect(addresses).toEqual(alikes);
    expect(new Set([...addresses, "alice@example.com"]).size).toBe(5);
  });

  test("whatever is accepted is what the service puts on the wire, byte for byte", () => {
    const parts = fc.constantFrom(
      ...Array.from("aZ0._-@/.。ａKßſéÉ\u0301а\u200b\u00ad\u202e\u0000 "),
      "example",
      ".com",
      "xn--",
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 12 }),
        fc.array(parts, { maxLength: 12 }),
        (one, other) => {
          const text = `${one.join("")}@${other.join("")}`;
          const strict = strictJid(text);
          if (!strict.ok) return;
          const wire = readJid(strict.address);
          expect(wire).toMatchObject({ ok: true, jid: { bare: strict.address, resource: null } });
          expect(strictJid(strict.address)).toEqual(strict);
          expect(text.toLowerCase()).toBe(strict.address);
          expect(text.normalize("NFKC").length).toBe(text.length);
        },
      ),
      { seed: 7, numRuns: 5_000 },
    );
  });
});
