// What carriers are known to hold against a message (CTIA, Messaging Principles and Best Practices, §5.3): signs of its
// form only. Nothing here judges what a message says, and none of it is a forecast.
import type { FoundLink } from "./find-links.ts";

export type FilteringRisk =
  /** A link through a shortener that anybody can use. */
  | "shared_link_shortener"
  /** A link to an address in place of a name. */
  | "numeric_host"
  /** At least 20 letters of A to Z, of which 80 in 100 are capitals. */
  | "capitals"
  /** Three or more of `!`, `?` or a currency sign in a row. */
  | "repeated_punctuation"
  /** A word of Latin and Cyrillic letters, or with invisible characters between its letters. */
  | "disguised_words";

const SHORTENERS = new Set(
  (
    "bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly cutt.ly rb.gy tiny.cc shorturl.at t.ly lnkd.in v.gd s.id " +
    "rebrand.ly bl.ink adf.ly bc.vc qr.ae shorte.st u.to x.gd da.gd surl.li urlz.fr kutt.it"
  ).split(" "),
);

/** In the ways that browsers take: dotted, one number, hexadecimal, IPv6. */
const NUMERIC = /^(?:(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}$|\[)/;
const HOST = /^(?:[a-z0-9+-]+:\/\/)?(?:[^@/?#]*@)?(?:www\.)?(\[[^\]]*\]|[^:/?#]*)/;
const hostIn = ({ url }: FoundLink): string => HOST.exec(url.toLowerCase())?.[1] ?? "";

const PUNCTUATION = /[!?]{3}|[$€£]{3}/;
const LATIN = String.raw`[A-Za-z\u00c0-\u024f]`;
const CYRILLIC = String.raw`[\u0400-\u052f]`;
const INVISIBLE = String.raw`[\u00ad\u200b-\u200d\u2060]`;
const DISGUISED = new RegExp(
  `${LATIN}${CYRILLIC}|${CYRILLIC}${LATIN}|${LATIN}${INVISIBLE}+${LATIN}`,
);

/** `plain`: every character is in the GSM alphabet, which has no way to disguise a word. */
export function filteringRisks(
  body: string,
  links: readonly FoundLink[],
  plain: boolean,
): FilteringRisk[] {
  const hosts = links.map(hostIn);
  const risks: FilteringRisk[] = [];
  if (hosts.some((host) => SHORTENERS.has(host))) risks.push("shared_link_shortener");
  if (hosts.some((host) => NUMERIC.test(host))) risks.push("numeric_host");
  if (isShouted(body)) risks.push("capitals");
  if (PUNCTUATION.test(body)) risks.push("repeated_punctuation");
  if (!plain && DISGUISED.test(body)) risks.push("disguised_words");
  return risks;
}

function isShouted(body: string): boolean {
  let [letters, capitals] = [0, 0];
  for (let index = 0; index < body.length; index += 1) {
    const unit = body.charCodeAt(index);
    const small = unit | 0x20;
    if (small < 0x61 || small > 0x7a) continue;
    letters += 1;
    if (unit !== small) capitals += 1;
  }
  return letters >= 20 && capitals >= 0.8 * letters;
}
