// Secrets are looked for with secretlint's recommended rules. A tripwire: the tests pin what it is known to miss.
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import type { Scan } from "@underclaim/send-guardrails";

const RULE = "@secretlint/secretlint-rule-preset-recommend";

/** @returns which rule found something; its own message quotes the find and is dropped */
export const scanSecrets: Scan = async (text) => {
  const { messages } = await lintSource({
    source: { filePath: "message.txt", content: text, contentType: "text", ext: ".txt" },
    options: { config: { rules: [{ id: RULE, rule: creator }] }, noPhysicFilePath: true },
  });
  const [first] = messages;
  return first === undefined
    ? null
    : `a secret (${first.ruleId.replace("@secretlint/secretlint-rule-", "")})`;
};
