import { describe, expect, test } from "vitest";
import { buildEntry, type EntryInput } from "../../src/model/entry.ts";
import { DEFAULT_LIMITS } from "../../src/model/limits.ts";

const SITE = "https://example.com/";

/** RssAdapterSpecification §17.1. */
const example: EntryInput = {
  item_id: "item_1",
  guid: "g1",
  content: {
    subject: "New document available",
    body_text: "A new document is available in the portal.",
    action_links: [
      { link_id: "portal_link", url: "https://portal.example.com/access/abc", tokenized: false },
    ],
  },
  published_at: "2026-01-01T12:00:00Z",
};

const withContent = (
  content: EntryInput["content"],
  over: Partial<EntryInput> = {},
): EntryInput => ({
  ...example,
  content,
  ...over,
});

describe("buildEntry", () => {
  test("the specification's example becomes title, description and link", () => {
    expect(buildEntry(example, SITE)).toEqual({
      entry: {
        entry_id: "item_1",
        stable_id: "g1",
        title: "New document available",
        summary: "<p>A new document is available in the portal.</p>",
        content_ref: null,
        canonical_url: "https://portal.example.com/access/abc",
        language: null,
        published_at: "2026-01-01T12:00:00Z",
        updated_at: null,
        authors: [],
        categories: [],
        enclosures: [],
      },
      problems: [],
      losses: [],
    });
  });

  test("plain text becomes paragraphs and its markup stays text", () => {
    const { entry } = buildEntry(
      withContent({ body_text: "1 < 2 & <b>\r\nnext\n\n\n  third ]]>  \r\n" }),
      SITE,
    );
    expect(entry.summary).toBe("<p>1 &lt; 2 &amp; &lt;b&gt;<br />next</p>\n<p>third ]]&gt;</p>");
  });

  test("HTML is preferred, sanitised, resolved, and what went missing is said", () => {
    const { entry, losses } = buildEntry(
      withContent({
        body_text: "plain",
        body_html: '<p onclick="x">a <a href="/b">b</a></p><script>1</script>',
      }),
      SITE,
    );
    expect(entry.summary).toBe('<p>a <a href="https://example.com/b">b</a></p>');
    expect(losses.map((loss) => loss.message)).toEqual([
      "p[onclick] was taken out of content.body_html.",
      "script was taken out of content.body_html.",
    ]);
  });

  test("links beside the item's own are kept in the description", () => {
    const { entry } = buildEntry(
      withContent(
        {
          subject: "s",
          action_links: [
            { link_id: "a", url: "https://a.example/?x=1&y=2" },
            { link_id: "b", url: "https://b.example/" },
            { link_id: "c", url: "https://b.example" },
          ],
        },
        { canonical_url: "https://example.com/item" },
      ),
      SITE,
    );
    expect(entry.canonical_url).toBe("https://example.com/item");
    expect(entry.summary).toBe(
      '<p><a href="https://a.example/?x=1&amp;y=2">https://a.example/?x=1&amp;y=2</a></p>\n' +
        '<p><a href="https://b.example/">https://b.example/</a></p>',
    );
  });

  test("without any link the item has none", () => {
    expect(buildEntry(withContent({ subject: "s" }), SITE).entry.canonical_url).toBeNull();
  });

  test.each([
    ["canonical_url", withContent({ subject: "s" }, { canonical_url: "javascript:alert(1)" })],
    ["content.action_links[0].url", withContent({ action_links: [{ link_id: "a", url: "/x" }] })],
    [
      "enclosures[0].url",
      withContent({ subject: "s" }, { enclosures: [{ url: "ftp://x.example/" }] }),
    ],
  ])("an unusable %s is refused by the sender's name for it", (field, input) => {
    expect(buildEntry(input, SITE).problems).toMatchObject([
      { rule: "url_scheme", subclass: "fail.invalid_url", field },
    ]);
  });

  test.each(["subject", "body_text", "body_html"])(
    "an illegal character in %s is refused with its place in what was sent",
    (name) => {
      const { problems } = buildEntry(withContent({ [name]: "  a\u0000b" }), SITE);
      expect(problems).toMatchObject([
        { rule: "xml_character", field: `content.${name}`, value: "U+0000 NULL" },
      ]);
      expect(problems[0]?.message).toContain("position 3");
    },
  );

  test("a body over the limit is refused before it is parsed", () => {
    const body_html = "<p>".repeat(DEFAULT_LIMITS.maxBody);
    expect(buildEntry(withContent({ subject: "s", body_html }), SITE).problems).toMatchObject([
      { rule: "body_length", subclass: "fail.item_render_failed", field: "content.body_html" },
    ]);
  });

  test.each(["<p><b><i>".repeat(2000), "<div>".repeat(2001)])(
    "elements without end are refused before they are parsed",
    (body_html) => {
      expect(buildEntry(withContent({ subject: "s", body_html }), SITE).problems).toMatchObject([
        { rule: "body_nesting", subclass: "fail.item_render_failed", field: "content.body_html" },
      ]);
    },
  );

  test("many elements side by side are no nesting", () => {
    const body_html = "<p>a<br>b</p>".repeat(5000);
    expect(buildEntry(withContent({ subject: "s", body_html }), SITE).problems).toEqual([]);
  });

  test("what the channel cannot carry is reported", () => {
    const { losses } = buildEntry(
      withContent({
        subject: "two\nlines",
        content_ref: "doc_1",
        attachments: [{ ref_type: "file", ref_id: "1" }],
        inline_data: { a: 1 },
      }),
      SITE,
    );
    expect(losses.map((loss) => loss.kind)).toEqual([
      "content_ref_not_published",
      "attachments_not_published",
      "inline_data_not_published",
      "title_white_space",
    ]);
  });
});
