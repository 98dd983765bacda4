// Which links may stand in a message. Each problem is the end of a sentence that begins with "The link".
import type { LinkSettings } from "../configuration/content.ts";

const MAX_URL_LENGTH = 2_048;

type Rules = Pick<LinkSettings, "allowed_schemes" | "allowed_hosts">;
type Rule = readonly [wrong: (url: string, rules: Rules) => boolean, says: string];

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const schemeOf = (url: string): string => SCHEME.exec(url)?.[1]?.toLowerCase() ?? "";
const isWeb = (url: string): boolean => ["http", "https"].includes(schemeOf(url));

/** Of every link. */
const GENERAL: readonly Rule[] = [
  [(url) => url.length > MAX_URL_LENGTH, `is longer than ${MAX_URL_LENGTH} characters.`],
  [
    (url) => /[\s\\\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}]/u.test(url) || !url.isWellFormed(),
    "holds white space, a backslash, an invisible character or half a surrogate pair. Percent-encode it.",
  ],
  [(url) => schemeOf(url) === "", "has no scheme. Give an absolute URL, such as https://…"],
  [
    (url, { allowed_schemes }) => !(allowed_schemes as readonly string[]).includes(schemeOf(url)),
    "has a scheme that links.allowed_schemes does not name.",
  ],
];

const FOREIGN_HOST = "has a host that links.allowed_hosts does not name.";
const WEB: readonly Rule[] = [
  [
    (url) => !/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url),
    "is not a valid URL: check its host and port.",
  ],
  [
    (url) => /%(?![0-9a-f]{2})/i.test(url),
    "holds a % that starts no percent-encoding. Write it as %25.",
  ],
  [
    (url) => /^[^:]+:\/\/[^/?#]*@/.test(url),
    "carries a user name or password. Leave credentials out of links.",
  ],
  [(url) => !isHost(hostOf(url)), "has no valid host name."],
  [(url, { allowed_hosts }) => !isAllowed(hostOf(url), allowed_hosts), FOREIGN_HOST],
];

const TEL: Rule = [
  (url) => !/^tel:\+?[0-9().-]{2,32}$/i.test(url),
  "is not a tel: URI (RFC 3966), such as tel:+49….",
];
const MAILTO: Rule = [
  (url) => !/^mailto:[^@?]+@[^@?]+(?:\?.*)?$/i.test(url),
  "is not a mailto: URI (RFC 6068).",
];

/** What is wrong with an absolute URL, the first; null: nothing. */
export function urlProblem(url: string, rules: Rules): string | null {
  return broken(GENERAL, url, rules) ?? broken(furtherRules(url), url, rules);
}

/** A host without scheme, which a handset completes as it likes: only its host can be held to a rule. */
export const bareProblem = (url: string, { allowed_hosts }: Rules): string | null =>
  isAllowed(hostOf(`https://${url}`), allowed_hosts) ? null : FOREIGN_HOST;

const broken = (list: readonly Rule[], url: string, rules: Rules): string | null =>
  list.find(([wrong]) => wrong(url, rules))?.[1] ?? null;

function furtherRules(url: string): readonly Rule[] {
  if (isWeb(url)) return WEB;
  return schemeOf(url) === "tel" ? [TEL] : [MAILTO];
}

/** In lower case, IDNA in its ASCII form. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : "");

const isAddress = (host: string): boolean =>
  host.startsWith("[") || /^[0-9]+(?:\.[0-9]+){3}$/.test(host);

/** A name of at least two labels, an address, or localhost. The URL parser lets more through. */
function isHost(host: string): boolean {
  if (isAddress(host) || host === "localhost") return true;
  const labels = host.split(".");
  return labels.length > 1 && host.length <= 253 && labels.every((label) => LABEL.test(label));
}
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** `example.com` names that host alone, `*.example.com` every host below it. */
function isAllowed(host: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  return allowed.some((entry) =>
    entry.startsWith("*.")
      ? host.endsWith(`.${hostOf(`https://${entry.slice(2)}`)}`)
      : host === hostOf(`https://${entry}`),
  );
}
