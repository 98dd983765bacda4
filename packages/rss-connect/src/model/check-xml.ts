// §15 on the finished bytes: well-formed XML, valid RSS structure, required elements, dates.
import { isRfc822Date } from "./date.ts";
import type { ValidationProblem } from "./problem.ts";
import { childrenNamed, readXml, type RssElement } from "./read-rss.ts";
import { checkUrl } from "./url.ts";

const problem = (
  rule: string,
  field: string,
  message: string,
  subclass: ValidationProblem["subclass"] = "fail.feed_invalid",
): ValidationProblem => ({
  rule,
  subclass,
  field,
  message,
  remedy: "The rendered feed is defective and was not published; correct the named part.",
});

type Check = (parent: RssElement, at: string) => ValidationProblem[];

/** How often an element may stand in its parent, and what its text must be. */
const exactly =
  (name: string, least: number, valid: (text: string) => boolean = () => true): Check =>
  (parent, at) => {
    const found = childrenNamed(parent, name);
    const field = `${at}/${name}`;
    if (found.length < least) return [problem("structure", field, `${field} is missing.`)];
    if (found.length > 1)
      return [problem("structure", field, `${field} stands ${found.length} times.`)];
    return found
      .filter((one) => !valid(one.text))
      .map(() => problem("value", field, `${field} is not valid.`));
  };

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
  childrenNamed(item, "enclosure").flatMap(({ attributes: { url, length, type } }) => [
    ...(url !== undefined && isUrl(url)
      ? []
      : [problem("enclosure", `${at}/enclosure/@url`, `${at}/enclosure has no valid url.`)]),
    ...(length !== undefined && /^\d+$/.test(length)
      ? []
      : [problem("enclosure", `${at}/enclosure/@length`, `${at}/enclosure has no valid length.`)]),
    ...(type !== undefined && /^[^\s/]+\/[^\s/]+$/.test(type)
      ? []
      : [problem("enclosure", `${at}/enclosure/@type`, `${at}/enclosure has no valid type.`)]),
  ]);

const itemProblems = (item: RssElement, at: string): ValidationProblem[] => {
  const text = (name: string): string => childrenNamed(item, name)[0]?.text ?? "";
  const [guid] = childrenNamed(item, "guid");
  const permanent = guid?.attributes["isPermaLink"] ?? "true";
  return [
    ...ITEM.flatMap((check) => check(item, at)),
    ...enclosureProblems(item, at),
    ...(isText(text("title")) || isText(text("description"))
      ? []
      : [problem("structure", at, `${at} has neither a title nor a description.`)]),
    ...(guid === undefined || permanent === "false" || (permanent === "true" && isUrl(guid.text))
      ? []
      : [problem("value", `${at}/guid`, `${at}/guid claims to be a permanent link and is none.`)]),
  ];
};

const duplicateGuids = (items: readonly RssElement[]): ValidationProblem[] => {
  const guids = items.flatMap((item) => childrenNamed(item, "guid").map((guid) => guid.text));
  return new Set(guids).size === guids.length
    ? []
    : [
        problem(
          "guid_duplicate",
          "channel/item/guid",
          "Two items have the same guid.",
          "fail.invalid_guid_or_id",
        ),
      ];
};

/** Everything wrong with the bytes as RSS 2.0; an empty list says the document may be served. */
export const checkRss = (bytes: Uint8Array): ValidationProblem[] => {
  const read = readXml(bytes);
  if (!read.ok)
    return read.errors.map((error) =>
      problem("well_formed", "feed", `The feed is not well-formed XML: ${error}.`),
    );
  const { root } = read;
  if (root.name !== "rss" || root.uri !== "" || root.attributes["version"] !== "2.0")
    return [problem("structure", "rss", 'The root element is not <rss version="2.0">.')];
  const channels = childrenNamed(root, "channel");
  const [channel] = channels;
  if (channel === undefined || channels.length > 1)
    return [problem("structure", "rss/channel", `There are ${channels.length} channels, not one.`)];
  const items = childrenNamed(channel, "item");
  return [
    ...CHANNEL.flatMap((check) => check(channel, "channel")),
    ...items.flatMap((item, index) => itemProblems(item, `item[${index}]`)),
    ...duplicateGuids(items),
  ];
};
