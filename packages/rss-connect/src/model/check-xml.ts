// §15 on finished RSS: well-formed XML, valid RSS structure, required elements, dates.
import { isRfc822Date } from "./date.ts";
import type { ValidationProblem } from "./problem.ts";
import { childrenNamed, readXml, type XmlRead } from "./read-xml.ts";
import { defect, exactly, notWellFormed, repeated, type Check } from "./structure.ts";
import { checkUrl } from "./url.ts";

const isUrl = (value: string): boolean => checkUrl(value, "url").ok;
const isText = (value: string): boolean => value.trim() !== "";

const CHANNEL: readonly Check[] = [
  exactly("title", 1, isText),
  exactly("link", 1, isUrl),
  exactly("description", 1),
  exactly("lastBuildDate", 0, isRfc822Date),
  exactly("pubDate", 0, isRfc822Date),
  exactly("ttl", 0, (value) => /^[1-9]\d*$/.test(value)),
];

const ITEM: readonly Check[] = [
  exactly("title", 0),
  exactly("description", 0),
  exactly("link", 0, isUrl),
  exactly("guid", 1, isText),
  exactly("pubDate", 0, isRfc822Date),
  exactly("author", 0, (value) => value.includes("@")),
  exactly("enclosure", 0),
];

const enclosureProblems: Check = (item, at) =>
  childrenNamed(item, "enclosure").flatMap((enclosure) => {
    const { url, length, type } = enclosure.attributes;
    return [
      ...(url !== undefined && isUrl(url)
        ? []
        : [
            defect(
              "enclosure",
              `${at}/enclosure/@url`,
              `${at}/enclosure has no valid url.`,
              enclosure,
            ),
          ]),
      ...(length !== undefined && /^\d+$/.test(length)
        ? []
        : [
            defect(
              "enclosure",
              `${at}/enclosure/@length`,
              `${at}/enclosure has no valid length.`,
              enclosure,
            ),
          ]),
      ...(type !== undefined && /^[^\s/]+\/[^\s/]+$/.test(type)
        ? []
        : [
            defect(
              "enclosure",
              `${at}/enclosure/@type`,
              `${at}/enclosure has no valid type.`,
              enclosure,
            ),
          ]),
    ];
  });

const itemProblems = (item: XmlRead, at: string): ValidationProblem[] => {
  const text = (name: string): string => childrenNamed(item, name)[0]?.text ?? "";
  const [guid] = childrenNamed(item, "guid");
  const permanent = guid?.attributes["isPermaLink"] ?? "true";
  return [
    ...ITEM.flatMap((check) => check(item, at)),
    ...enclosureProblems(item, at),
    ...(isText(text("title")) || isText(text("description"))
      ? []
      : [defect("structure", at, `${at} has neither a title nor a description.`, item)]),
    ...(guid === undefined || permanent === "false" || (permanent === "true" && isUrl(guid.text))
      ? []
      : [
          defect(
            "value",
            `${at}/guid`,
            `${at}/guid claims to be a permanent link and is none.`,
            guid,
          ),
        ]),
  ];
};

/** Everything wrong with the bytes as RSS 2.0; an empty list says the document may be served. */
export const checkRss = (bytes: Uint8Array): ValidationProblem[] => {
  const read = readXml(bytes);
  if (!read.ok) return notWellFormed(read.errors);
  const { root } = read;
  if (root.name !== "rss" || root.uri !== "" || root.attributes["version"] !== "2.0")
    return [defect("structure", "rss", 'The root element is not <rss version="2.0">.', root)];
  const channels = childrenNamed(root, "channel");
  const [channel] = channels;
  if (channel === undefined || channels.length > 1)
    return [
      defect("structure", "rss/channel", `There are ${channels.length} channels, not one.`, root),
    ];
  const items = childrenNamed(channel, "item");
  return [
    ...CHANNEL.flatMap((check) => check(channel, "channel")),
    ...items.flatMap((item, index) => itemProblems(item, `item[${index}]`)),
    ...repeated(
      items.flatMap((item) => childrenNamed(item, "guid")),
      "channel/item/guid",
    ),
  ];
};
