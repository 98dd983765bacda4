import { describe, expect, test } from "vitest";
import { checkUrl, MAX_URL_LENGTH, redactUrl, secretParameters } from "../../src/model/url.ts";

describe("checkUrl", () => {
  test.each([
    ["https://example.com/feed.xml", "https://example.com/feed.xml"],
    ["HTTPS://EX.org", "https://ex.org/"],
    ["http://127.0.0.1:7103/feed.xml", "http://127.0.0.1:7103/feed.xml"],
    ["http://[::1]:7103/x", "http://[::1]:7103/x"],
    ["https://bücher.example/ü?q=ü", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC"],
    ["https://example.com/?a=1&b=<2>", "https://example.com/?a=1&b=%3C2%3E"],
    ["https://example.com/a|b?c={d}^[e]", "https://example.com/a%7Cb?c=%7Bd%7D%5E%5Be%5D"],
    ["https://example.com/?a=1&amp;b=2#x", "https://example.com/?a=1&amp;b=2#x"],
    ["https://example.com/a@b", "https://example.com/a@b"],
    ["https://example.com/?", "https://example.com/?"],
    ["https://example.com/#", "https://example.com/#"],
  ])("accepts %s", (value, url) => {
    expect(checkUrl(value, "link")).toEqual({ ok: true, url });
    expect(checkUrl(url, "link")).toEqual({ ok: true, url });
  });

  test.each([
    ["", "url_present"],
    ["/relative", "url_scheme"],
    ["//example.com/", "url_scheme"],
    ["example.com", "url_scheme"],
    ["https:example.com", "url_scheme"],
    ["https:/example.com", "url_scheme"],
    ["javascript:alert(1)", "url_scheme"],
    ["JaVaScRiPt://example.com/%0aalert(1)", "url_scheme"],
    ["data:text/html,x", "url_scheme"],
    ["ftp://example.com/", "url_scheme"],
    ["file:///etc/passwd", "url_scheme"],
    ["java\nscript:alert(1)", "url_characters"],
    [" https://example.com/", "url_characters"],
    ["https://example.com/a b", "url_characters"],
    ["https://example.com/\u0000", "url_characters"],
    ["https://example.com/\ud800", "url_characters"],
    ["https:\\\\example.com\\", "url_characters"],
    ["https://user:pass@example.com/", "url_credentials"],
    ["https://user@example.com/", "url_credentials"],
    ["https://@example.com/", "url_credentials"],
    ["https://example.com/100%", "url_percent_encoding"],
    ["https://", "url_syntax"],
    ["https://example.com:99999/", "url_syntax"],
    ["https://exa mple.com/", "url_characters"],
    [`https://example.com/${"a".repeat(MAX_URL_LENGTH)}`, "url_length"],
    [`https://example.com/${"ü".repeat(1000)}`, "url_length"],
  ])("refuses %j by %s", (value, rule) => {
    expect(checkUrl(value, "link")).toMatchObject({ ok: false, problem: { rule, field: "link" } });
  });

  test("a refusal shows neither credentials nor path", () => {
    const checked = checkUrl("https://user:hunter2@example.com/s3cret?token=t0p", "link");
    expect(JSON.stringify(checked)).not.toMatch(/hunter2|s3cret|t0p/);
    expect(JSON.stringify(checkUrl("https://user:hunter2@example.com:99999/s", "x"))).not.toContain(
      "hunter2",
    );
  });
});

test("redactUrl keeps scheme and host", () => {
  expect(redactUrl("https://example.com/access/abc?x=1")).toBe("https://example.com/…");
  expect(redactUrl("https://example.com")).toBe("https://example.com/");
});

test("secret parameters are found by name", () => {
  const url = "https://example.com/a?page=2&access_token=x&X-Amz-Signature=y&monkey=z#frag";
  expect(secretParameters(url)).toEqual(["access_token", "X-Amz-Signature"]);
  expect(secretParameters("https://example.com/?design=1&author=x&key=1")).toEqual([]);
});
