import type { GoldenTest } from "../format.ts";
import { play } from "../play.ts";
import type { Law } from "./law.ts";

/** Shorter texts turn up by chance. */
const SHORTEST = 6;
const CREDENTIAL = /secret|password|token|api_?key|credential/i;
const CONTENT = new Set(["subject", "body_text", "body_html"]);

/** Law 12. No credential, body or personal address in logs, metrics and problem bodies. */
export const nothingLeaks: Law = {
  number: 12,
  id: "nothing_leaks",
  name: "Nothing leaks.",
  unchecked: (_, driver) =>
    driver.traces === undefined ? "the driver shows no logs and metrics" : undefined,
  async check(golden, driver, base) {
    if (base === undefined) await play(golden, driver);
    const traces = (await driver.traces?.()) ?? "";
    return privateValues(golden)
      .filter(({ value }) => traces.includes(value))
      .map(({ where }) => ({
        rule: "law.nothing_leaks",
        message: `The value of ${where} stands in logs, metrics or problem bodies.`,
      }));
  },
};

interface PrivateValue {
  readonly where: string;
  readonly value: string;
}

/** What a golden puts in that must not come out: its messages repeat the place, never the value. */
function privateValues(golden: GoldenTest): PrivateValue[] {
  const found: PrivateValue[] = [];
  const add = (where: string, value: unknown) => {
    if (typeof value === "string" && value.length >= SHORTEST) found.push({ where, value });
  };
  walk(golden.given?.configuration, "given.configuration", (where, key, value) => {
    if (CREDENTIAL.test(key)) add(where, value);
  });
  for (const [index, step] of golden.steps.entries()) {
    if ("native" in step) add(`steps[${index}].native.body`, step.native.body);
    if (!("action" in step)) continue;
    const where = `steps[${index}].action`;
    walk(step.action["content"], `${where}.content`, (at, key, value) => {
      if (CONTENT.has(key)) add(at, value);
    });
    walk(step.action["target_endpoint"], `${where}.target_endpoint`, (at, key, value) => {
      // A public address on the web is no personal value; everything else may be.
      if (key === "value" && !/^https?:/.test(String(value))) add(at, value);
    });
  }
  return found;
}

function walk(
  value: unknown,
  where: string,
  visit: (where: string, key: string, value: unknown) => void,
): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    visit(`${where}.${key}`, key, each);
    walk(each, `${where}.${key}`, visit);
  }
}
