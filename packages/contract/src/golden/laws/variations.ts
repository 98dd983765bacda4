import type { Violation } from "../../evidence/violation.ts";
import type { GoldenTest } from "../format.ts";
import { isArrival, kindOf, type PlannedStep, planOf, runsOf } from "../plan.ts";
import { seeded, shuffled } from "../prng.ts";
import type { Law } from "./law.ts";
import { kindOfEvent, lacking, observe, unequalAssessments, unequalClaims } from "./observed.ts";

export interface VariationOptions {
  readonly seed?: number;
  /** How many random orders are tried beside the reversed and the doubled one. Default 3. */
  readonly rounds?: number;
}

/**
 * Law 5. Any permutation of arrival and any duplication of the same natives give the same claims
 * and the same assessments. Only within a run of arrivals (see `runsOf`): an order that the golden
 * makes with actions, replies or the clock is part of what it says.
 */
export const arrivalOrder = ({ seed = 1, rounds = 3 }: VariationOptions = {}): Law => ({
  number: 5,
  id: "arrival_order",
  name: "Arrival order and repetition do not matter.",
  unchecked: (golden) =>
    golden.steps.some(isArrival) ? undefined : "nothing arrives from outside in this golden",
  varies: true,
  async check(golden, driver, base) {
    const before = base ?? (await observe(golden, driver));
    const random = seeded(seed);
    const orders: [string, PlannedStep[]][] = [
      ["each arrival twice", reordered(golden, (run) => run.flatMap((step) => [step, step]))],
      ["arrivals reversed", reordered(golden, (run) => run.toReversed())],
      ...Array.from({ length: rounds }, (_, round): [string, PlannedStep[]] => [
        `arrivals doubled and shuffled (seed ${seed}, round ${round})`,
        reordered(golden, (run) => shuffled([...run, ...run], random)),
      ]),
    ];
    const violations: Violation[] = [];
    for (const [how, plan] of orders) {
      const after = await observe(golden, driver, { plan });
      violations.push(
        ...unequalClaims("law.arrival_order", how, before.events, after.events),
        ...unequalAssessments("law.arrival_order", how, before.assessments, after.assessments),
      );
    }
    return violations;
  },
});

/** The plan with every run of arrivals reordered; what comes a second time is marked so. */
function reordered(
  golden: GoldenTest,
  order: (run: readonly PlannedStep[]) => PlannedStep[],
): PlannedStep[] {
  const seen = new Set<number>();
  return runsOf(planOf(golden))
    .flatMap(({ arrivals, steps }) => (arrivals ? order(steps) : steps))
    .map((planned) => {
      if (seen.has(planned.index)) return { ...planned, repeat: true };
      seen.add(planned.index);
      return planned;
    });
}

/** Longer than any timeout, window or grace that a channel knows. */
const FAR = "P30D";

/** Law 6. An event after any timeout or final state is recorded and emitted. */
export const lateAccepted: Law = {
  number: 6,
  id: "late_accepted",
  name: "An event after any timeout or final state is recorded and emitted.",
  unchecked: (golden) =>
    golden.steps.some((step) => "native" in step) ? undefined : "no native event in this golden",
  varies: true,
  async check(golden, driver, base) {
    const before = base ?? (await observe(golden, driver));
    const plan = runsOf(planOf(golden)).flatMap(({ steps }) =>
      steps.some(({ step }) => "native" in step) ? [inserted({ advance: FAR }), ...steps] : steps,
    );
    const after = await observe(golden, driver, { plan });
    return lacking(before.events.map(kindOfEvent), after.events.map(kindOfEvent)).map((kind) => ({
      rule: "law.late_accepted",
      message: `With ${FAR} before the native events, ${kind} is no longer emitted.`,
    }));
  },
};

/**
 * Law 7. What was answered 2xx or acknowledged survives. Seen from outside: a restart after each
 * step, where no provider's answer is awaited, loses no event and no operation. (Sudden death at
 * every point is the runtime's own suite.)
 */
export const durable: Law = {
  number: 7,
  id: "durable",
  name: "What was answered 2xx, or acknowledged to a peer, is still there after a restart.",
  unchecked: (golden) =>
    golden.steps.some((step) => "fault" in step) ? "a restart would clear the fault" : undefined,
  varies: true,
  async check(golden, driver, base) {
    const before = base ?? (await observe(golden, driver));
    const plan = planOf(golden);
    const restarted = plan.flatMap((planned, at) =>
      awaitsReply(plan, at) ? [planned] : [planned, inserted({ restart: true })],
    );
    let ids: string[] = [];
    const violations: Violation[] = [];
    const after = await observe(golden, driver, {
      plan: restarted,
      afterStep: async ({ step }) => {
        const now = (await driver.evidence()).map((event) => event.evidence_event_id);
        if ("restart" in step) {
          for (const id of lacking(ids, now)) {
            violations.push({ rule: "law.durable", message: `A restart lost the event ${id}.` });
          }
        }
        ids = now;
      },
    });
    const kinds = lacking(before.events.map(kindOfEvent), after.events.map(kindOfEvent));
    return [
      ...violations,
      ...kinds.map((kind) => ({
        rule: "law.durable",
        message: `With restarts between the steps, ${kind} is no longer emitted.`,
      })),
    ];
  },
};

function awaitsReply(plan: readonly PlannedStep[], at: number): boolean {
  const next = plan
    .slice(at + 1)
    .find(({ step }) => kindOf(step) === "action" || kindOf(step) === "provider_reply");
  return next !== undefined && kindOf(next.step) === "provider_reply";
}

function inserted(step: PlannedStep["step"]): PlannedStep {
  return { step, index: -1, ordinal: -1, repeat: true };
}
