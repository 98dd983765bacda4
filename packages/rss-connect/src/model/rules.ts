// The rules that entries and channels share; each gives the problems of one value.
import type { RssFailSubclass } from "./assessment.ts";
import { redact, type ValidationProblem } from "./problem.ts";
import { characterProblems } from "./text.ts";
import { checkUrl } from "./url.ts";

export const urlProblems = (
  value: string,
  field: string,
  subclass: RssFailSubclass = "fail.invalid_url",
): ValidationProblem[] => {
  const checked = checkUrl(value, field);
  return checked.ok ? [] : [{ ...checked.problem, subclass }];
};

/** The problem when the condition for it holds. */
export const when = (condition: boolean, problem: ValidationProblem): ValidationProblem[] =>
  condition ? [problem] : [];

/** An item that cannot be made (§12.1 "Render failure"). */
export const unrenderable = (
  rule: string,
  field: string,
  says: string,
  remedy: string,
): ValidationProblem => ({
  rule,
  subclass: "fail.item_render_failed",
  field,
  message: `${field} ${says}.`,
  remedy,
});

/** A feed that would not be valid (§12.1 "Invalid XML", §12.2 "Feed invalid"). */
export const invalidFeed = (
  rule: string,
  field: string,
  says: string,
  remedy: string,
): ValidationProblem => ({
  rule,
  subclass: "fail.feed_invalid",
  field,
  message: `${field} ${says}.`,
  remedy,
});

export const lengthProblems = (text: string, field: string, limit: number): ValidationProblem[] =>
  when(
    text.length > limit,
    unrenderable(
      "length",
      field,
      `has ${text.length} characters; the limit is ${limit}`,
      "Shorten it.",
    ),
  );

export const countProblems = (count: number, field: string, limit: number): ValidationProblem[] =>
  when(
    count > limit,
    unrenderable("count", field, `has ${count} entries; the limit is ${limit}`, "Send fewer."),
  );

const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;

/** RFC 5646, by its form. */
export const languageProblems = (
  language: string | null | undefined,
  field: string,
  kind: typeof invalidFeed = invalidFeed,
): ValidationProblem[] =>
  when(
    language != null && !LANGUAGE.test(language),
    kind(
      "language",
      field,
      `is no language tag: "${redact(language ?? "")}"`,
      "Give one such as en or de-AT.",
    ),
  );

/** One line of text that is not empty. */
export const nameProblems = (name: string, field: string, limit: number): ValidationProblem[] => [
  ...characterProblems(name, field),
  ...lengthProblems(name, field, limit),
  ...when(
    name.trim() === "" || /[\r\n\t]/.test(name),
    unrenderable(
      "name",
      field,
      "is empty or spans lines",
      "Give one line of text or leave it out.",
    ),
  ),
];
