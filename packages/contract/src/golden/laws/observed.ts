import { DIMENSIONS } from "../../evidence/scales.ts";
import type { Violation } from "../../evidence/violation.ts";
import type { EvidenceEvent } from "../../schema/evidence-event.ts";
import type { Assessments, Driver } from "../driver.ts";
import type { GoldenTest } from "../format.ts";
import { play, type PlayOptions, type Played } from "../play.ts";

/** What can be seen of an adapter once a golden has been played. */
export interface Observed {
  readonly events: readonly EvidenceEvent[];
  readonly assessments: Assessments;
  /** External effects, where the driver counts them. */
  readonly effects: number | undefined;
  readonly played: Played;
}

export async function observe(
  golden: GoldenTest,
  driver: Driver,
  options: PlayOptions = {},
): Promise<Observed> {
  const played = await play(golden, driver, options);
  const events = await driver.evidence();
  const assessments = played.subject === undefined ? {} : await driver.assessment(played.subject);
  return { events, assessments, effects: await driver.effects?.(), played };
}

/** What an event says, without the identifiers and times that another run would draw anew. */
function claimOf(event: EvidenceEvent): string {
  const grade = DIMENSIONS.map((dimension) => event.evidence_grade[dimension]).join("/");
  return `${kindOfEvent(event)} ${grade}`;
}

/** What an event is about, without its grade. */
export function kindOfEvent(event: EvidenceEvent): string {
  return `${event.event_type} (${event.coordination_case_id}, ${event.participant_id ?? "no participant"})`;
}

/** The members of the first list that the second lacks, repeats counted. */
export function lacking(wanted: readonly string[], given: readonly string[]): string[] {
  const left = [...given];
  return wanted.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** One violation per claim that one of two runs makes and the other does not. */
export function unequalClaims(
  rule: string,
  how: string,
  before: readonly EvidenceEvent[],
  after: readonly EvidenceEvent[],
): Violation[] {
  const first = before.map(claimOf);
  const second = after.map(claimOf);
  return [
    ...lacking(first, second).map((claim) => ({ rule, message: `${how}: lost ${claim}` })),
    ...lacking(second, first).map((claim) => ({ rule, message: `${how}: gained ${claim}` })),
  ];
}

/** One violation per assessment whose category or subclass is not the same. */
export function unequalAssessments(
  rule: string,
  how: string,
  before: Assessments,
  after: Assessments,
): Violation[] {
  return (["channel", "participant"] as const).flatMap((scope) => {
    const declared = assessmentText(before[scope]);
    const claimed = assessmentText(after[scope]);
    if (declared === claimed) return [];
    const message = `${how}: the ${scope} assessment became ${claimed} instead of ${declared}`;
    return [{ rule, message, declared, claimed }];
  });
}

function assessmentText(assessment: Assessments["channel"]): string {
  return assessment === undefined ? "none" : `${assessment.category}: ${assessment.subclass}`;
}
