import { describe, expect, test } from "vitest";
import { linkedUrls, sanitiseHtml } from "../../src/model/sanitise.ts";
import { illegalXmlCharacters } from "../../src/model/text.ts";

const BASE = "https://example.com/news/";

describe("sanitiseHtml", () => {
  test("keeps simple structure as it is", () => {
    const html =
      '<h2>Title</h2><p>a <strong>b</strong> &amp; c<br /></p><ul><li lang="de">x</li></ul>';
    expect(sanitiseHtml(html, BASE)).toEqual({ html, removed: [] });
  });

  test.each([
    ["<script>alert(1)</script>x", "x", ["script"]],
    ["<SCRIPT SRC=//evil.example/x.js></SCRIPT>x", "x", ["script"]],
    ["<p onclick=alert(1)>x</p>", "<p>x</p>", ["p[onclick]"]],
    ["<style>p{}</style>x", "x", ["style"]],
    ['<p style="background:url(//e.example)">x</p>', "<p>x</p>", ["p[style]"]],
    [
      '<form action="/x"><input name="a"><button>b</button></form>',
      "b",
      ["form", "input", "button"],
    ],
    ['<iframe src="https://e.example"></iframe>x', "x", ["iframe"]],
    ["<svg><circle /></svg>x", "x", ["svg", "circle"]],
    ['<a href="javascript:alert(1)">x</a>', "<a>x</a>", ["a[href=javascript:///…]"]],
    ['<a href="java\nscript:alert(1)">x</a>', "<a>x</a>", ["a[href=javascript:///…]"]],
    ['<a href="https://u:p@e.example/">x</a>', "<a>x</a>", ["a[href=https://e.example/]"]],
    ['<img src="data:image/gif;base64,AA">x', "x", ["img[src=data:///…]"]],
    ['<img src="https://t.example/p" width="1" height="1">x', "x", ["img (tracking pixel)"]],
    ['<img src="https://t.example/p" style="display:none">x', "x", ["img (tracking pixel)"]],
    ["<meta http-equiv=refresh content=0>x", "x", ["meta"]],
    ["<object data=x></object><embed src=y>x", "x", ["object", "embed"]],
    ["<!-- c --><p>x</p>", "<p>x</p>", []],
  ])("cleans %j", (dirty, html, removed) => {
    expect(sanitiseHtml(dirty, BASE)).toEqual({ html, removed });
  });

  test("makes relative URLs absolute against the item's address", () => {
    const { html, removed } = sanitiseHtml(
      '<a href="../a?b=1&amp;c=2">x</a><img src="/i.png" alt="i">',
      BASE,
    );
    expect(html).toBe(
      '<a href="https://example.com/a?b=1&amp;c=2">x</a><img src="https://example.com/i.png" alt="i" />',
    );
    expect(removed).toEqual([]);
    expect(linkedUrls(html)).toEqual([
      "https://example.com/a?b=1&c=2",
      "https://example.com/i.png",
    ]);
  });

  test("drops relative URLs where there is nothing to resolve them against", () => {
    expect(sanitiseHtml('<a href="/a">x</a>')).toEqual({
      html: "<a>x</a>",
      removed: ["a[href=/…]"],
    });
  });

  test("keeps mailto links", () => {
    expect(sanitiseHtml('<a href="mailto:a@example.com">x</a>').removed).toEqual([]);
  });

  test("leaves illegal characters in, whether written plainly or as references, to be refused", () => {
    expect(illegalXmlCharacters(sanitiseHtml("<p>a&#8;b</p>").html)).toHaveLength(1);
    expect(illegalXmlCharacters(sanitiseHtml("\u000b<p>a</p>\u000c").html)).toHaveLength(2);
  });

  test("cleaning clean content changes nothing", () => {
    const once = sanitiseHtml('<p>a<b>b<a href="/c">&lt;d]]></a></p><img src=x>', BASE);
    expect(sanitiseHtml(once.html, BASE)).toEqual({ html: once.html, removed: [] });
  });
});
