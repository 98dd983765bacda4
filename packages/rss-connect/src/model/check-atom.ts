// §15 on finished Atom: well-formed XML, and what RFC 4287 and RFC 6721 require of it.
import { parseTimestamp } from "./date.ts";
import type { ValidationProblem } from "./problem.ts";
import { childrenNamed, readXml } from "./read-xml.ts";
import { defect, exactly, notWellFormed, repeated, type Check } from "./structure.ts";
import { checkUrl } from "./url.ts";

const ATOM = "http://www.w3.org/2005/Atom";
const TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";

const isInstant = (value: string): boolean => typeof parseTimestamp(value) === "number";
/** RFC 3987: absolute; what a GUID may be is checked on the model. */
const isIri = (value: string): boolean => /^[a-z][a-z0-9+.-]*:\S+$/i.test(value);

const ONCE: readonly Check[] = [
  exactly("id", 1, isIri, ATOM),
  exactly("title", 1, undefined, ATOM),
  exactly("updated", 1, isInstant, ATOM),
];
const FEED: readonly Check[] = [...ONCE, exactly("subtitle", 0, undefined, ATOM)];
const ENTRY: readonly Check[] = [
  ...ONCE,
  exactly("published", 0, isInstant, ATOM),
  exactly("content", 0, undefined, ATOM),
];

/** §4.2.7: every link has an address, and no two alternates say the same. */
const linkProblems: Check = (parent, at) => {
  const links = childrenNamed(parent, "link", ATOM);
  const alternates = links.filter(({ attributes }) => attributes["rel"] === "alternate");
  return [
    ...links
      .filter(({ attributes: { href } }) => href === undefined || !checkUrl(href, "href").ok)
      .map((one) => defect("link", `${at}/link`, `${at}/link has no valid href.`, one)),
    ...(alternates.length > 1
      ? [defect("structure", `${at}/link`, `${at} has ${alternates.length} alternates.`, parent)]
      : []),
  ];
};

const personProblems: Check = (parent, at) =>
  childrenNamed(parent, "author", ATOM).flatMap((one) =>
    exactly("name", 1, (text) => text.trim() !== "", ATOM)(one, `${at}/author`),
  );

const entryProblems: Check = (entry, at) => [
  ...ENTRY.flatMap((check) => check(entry, at)),
  ...linkProblems(entry, at),
  ...personProblems(entry, at),
];

const tombstoneProblems: Check = (feed, at) =>
  childrenNamed(feed, "deleted-entry", TOMBSTONES).flatMap((one) => {
    const { ref = "", when = "" } = one.attributes;
    return isIri(ref) && isInstant(when)
      ? []
      : [
          defect(
            "tombstone",
            `${at}/deleted-entry`,
            `${at}/deleted-entry names no entry or no time.`,
            one,
          ),
        ];
  });

/** Everything wrong with the bytes as Atom 1.0; an empty list says the document may be served. */
export function checkAtom(bytes: Uint8Array): ValidationProblem[] {
  const read = readXml(bytes);
  if (!read.ok) return notWellFormed(read.errors);
  const { root } = read;
  if (root.name !== "feed" || root.uri !== ATOM)
    return [defect("structure", "feed", "The root element is not Atom's <feed>.", root)];
  const entries = childrenNamed(root, "entry", ATOM);
  const authored = childrenNamed(root, "author", ATOM).length > 0;
  const unauthored = entries.find((entry) => childrenNamed(entry, "author", ATOM).length === 0);
  return [
    ...FEED.flatMap((check) => check(root, "feed")),
    ...linkProblems(root, "feed"),
    ...personProblems(root, "feed"),
    ...(authored || unauthored === undefined
      ? []
      : [defect("author", "feed/author", "Neither the feed nor an entry has an author.", root)]),
    ...tombstoneProblems(root, "feed"),
    ...entries.flatMap((entry, index) => entryProblems(entry, `entry[${index}]`)),
    // §4.1.1: of two entries with one id readers show one.
    ...repeated(
      entries.flatMap((entry) => childrenNamed(entry, "id", ATOM)),
      "feed/entry/id",
    ),
  ];
}
