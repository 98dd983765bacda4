// Templates of messages. A template that cannot be rendered is refused, never sent with empty places.
import type { Template } from "liquidjs";
import type { TemplateSettings } from "./settings.ts";
import { chooseLanguage } from "./language.ts";
import { parseTemplate, runTemplate, type RunProblem } from "./engine.ts";

type TemplateProblem =
  | "unknown_template"
  | "unknown_language"
  | "missing_variable"
  | "variables_invalid"
  | "template_invalid"
  | "too_large";

export type TemplateRendering =
  | { readonly ok: true; readonly text: string }
  /** The message names templates, languages and variables, and never the value of one. */
  | { readonly ok: false; readonly problem: TemplateProblem; readonly message: string };

/** What parsing gave, by the entry of the configuration: a template is parsed once. */
const parsed = new WeakMap<TemplateSettings, readonly Template[]>();

/**
 * The text of a template, without white space around it. `variables` are the engine's and not trusted: JSON values, of
 * which nothing but what they hold themselves can be reached. Null counts as not given.
 */
export function renderTemplate(
  templates: readonly TemplateSettings[],
  ref: string,
  language: string | null,
  variables: Readonly<Record<string, unknown>>,
): TemplateRendering {
  const named = templates.filter(({ template_ref }) => template_ref === ref);
  if (named.length === 0)
    return refused(
      "unknown_template",
      "There is no such template. Look at templates of the configuration.",
    );
  const choice = chooseLanguage(named, language);
  if (!choice.ok) return refused("unknown_language", `${nameOf(ref)} ${choice.says}`);
  const { template } = choice;
  let program = parsed.get(template);
  if (program === undefined) {
    const parsing = parseTemplate(template.body);
    if (!parsing.ok) return refused("template_invalid", `${nameOf(ref)} ${parsing.says}.`);
    program = parsing.program;
    parsed.set(template, program);
  }
  const run = runTemplate(program, variables);
  if (!run.ok) return refused(PROBLEMS[run.problem], `${nameOf(ref)} ${run.says}`);
  return run;
}

interface TemplateFault {
  /** Of the entry in `templates`. */
  readonly index: number;
  readonly message: string;
}

/** What is wrong with configured templates: each must parse, and each (template_ref, language) stands once. */
export function checkTemplates(templates: readonly TemplateSettings[]): TemplateFault[] {
  const seen = new Map<string, number>();
  return templates.flatMap(({ template_ref: ref, language, body }, index) => {
    const key = JSON.stringify([ref, language?.toLowerCase() ?? null]);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, index);
    const parsing = parseTemplate(body);
    const inLanguage = language == null ? "without language" : `in ${language}`;
    return [
      ...(earlier === undefined
        ? []
        : [{ index, message: `templates[${earlier}] is ${nameOf(ref)} ${inLanguage}, too` }]),
      ...(parsing.ok ? [] : [{ index, message: `${nameOf(ref)} ${parsing.says}` }]),
    ];
  });
}

const PROBLEMS: Readonly<Record<RunProblem, TemplateProblem>> = {
  missing: "missing_variable",
  variables: "variables_invalid",
  failed: "template_invalid",
  too_large: "too_large",
};

const nameOf = (ref: string): string => `the template ${JSON.stringify(ref)}`;

const refused = (problem: TemplateProblem, message: string): TemplateRendering => ({
  ok: false,
  problem,
  message: message.charAt(0).toUpperCase() + message.slice(1),
});
