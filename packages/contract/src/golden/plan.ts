import { hasCapture } from "./captures.ts";
import type { GoldenTest } from "./format.ts";
import type { GoldenStep } from "./steps.ts";

/** A step with its place in the golden; it keeps both wherever a law moves it. */
export interface PlannedStep {
  readonly step: GoldenStep;
  /** Index among all steps. */
  readonly index: number;
  /** Index among the steps of its own kind, as captures count them. */
  readonly ordinal: number;
  /** Run again by a law: its answer is not recorded and not judged. */
  readonly repeat?: boolean;
}

export function planOf(golden: GoldenTest): PlannedStep[] {
  const counts = new Map<string, number>();
  return golden.steps.map((step, index) => {
    const kind = kindOf(step);
    const ordinal = counts.get(kind) ?? 0;
    counts.set(kind, ordinal + 1);
    return { step, index, ordinal };
  });
}

export type StepKind =
  | "action"
  | "provider_reply"
  | "native"
  | "request"
  | "advance"
  | "restart"
  | "fault";

export function kindOf(step: GoldenStep): StepKind {
  if ("action" in step) return "action";
  if ("provider_reply" in step) return "provider_reply";
  if ("native" in step) return "native";
  if ("request" in step) return "request";
  if ("advance" in step) return "advance";
  return "restart" in step ? "restart" : "fault";
}

/**
 * The plan cut into runs. A run of `arrivals` is consecutive native steps and safe (GET, HEAD)
 * requests: what arrives from outside, in an order that the adapter may not rely on. Every other
 * step, and one that needs the answer to an arrival, is a run of its own and keeps its place.
 */
export function runsOf(
  plan: readonly PlannedStep[],
): { arrivals: boolean; steps: PlannedStep[] }[] {
  const runs: { arrivals: boolean; steps: PlannedStep[] }[] = [];
  for (const planned of plan) {
    const arrivals = isArrival(planned.step);
    const last = runs.at(-1);
    const dependent = hasCapture(planned.step, ["native", "response"]);
    if (arrivals && last?.arrivals === true && !dependent) last.steps.push(planned);
    else runs.push({ arrivals, steps: [planned] });
  }
  return runs;
}

export function isArrival(step: GoldenStep): boolean {
  if ("native" in step) return true;
  return "request" in step && (step.request.method === "GET" || step.request.method === "HEAD");
}
