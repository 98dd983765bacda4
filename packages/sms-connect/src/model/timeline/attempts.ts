import type { AdapterEvent } from "@underclaim/contract";
import type { SubjectTimeline } from "@underclaim/runtime";

export interface AttemptEvents {
  /** The operation that sends. */
  readonly id: string;
  readonly events: readonly AdapterEvent[];
}

/** Each operation that sends is an attempt; what concerns the message and none of them stands with the first. */
export function attemptsOf({ subject_ref, events }: SubjectTimeline): readonly AttemptEvents[] {
  const sending = events.filter(({ adapter_event_type: type }) =>
    /^(message|submission)\./.test(type),
  );
  const ids = [...new Set(sending.flatMap((event) => operationOf(event) ?? []))];
  const [first = subject_ref, ...others] = ids;
  const of = (event: AdapterEvent): string => {
    const operation = operationOf(event);
    return operation !== null && ids.includes(operation) ? operation : first;
  };
  return [first, ...others].map((id) => ({ id, events: events.filter((each) => of(each) === id) }));
}

const operationOf = ({ correlation }: AdapterEvent): string | null =>
  correlation.adapter_operation_id ?? null;

/** The account that took or was to take the message. */
export function providerOf(events: readonly AdapterEvent[]): string {
  const told = (field: string): string | undefined =>
    events
      .map(({ metadata }) => metadata?.[field])
      .findLast((value): value is string => typeof value === "string");
  return told("provider") ?? told("account") ?? "unknown";
}
