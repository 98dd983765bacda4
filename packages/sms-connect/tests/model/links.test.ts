import type { ActionLink } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { checkLinks, namesLink, replaceLinks } from "../../src/model/links.ts";

type Rules = Parameters<typeof checkLinks>[2];
const https: Rules = { allowed_schemes: ["https"], allowed_hosts: [] };
const all: Rules = { allowed_schemes: ["https", "http", "tel", "mailto"], allowed_hosts: [] };
const link = (url: string): ActionLink => ({ link_id: "l1", purpose: "open_action_surface", url });

describe("links of an action that may be sent", () => {
  test.each([
    "https://portal.example.com/access/abc?t=1#x",
    "https://portal.example.com:8443",
    "HTTPS://EXAMPLE.COM/",
    "https://bücher.example/ü?q=ü",
    "https://a.example/a@b",
    "https://a.example/?mail=ada@example.com",
    "https://a.example/100%25",
    "https://127.0.0.1:7103/x",
    "https://[::1]/x",
    "https://localhost/x",
    "http://a.example",
    "tel:+491701234567",
    "mailto:ada@example.com?subject=Hi",
  ])("%s", (url) => {
    expect(checkLinks("no links", [link(url)], all)).toEqual({ ok: true, links: [link(url)] });
  });
});

describe("links that may not be sent", () => {
  test.each([
    ["", "no scheme"],
    ["/relative", "no scheme"],
    ["//a.example/x", "no scheme"],
    ["a.example/x", "no scheme"],
    ["javascript:alert(1)", "allowed_schemes"],
    ["data:text/html,x", "allowed_schemes"],
    ["ftp://a.example", "allowed_schemes"],
    ["http://a.example/x", "allowed_schemes"],
    ["tel:+49170", "allowed_schemes"],
    ["java\nscript:alert(1)", "white space"],
    [" https://a.example", "white space"],
    ["https://a.example/a b", "white space"],
    ["https://a.example/\u0000", "invisible character"],
    ["https://a.example/\u200b", "invisible character"],
    ["https://a.example/\u202egnp", "invisible character"],
    ["https://a.example/\ufffe", "invisible character"],
    ["https://a.example/\ud800", "half a surrogate pair"],
    ["https:\\\\a.example", "backslash"],
    ["https:a.example", "not a valid URL"],
    ["https:/a.example", "not a valid URL"],
    ["https:///a.example", "not a valid URL"],
    ["https://", "not a valid URL"],
    ["https://a.example:99999/", "not a valid URL"],
    ["https://a.example/%zz", "percent-encoding"],
    ["https://user:hunter2@a.example/", "user name or password"],
    ["https://user@a.example/", "user name or password"],
    ["https://@a.example/", "user name or password"],
    ["https://a.example@evil.example/", "user name or password"],
    ["https://example", "no valid host"],
    ["https://a..example/", "no valid host"],
    ["https://-a.example/", "no valid host"],
    ["https://a-.example/", "no valid host"],
    [`https://a.example/${"a".repeat(2_048)}`, "longer than 2048"],
  ])("%j: %s", (url, says) => {
    const checked = checkLinks("no links", [link("https://a.example"), link(url)], https);
    expect(checked).toMatchObject({
      ok: false,
      path: "content.action_links[1].url",
      message: expect.stringContaining(says),
    });
    expect(JSON.stringify(checked)).not.toMatch(/hunter2|example\/|evil/);
  });

  test.each(["tel:", "tel:ada", "tel:+49 170", "mailto:ada", "mailto:@", "mailto:a@b@c"])(
    "%j, though its scheme is allowed",
    (url) => expect(checkLinks("", [link(url)], all).ok).toBe(false),
  );
});

describe("hosts", () => {
  const rules: Rules = {
    allowed_schemes: ["https"],
    allowed_hosts: ["portal.example.com", "*.a.example", "BÜCHER.example"],
  };
  test.each([
    ["https://portal.example.com/x", true],
    ["https://PORTAL.example.com:8443/x", true],
    ["https://b.a.example/x", true],
    ["https://c.b.a.example/x", true],
    ["https://xn--bcher-kva.example/", true],
    ["https://bücher.example/", true],
    ["https://a.example/x", false],
    ["https://example.com/x", false],
    ["https://x.portal.example.com/", false],
    ["https://portal.example.com.evil.example/", false],
    ["https://evila.example/", false],
    ["https://evil.example/portal.example.com", false],
    ["https://evil.example#portal.example.com", false],
  ])("%s: %s", (url, ok) => {
    expect(checkLinks("", [link(url)], rules).ok).toBe(ok);
    expect(checkLinks(`See ${url}.`, [], rules).ok).toBe(ok);
  });

  test("a host without scheme in the text is held to them, too", () => {
    expect(checkLinks("See portal.example.com/x", [], rules).ok).toBe(true);
    expect(checkLinks("See www.evil.example/x", [], rules)).toEqual({
      ok: false,
      message: "The link at character 4 has a host that links.allowed_hosts does not name.",
      path: "content.body_text",
    });
    expect(checkLinks("See www.evil.example/x", [], https).ok).toBe(true);
  });
});

describe("links in the text", () => {
  test.each([
    ["Open https://a.example/x.", true],
    ["Open http://a.example/x.", false],
    ["Open https:// a.example/x.", false],
    ["Open https:/a.example/x.", false],
    ["Open ftp://a.example/x.", false],
    ["Open https://user:pw@a.example/x.", false],
    ["Open https://portal/x.", false],
    ["Open https://a.example/\u200bx", false],
    ["Call tel:+491701234567 or write to mailto:ada@example.com", true],
    ["Tel:030-1234", true],
  ])("%j: %s", (body, ok) => expect(checkLinks(body, [], https).ok).toBe(ok));

  test("the field of a text that is not the request's own can be named", () => {
    expect(checkLinks("http://a.example", [], https, "template_ref")).toMatchObject({
      path: "template_ref",
    });
  });
});

describe("links are replaced", () => {
  const short = new Map([
    ["https://a.example/x", "https://s.example/1"],
    ["https://a.example", "https://s.example/2"],
  ]);
  test.each([
    ["Open https://a.example/x.", "Open https://s.example/1."],
    ["https://a.example/x https://a.example/x", "https://s.example/1 https://s.example/1"],
    ["(https://a.example)", "(https://s.example/2)"],
    ["https://a.example/xy", "https://a.example/xy"],
    ["https://a.example/x/", "https://a.example/x/"],
    ["https://a.example/x?y", "https://a.example/x?y"],
    ["https://b.example/?u=https://a.example/x", "https://b.example/?u=https://a.example/x"],
    ["a.example/x", "a.example/x"],
    ["no links", "no links"],
  ])("%s", (body, expected) => {
    expect(replaceLinks(body, short)).toBe(expected);
    expect(replaceLinks(body, (url) => short.get(url))).toBe(expected);
  });

  test("with nothing to replace them by, or by themselves, the text is the same", () => {
    const body = "a https://a.example/x, b https://b.example (c) www.c.example";
    expect(replaceLinks(body, () => null)).toBe(body);
    expect(replaceLinks(body, (url) => url)).toBe(body);
  });
});

test("a link is named by a text only where it stands whole", () => {
  expect(namesLink("Open https://a.example/x.", "https://a.example/x")).toBe(true);
  expect(namesLink("Open https://a.example/xy.", "https://a.example/x")).toBe(false);
});
