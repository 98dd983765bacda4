import type { Violation } from "../../evidence/violation.ts";
import { valueAt } from "../captures.ts";
import type { Answer } from "../driver.ts";
import { planOf } from "../plan.ts";
import type { Law } from "./law.ts";
import { observe, unequalClaims } from "./observed.ts";

/** Answers after which a key is taken: accepted, replayed, refused. */
const KEY_TAKEN = new Set([200, 202, 422]);

/** Law 8. At most one effect per idempotency key: every action again, at once, changes nothing. */
export const oneEffect: Law = {
  number: 8,
  id: "one_effect",
  name: "At most one effect per idempotency key.",
  unchecked: (golden) =>
    golden.steps.some((step) => "action" in step) ? undefined : "no action in this golden",
  varies: true,
  async check(golden, driver, base) {
    const before = base ?? (await observe(golden, driver));
    const { effects } = before;
    const plan = planOf(golden).flatMap((planned) => {
      const answer = before.played.actions.get(planned.ordinal)?.answer;
      const again = "action" in planned.step && KEY_TAKEN.has(answer?.status ?? 0);
      return again ? [planned, { ...planned, repeat: true }] : [planned];
    });
    const violations: Violation[] = [];
    let first: Answer | undefined;
    const after = await observe(golden, driver, {
      plan,
      afterStep: async ({ step, index, repeat }, answer) => {
        if (!("action" in step) || answer === undefined) return;
        if (repeat === true && first !== undefined) {
          violations.push(...unequalAnswers(`steps[${index}]`, first, answer));
        }
        first = answer;
      },
    });
    const now = after.effects;
    if (now !== effects) {
      const message = `Repeated actions made ${now} external effects instead of ${effects}.`;
      violations.push({ rule: "law.one_effect", message });
    }
    const how = "each action sent twice";
    return [...violations, ...unequalClaims("law.one_effect", how, before.events, after.events)];
  },
};

function unequalAnswers(where: string, first: Answer, again: Answer): Violation[] {
  const violations: Violation[] = [];
  const broken = (message: string) =>
    violations.push({ rule: "law.one_effect", message: `${where}: ${message}` });
  if (again.headers["idempotency-replayed"] !== "true") {
    broken("the same request again was not answered as a replay (Idempotency-Replayed: true).");
  }
  const operation = (answer: Answer) => valueAt(answer.body, ["adapter_operation_id"]) ?? null;
  if (operation(first) !== operation(again)) broken("the same key led to another operation.");
  const expected = first.status === 422 ? 422 : 200;
  if (again.status !== expected) broken(`a replay answers ${expected}, not ${again.status}.`);
  return violations;
}
