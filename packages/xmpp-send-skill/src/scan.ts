// Secrets are looked for with secretlint's recommended rules. A tripwire: the tests pin what it is known to miss.
import { lintSource } from "@secretlint/core";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type { Scan } from "@underclaim/send-guardrails";

const PREFIX = "@secretlint/secretlint-rule-";
/** All but the one by which a text can switch off the others: it is the model that writes the text. */
const RULES = rules
  .filter(({ meta }) => meta.id !== `${PREFIX}filter-comments`)
  .map((rule) => ({ id: rule.meta.id, rule }));

/** @returns which rule found something; its own message quotes the find and is dropped */
export const scanSecrets: Scan = async (text) => {
  const { messages } = await lintSource({
    source: { filePath: "message.txt", content: text, contentType: "text", ext: ".txt" },
    options: { config: { rules: RULES }, noPhysicFilePath: true },
  });
  const [first] = messages;
  return first === undefined ? null : `a secret (${first.ruleId.replace(PREFIX, "")})`;
};
