// The npm package crawler-user-agents: a maintained list of automated clients, with tags.
import crawlers from "crawler-user-agents";
import type { ConsumerClassification } from "./classification.ts";
import { NOT_READERS } from "./products.ts";

interface Entry {
  readonly pattern: string;
  readonly tags?: readonly string[];
}

/** What the list says of a client; `http_library` may be anything, a person's terminal included. */
export type ListedClass = ConsumerClassification | "http_library";

/** Weakest evidence of consumption first; the first tag that an entry has decides. */
const BY_TAG: readonly (readonly [tag: string, ListedClass])[] = [
  ["search-engine", "search_engine"],
  ["ai-crawler", "crawler"],
  ["seo", "crawler"],
  ["archiver", "crawler"],
  ["academic", "crawler"],
  ["scanner", "bot"],
  ["monitoring", "bot"],
  ["advertising", "bot"],
  ["social-preview", "bot"],
  ["browser-automation", "bot"],
  ["feed-reader", "feed_reader"],
  ["http-library", "http_library"],
];

const classOf = ({ pattern, tags = [] }: Entry): ListedClass => {
  if (tags.includes("feed-reader") && NOT_READERS.has(pattern)) return "bot";
  return BY_TAG.find(([tag]) => tags.includes(tag))?.[1] ?? "bot";
};

const LIST = (crawlers as readonly Entry[]).map((entry) => ({
  // Compiled once. The input is capped by the caller, so no pattern can run long.
  pattern: new RegExp(entry.pattern),
  listed: classOf(entry),
}));

/** The classes of all entries that match. Case counts, as in the list's own tests. */
export const listedClasses = (userAgent: string): ReadonlySet<ListedClass> =>
  new Set(LIST.filter(({ pattern }) => pattern.test(userAgent)).map(({ listed }) => listed));
