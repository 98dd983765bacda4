// Which URLs may stand in a feed. RFC 3986; parsed as the WHATWG URL standard does.
import { redact } from "./problem.ts";

export const MAX_URL_LENGTH = 2048;

interface UrlProblem {
  readonly rule: string;
  readonly field: string;
  /** Redacted: at most scheme and host. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
}

export type UrlCheck = { ok: true; url: string } | { ok: false; problem: UrlProblem };

/** Scheme and host only: paths and queries of links may be secrets. */
export const redactUrl = (value: string): string => {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (parsed === undefined) {
    const [start = ""] = value.split(/[/?#]/, 1);
    return `${redact(start.slice(start.lastIndexOf("@") + 1))}/…`;
  }
  const rest = parsed.pathname + parsed.search + parsed.hash;
  return `${parsed.protocol}//${parsed.host}${rest.length > 1 ? "/…" : rest}`;
};

/** Percent-encodes what the URL parser lets through but RFC 3986 does not allow after the host. */
const strict = (url: URL): string => {
  const rest = url.href
    .slice(url.origin.length)
    .replaceAll(
      /[\\^`{|}[\]"<> ]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return url.origin + rest;
};

type Rule = readonly [
  rule: string,
  wrong: (value: string) => boolean,
  says: string,
  remedy: string,
];

const LENGTH: Rule = [
  "url_length",
  (v) => v.length > MAX_URL_LENGTH,
  `is longer than ${MAX_URL_LENGTH} characters`,
  "Give a shorter URL.",
];

const RULES: readonly Rule[] = [
  ["url_present", (v) => v === "", "is empty", "Give an absolute http or https URL."],
  LENGTH,
  [
    "url_characters",
    (v) => /[\u0000-\u0020\u007f-\u009f\\\ufffe\uffff]/.test(v) || !v.isWellFormed(),
    "holds white space, a backslash, a control character or half a surrogate pair",
    "Percent-encode such characters.",
  ],
  [
    "url_scheme",
    (v) => !/^https?:\/\//i.test(v),
    "is not an absolute http or https URL",
    "Start the URL with https:// or http://.",
  ],
  [
    "url_percent_encoding",
    (v) => /%(?![0-9a-f]{2})/i.test(v),
    "holds a % that starts no percent-encoding",
    "Write a literal % as %25.",
  ],
  ["url_syntax", (v) => !URL.canParse(v), "cannot be parsed", "Check host and port of the URL."],
  [
    "url_credentials",
    (v) =>
      new URL(v).username !== "" || new URL(v).password !== "" || /^https?:\/\/[^/?#]*@/i.test(v),
    "carries a user name or password",
    "Leave credentials out of URLs.",
  ],
];

/**
 * An absolute http(s) URL in its normal form (lower-case host, punycode, percent-encoded), or the
 * first rule it breaks. `url` is stable: checking it again gives the same.
 */
export const checkUrl = (value: string, field: string): UrlCheck => {
  const broken = RULES.find(([, wrong]) => wrong(value));
  if (broken === undefined) {
    const url = strict(new URL(value));
    if (url.length <= MAX_URL_LENGTH) return { ok: true, url };
  }
  const [rule, , says, remedy] = broken ?? LENGTH;
  const shown = redactUrl(value);
  const message = `${field} ${says}: "${shown}".`;
  return { ok: false, problem: { rule, field, value: shown, message, remedy } };
};

const SECRET_PARAMETER =
  /^(?:.*[-_])?(?:token|jwt|sig|signature|api[-_]?key|secret|password|passwd|session(?:[-_]?id)?|sid|otp)$/i;

/** Query parameters whose names say that their value gives access. */
export const secretParameters = (url: string): string[] =>
  URL.canParse(url)
    ? [...new URL(url).searchParams.keys()].filter((name) => SECRET_PARAMETER.test(name))
    : [];

/** The normal form; only meaningful for URLs that validation has passed. */
export const normalUrl = (value: string): string => {
  const checked = checkUrl(value, "url");
  return checked.ok ? checked.url : value;
};
