import type { TemplateSettings } from "./settings.ts";

type LanguageChoice =
  | { readonly ok: true; readonly template: TemplateSettings }
  /** The end of a sentence that begins with the template's name. */
  | { readonly ok: false; readonly says: string };

/**
 * RFC 4647 §3.4 (lookup): the tag itself, then without its last subtags down to its primary language, then the entry
 * without language. Never another language.
 */
export function chooseLanguage(
  entries: readonly TemplateSettings[],
  wanted: string | null,
): LanguageChoice {
  for (const tag of [...fallbacks(wanted), null]) {
    const template = entries.find(({ language }) => (language?.toLowerCase() ?? null) === tag);
    if (template !== undefined) return { ok: true, template };
  }
  const known = entries.map(({ language }) => language).join(", ");
  const says =
    wanted === null
      ? `exists in ${known}: say in which language it is wanted.`
      : `exists in ${known}, and not in the language wanted.`;
  return { ok: false, says };
}

function fallbacks(wanted: string | null): string[] {
  const subtags = wanted === null ? [] : wanted.toLowerCase().split("-");
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"));
}
