import type { ConfigurationProblem } from "@underclaim/runtime";

/** The flat keys that XmppSendSkill also uses, and the nested ones they stand for. */
const ALIASES: Readonly<Record<string, readonly [table: string, key: string]>> = {
  max_messages_per_minute: ["rate_limit", "max_messages_per_minute"],
  max_messages_per_hour: ["rate_limit", "max_messages_per_hour"],
  max_messages_per_contact_per_hour: ["rate_limit", "max_messages_per_contact_per_hour"],
  cooldown_after_limit: ["rate_limit", "cooldown_after_limit"],
  audit_enabled: ["audit", "enabled"],
  audit_path: ["audit", "log_path"],
  audit_retention_days: ["audit", "retention_days"],
};

export type Table = Readonly<Record<string, unknown>>;

export const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The nested form. A key that is given both ways is refused, even where both say the same. */
export function nested(
  table: Table,
  source: string,
): { readonly tree: Table; readonly problems: readonly ConfigurationProblem[] } {
  const problems: ConfigurationProblem[] = [];
  let tree = table;
  for (const [flat, [name, key]] of Object.entries(ALIASES)) {
    if (!(flat in table)) continue;
    const { [flat]: value, ...others } = tree;
    const under = others[name] ?? {};
    if (!isTable(under) || key in under) {
      problems.push({
        path: flat,
        message: `is given as ${name}.${key}, too: leave one of them out`,
        source,
      });
      continue;
    }
    tree = { ...others, [name]: { ...under, [key]: value } };
  }
  return { tree, problems };
}
