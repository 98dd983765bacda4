import type { Difference } from "./matcher.ts";

/** The rules a golden can break, each with why it matters to whoever reads the failure. */
export const RULES = {
  action_result:
    "The engine acts on the answer: a wrong one makes it repeat, give up or wait for nothing.",
  native_answer: "The answer tells the peer whether it may forget the event.",
  response: "Whoever reads the adapter's server gets this.",
  missing_event: "Evidence that is not reported is lost to the case.",
  unexpected_event: "The expected events are all that may be emitted; more is an overclaim.",
  forbidden_event: "This event would claim what the channel has not shown.",
  assessment: "The channel's assessment must say what its events show, and no more.",
  participant_assessment: "What the participant did or knows is a stronger claim than delivery.",
  adapter_event: "Every native event is kept, whatever it turns out to mean.",
  health: "Operators and policies choose channels by health.",
  descriptor: "The engine relies on what is declared.",
  endpoint_quality: "Policies choose endpoints by their quality.",
  golden: "The golden itself cannot be played as it is written.",
} as const;
export type Rule = keyof typeof RULES;

/** One thing that did not come out as the golden says. */
export interface GoldenFailure {
  readonly rule: Rule;
  /** Where: a step, an expectation's index, or the whole. */
  readonly where: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly why: string;
}

export function failure(
  rule: Rule,
  where: string,
  expected: unknown,
  actual: unknown,
): GoldenFailure {
  return { rule, where, expected, actual, why: RULES[rule] };
}

export function failuresOf(
  rule: Rule,
  where: string,
  found: readonly Difference[],
): GoldenFailure[] {
  return found.map((each) => failure(rule, `${where}: ${each.path}`, each.expected, each.actual));
}

/** A failure as text for a report. */
export function describeFailure({ rule, where, expected, actual, why }: GoldenFailure): string {
  return `[${rule}] ${where}\n  expected ${show(expected)}\n  actual   ${show(actual)}\n  ${why}`;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
