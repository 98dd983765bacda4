// LiquidJS, narrowed: no files, no other templates, no clock, no randomness, nothing but own properties of JSON values.
import { filters, Liquid, LiquidError, type Template } from "liquidjs";
import { jsonCopy } from "./json-copy.ts";

/** Of the text, in UTF-16 code units. No message that is written for people is longer. */
const MAX_TEXT = 40_000;

const TAGS = new Set(
  "assign capture case comment if unless for break continue cycle increment decrement echo liquid raw #".split(
    " ",
  ),
);

/** Filters of texts, numbers and lists. Those for HTML, of chance, and that evaluate expressions are left out. */
const FILTERS = new Set(
  (
    "append prepend strip lstrip rstrip upcase downcase capitalize replace replace_first replace_last remove remove_first " +
    "remove_last truncate truncatewords slice split strip_newlines normalize_whitespace number_of_words url_encode " +
    "url_decode abs at_least at_most ceil floor round plus minus times divided_by modulo to_integer join first last size " +
    "sort sort_natural reverse uniq compact map where concat sum array_to_sentence_string default date"
  ).split(" "),
);

class NothingToShow extends Error {}

/** What an output shows: texts, numbers, truth values, and lists of them. */
function shown(value: unknown): string {
  if (value == null) throw new NothingToShow();
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(shown).join("");
  throw new TypeError("no text");
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** An ISO 8601 date is shown in its own offset; one without is shown as it stands. */
function dateOf(value: unknown): string {
  const [text, zone] = (typeof value === "string" ? ISO.exec(value) : null) ?? [];
  if (text === undefined || Number.isNaN(Date.parse(text))) throw new TypeError("no date");
  if (zone !== undefined) return text;
  return text.includes("T") ? `${text}Z` : `${text}T00:00:00Z`;
}

function narrowed(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true, // `if` and `default` may ask whether a variable is given
    ownPropertyOnly: true,
    templates: {}, // in place of the file system
    locale: "en-US",
    timezoneOffset: 0,
    preserveTimezones: true,
    outputEscape: shown,
    parseLimit: 20_000,
    renderLimit: 1_000,
    memoryLimit: 200_000,
  });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters))
    if (!FILTERS.has(filter)) engine.unregisterFilter(filter);
  const { date } = filters;
  if (typeof date !== "function") throw new TypeError("LiquidJS has no filter date.");
  engine.registerFilter("date", function (value: unknown, ...format: unknown[]): unknown {
    return date.call(this, dateOf(value), ...format);
  });
  return engine;
}

const engine = narrowed();

type Parsing =
  | { readonly ok: true; readonly program: readonly Template[] }
  /** The end of a sentence that begins with the template's name. */
  | { readonly ok: false; readonly says: string };

export function parseTemplate(body: string): Parsing {
  try {
    return { ok: true, program: engine.parse(body) };
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    return { ok: false, says: `cannot be parsed: ${error.message}` };
  }
}

export type RunProblem = "missing" | "variables" | "failed" | "too_large";

type Run =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: RunProblem; readonly says: string };

const failed = (problem: RunProblem, says: string): Run => ({ ok: false, problem, says });
const TOO_LARGE = failed("too_large", `gives more than ${MAX_TEXT} characters, or takes too long.`);

export function runTemplate(
  program: readonly Template[],
  variables: Readonly<Record<string, unknown>>,
): Run {
  const copy = jsonCopy(variables);
  if (copy === null)
    return failed("variables", "takes JSON values as variables: texts, numbers, lists, objects.");
  try {
    const text: unknown = engine.renderSync([...program], copy);
    if (typeof text !== "string" || text.length > MAX_TEXT) return TOO_LARGE;
    return { ok: true, text: text.trim() };
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): Run {
  const { cause } = LiquidError.is(error) ? { cause: error.originalError } : { cause: error };
  if (cause instanceof RangeError) return TOO_LARGE; // longer than a string can be, deeper than the stack
  if (!LiquidError.is(error)) throw error;
  if (error.name === "UndefinedVariableError" || cause instanceof NothingToShow)
    // The text of the template, not what `a[b]` came to: that would be a value.
    return failed("missing", `needs a variable that is not given: ${error.token.getText()}`);
  if (/ limit exceeded/.test(error.message)) return TOO_LARGE;
  return failed(
    "failed",
    `fails at ${error.token.getText()}: a variable is not of the kind it needs.`,
  );
}
