// Links in a text, as handsets make them out.

export interface FoundLink {
  /** As it stands in the text. */
  readonly url: string;
  /** Offset in UTF-16 code units. */
  readonly index: number;
  /** `bare`: a host without scheme (`www.example.com`, `example.com/x`), which handsets take for a link, too. */
  readonly kind: "url" | "bare";
}

const MAX_SCHEME = 32;
const SCHEME_CHARACTER = /[a-z0-9+-]/i;
/** Nothing of these is part of a link in a text; and a second link, behind a separator, is not part of the first. */
const LINK_END =
  /[\u0000-\u001f\u007f-\u009f<>"“”„‘’«»、。，！？；：（）【】「」『』]|[,;|()[\]{}]https?:\/\//gi;
const TRAILING = new Set(".,;:!?'*_~…");
const BRACKETS = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

const BARE =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,24})(?::[0-9]{1,5})?([/?#].*)?$/i;
/** Endings that make a link of a bare host without a path. None is a word that a missing space could put there. */
const COMMON_ENDINGS = new Set(
  "com net org info biz edu gov eu de ch uk fr nl pl cz dk se fi ru ua br ca au nz jp cn kr mx za io app dev ly".split(
    " ",
  ),
);

/** What every link has: only where it stands is looked closer at. */
const SIGN = /:\/|\.[a-z0-9]/gi;
const SPACE = /\s/;
const NEXT_SPACE = /\s/g;

/** Every link, in order; none overlaps another. Linear in the length of the text. */
export function findLinks(text: string): FoundLink[] {
  const found: FoundLink[] = [];
  SIGN.lastIndex = 0;
  for (let sign = SIGN.exec(text); sign !== null; sign = SIGN.exec(text)) {
    const start = runStart(text, sign.index);
    const end = indexFrom(NEXT_SPACE, text, sign.index);
    const run = text.slice(start, end);
    found.push(...(run.includes(":/") ? inRun(run, start) : bareRun(run, start)));
    SIGN.lastIndex = end;
  }
  return found;
}

/** Each run is looked at once, from its first sign. */
function runStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !SPACE.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Where a global pattern matches next; the length of the text where it does not. */
function indexFrom(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** Links with a scheme, in a run without white space. */
function inRun(run: string, offset: number): FoundLink[] {
  const found: FoundLink[] = [];
  let from = 0;
  for (let at = run.indexOf(":/"); at !== -1; at = run.indexOf(":/", from)) {
    const start = schemeBefore(run, at, from);
    from = at + 2;
    if (start === at) continue;
    const scheme = run.slice(start, at).toLowerCase();
    // `https:/example.com` is meant as a link, and broken; other words before a single slash are just text.
    if (run[at + 2] !== "/" && scheme !== "https" && scheme !== "http") continue;
    const url = trimmed(run.slice(start, indexFrom(LINK_END, run, at + 2)));
    found.push({ url, index: offset + start, kind: "url" });
    from = start + url.length;
  }
  return found;
}

/** Where the scheme that ends at `colon` begins; `colon` where there is none. */
function schemeBefore(run: string, colon: number, from: number): number {
  let start = colon;
  while (start > from && colon - start < MAX_SCHEME && SCHEME_CHARACTER.test(run.charAt(start - 1)))
    start -= 1;
  while (start < colon && !/[a-z]/i.test(run.charAt(start))) start += 1;
  return start;
}

/** Without the punctuation of the sentence around it. A closing bracket stays where its opening one is inside. */
function trimmed(url: string): string {
  const unopened = new Map<string, number>();
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1);
    const opening = BRACKETS.get(last);
    if (opening === undefined) {
      if (!TRAILING.has(last)) break;
      continue;
    }
    const left = unopened.get(last) ?? countOf(url, last) - countOf(url, opening);
    if (left <= 0) break;
    unopened.set(last, left - 1);
  }
  return url.slice(0, end);
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}

function bareRun(run: string, offset: number): FoundLink[] {
  const start = run.search(/[a-z0-9]/i);
  if (start === -1) return [];
  const rest = run.slice(start);
  const url = trimmed(rest.slice(0, indexFrom(LINK_END, rest, 0)));
  const [, ending, path] = BARE.exec(url) ?? [];
  if (ending === undefined) return [];
  const isLink =
    /^www\./i.test(url) || path !== undefined || COMMON_ENDINGS.has(ending.toLowerCase());
  return isLink ? [{ url, index: offset + start, kind: "bare" }] : [];
}
