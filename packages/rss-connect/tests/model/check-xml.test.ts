import { describe, expect, test } from "vitest";
import { checkRss } from "../../src/model/check-xml.ts";
import { rendered, sampleFeed } from "./samples.ts";

const bytes = (xml: string): Uint8Array => new TextEncoder().encode(xml);
const good = rendered(sampleFeed());
const rules = (xml: string): string[] =>
  checkRss(bytes(xml)).map((one) => `${one.rule} ${one.field}`);

test("what is rendered passes", () => expect(rules(good)).toEqual([]));

describe("not well formed", () => {
  test.each([
    ["a bare ampersand", good.replace("Notices", "A & B")],
    ["NUL", good.replace("Notices", "A\u0000")],
    ["BACKSPACE as a reference", good.replace("Notices", "A&#8;")],
    ["U+FFFE", good.replace("Notices", "A\ufffe")],
    ["an unbound prefix", good.replace("<item>", "<item><dc:creator>x</dc:creator>")],
    ["an unclosed element", good.replace("</item>", "")],
    ["an undefined entity", good.replace("Notices", "&nbsp;")],
    ["a document type", good.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss')],
    ["another declared encoding", good.replace("utf-8", "iso-8859-1")],
    ["text after the end", `${good}x`],
    ["nothing", ""],
  ])("%s is found", (_, xml) => expect(rules(xml)[0]).toBe("well_formed feed"));

  test("bytes that are not UTF-8 are found", () => {
    expect(checkRss(new Uint8Array([0x3c, 0xff, 0x3e]))).toMatchObject([
      { rule: "well_formed", message: expect.stringContaining("UTF-8") },
    ]);
  });
});

describe("not RSS", () => {
  const item = /<item>[^]*<\/item>/;
  const guid = /<guid.*<\/guid>/;
  test.each([
    ["another root", "<feed/>", "structure rss"],
    ["another version", good.replace('version="2.0"', 'version="0.91"'), "structure rss"],
    ["no channel", '<rss version="2.0"/>', "structure rss/channel"],
    ["two channels", '<rss version="2.0"><channel/><channel/></rss>', "structure rss/channel"],
    ["no channel title", good.replace("<title>Notices</title>", ""), "structure channel/title"],
    ["an empty channel title", good.replace(">Notices<", "><"), "value channel/title"],
    ["no channel link", good.replace(/<link>.*<\/link>/, ""), "structure channel/link"],
    [
      "an undefined link",
      good.replace(/<link>.*<\/link>/, "<link>undefined</link>"),
      "value channel/link",
    ],
    [
      "no channel description",
      good.replace(/<description>Notices.*<\/description>/, ""),
      "structure channel/description",
    ],
    [
      "an invalid build date",
      good.replace(/<lastBuildDate>.*?</, "<lastBuildDate>Invalid Date<"),
      "value channel/lastBuildDate",
    ],
    [
      "an invalid item date",
      good.replace(/<pubDate>.*?</, "<pubDate>Invalid Date<"),
      "value item[0]/pubDate",
    ],
    [
      "a relative item link",
      good.replace("https://portal.example.com/access/abc", "/abc"),
      "value item[0]/link",
    ],
    ["no guid", good.replace(guid, ""), "structure item[0]/guid"],
    ["two guids", good.replace(guid, (one) => one + one), "structure item[0]/guid"],
    ["a guid that is no link", good.replace(' isPermaLink="false"', ""), "value item[0]/guid"],
    [
      "a name as author",
      good.replace("<item>", "<item><author>Jane</author>"),
      "value item[0]/author",
    ],
    [
      "no title and description",
      good.replace(item, '<item><guid isPermaLink="false">x</guid></item>'),
      "structure item[0]",
    ],
    [
      "an enclosure without length",
      good.replace("<item>", '<item><enclosure url="https://a.example/" type="a/b"/>'),
      "enclosure item[0]/enclosure/@length",
    ],
    [
      "an enclosure without type",
      good.replace("<item>", '<item><enclosure url="https://a.example/" length="1"/>'),
      "enclosure item[0]/enclosure/@type",
    ],
    [
      "an enclosure without url",
      good.replace("<item>", '<item><enclosure length="1" type="a/b"/>'),
      "enclosure item[0]/enclosure/@url",
    ],
    [
      "one guid for two items",
      good.replace(item, (one) => one + one),
      "guid_duplicate channel/item/guid",
    ],
  ])("%s is found", (_, xml, found) => expect(rules(xml)).toContain(found));
});
