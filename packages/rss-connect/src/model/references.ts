// §12.1 "Payload ref invalid", §15 "payload/action-surface links valid".
import type { EntryLink } from "./entry.ts";
import { parseTimestamp } from "./date.ts";
import { redact, type ValidationProblem } from "./problem.ts";
import { illegalXmlCharacters } from "./text.ts";

export interface PayloadReference {
  readonly ref_type: string;
  readonly ref_id: string;
  readonly uri?: string | null;
}

const FORBIDDEN_SCHEME = /^(?:javascript|data|vbscript|file|blob|about):/i;

/** A reference names its target and, where it has a URI, an absolute one that no reader would run. */
export const payloadRefProblems = (
  ref: PayloadReference,
  field = "payload_ref",
): ValidationProblem[] => {
  const problem = (part: string, value: string, says: string): ValidationProblem => ({
    rule: "payload_reference",
    subclass: "fail.payload_reference_invalid",
    field: `${field}.${part}`,
    value: redact(value),
    message: `${field}.${part} ${says}.`,
    remedy: "Refer to an existing payload by type, id and, if any, an absolute URI.",
  });
  const problems = (["ref_type", "ref_id"] as const).flatMap((part) => {
    const value = ref[part];
    if (value.trim() === "") return [problem(part, value, "is empty")];
    const [illegal] = illegalXmlCharacters(value);
    return illegal === undefined
      ? []
      : [problem(part, value, `holds ${illegal.name} at position ${illegal.index}`)];
  });
  const { uri } = ref;
  if (uri == null) return problems;
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(uri) || !URL.canParse(uri))
    return [...problems, problem("uri", uri.split(/[?#]/)[0] ?? "", "is not an absolute URI")];
  if (FORBIDDEN_SCHEME.test(uri))
    return [...problems, problem("uri", new URL(uri).protocol, "has a scheme that is not allowed")];
  if (/^https?:/i.test(uri) && (new URL(uri).username !== "" || new URL(uri).password !== ""))
    return [...problems, problem("uri", new URL(uri).protocol, "carries a user name or password")];
  return problems;
};

/** An action link that has already expired leads nowhere. `now` is RFC 3339. */
export const actionLinkProblems = (links: readonly EntryLink[], now: string): ValidationProblem[] =>
  links.flatMap((link, index) => {
    if (link.expires_at == null) return [];
    const field = `content.action_links[${index}].expires_at`;
    const [expires, present] = [parseTimestamp(link.expires_at), parseTimestamp(now)];
    if (typeof expires === "number" && typeof present === "number" && expires > present) return [];
    const says = typeof expires === "number" ? `is past: ${link.expires_at}` : expires.wrong;
    return [
      {
        rule: "action_link_expired",
        subclass: "fail.invalid_url" as const,
        field,
        value: redact(link.expires_at),
        message: `${field} ${says}.`,
        remedy: "Send a link that is still valid.",
      },
    ];
  });
