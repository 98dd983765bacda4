import type { AdapterEvent } from "@underclaim/contract";
import type { SubjectTimeline } from "../engine/adapter-runtime.ts";

export interface AttemptEvents {
  /** The operation that sends; the subject's own reference, where none is known. */
  readonly id: string;
  /** In the timeline's order. */
  readonly events: readonly AdapterEvent[];
}

/**
 * The attempts that a timeline tells of: each operation that sends is one; what concerns the subject and none of them stands
 * with the first. There is always one.
 * @param sending native types of events that only an operation that sends has
 */
export function attemptsOf(
  { subject_ref, events }: SubjectTimeline,
  sending: RegExp,
): readonly AttemptEvents[] {
  const ids = new Set(
    events
      .filter(({ adapter_event_type: type }) => sending.test(type))
      .flatMap((event) => operationOf(event) ?? []),
  );
  const [first = subject_ref, ...others] = ids;
  const of = (event: AdapterEvent): string => {
    const operation = operationOf(event);
    return operation !== null && ids.has(operation) ? operation : first;
  };
  return [first, ...others].map((id) => ({ id, events: events.filter((each) => of(each) === id) }));
}

const operationOf = ({ correlation }: AdapterEvent): string | null =>
  correlation.adapter_operation_id ?? null;
