import type { AdapterEvent } from "@underclaim/contract";
import { attemptsOf, type AttemptEvents, type SubjectTimeline } from "@underclaim/runtime";

export const smsAttemptsOf = (timeline: SubjectTimeline): readonly AttemptEvents[] =>
  attemptsOf(timeline, /^(message|submission)\./);

/** The account that took or was to take the message. */
export function providerOf(events: readonly AdapterEvent[]): string {
  const told = (field: string): string | undefined =>
    events
      .map(({ metadata }) => metadata?.[field])
      .findLast((value): value is string => typeof value === "string");
  return told("provider") ?? told("account") ?? "unknown";
}
