import type { EvidenceEvent } from "../schema/evidence-event.ts";
import { valueAt } from "./captures.ts";
import type { Answer, TextAnswer } from "./driver.ts";
import { failure, failuresOf, type GoldenFailure } from "./failure.ts";
import { differences, matchMultiset } from "./matcher.ts";
import type { ActionExpectation, RequestExpectation } from "./steps.ts";

export function checkAction(
  where: string,
  expect: ActionExpectation,
  answer: Answer,
): GoldenFailure[] {
  const { body } = answer;
  const actual = {
    status: answer.status,
    headers: answer.headers,
    accepted: valueAt(body, ["accepted"]),
    action_state: valueAt(body, ["action_state"]),
    // A problem document carries the ErrorDescriptor's fields itself, a result under `error`.
    error_code: valueAt(body, ["error", "code"]) ?? valueAt(body, ["code"]),
    error_category: valueAt(body, ["error", "category"]) ?? valueAt(body, ["category"]),
    body,
  };
  return failuresOf("action_result", where, differences(expect, actual));
}

export function checkResponse(
  where: string,
  expect: RequestExpectation,
  answer: TextAnswer,
): GoldenFailure[] {
  const { json, body_contains: contains = [], body_excludes: excludes = [], ...plain } = expect;
  const failures = failuresOf("response", where, differences(plain, answer));
  if (json !== undefined) {
    failures.push(
      ...failuresOf("response", `${where}: json`, differences(json, parsed(answer.body))),
    );
  }
  for (const text of contains.filter((each) => !answer.body.includes(each))) {
    failures.push(failure("response", `${where}: body_contains`, text, answer.body));
  }
  for (const text of excludes.filter((each) => answer.body.includes(each))) {
    failures.push(failure("response", `${where}: body_excludes`, `not ${text}`, answer.body));
  }
  return failures;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return `not JSON: ${error.message}`;
    throw error;
  }
}

/** The expected events are the whole multiset of what may be emitted. */
export function checkEvidence(
  expected: readonly unknown[],
  events: readonly EvidenceEvent[],
): GoldenFailure[] {
  const match = matchMultiset(expected, events);
  return [
    ...match.missing.map((missing) =>
      failure(
        "missing_event",
        `expected_evidence_events[${missing.index}]`,
        missing.expected,
        missing.closest === undefined
          ? events.map((event) => event.event_type)
          : { nearest: missing.closest.index, differences: missing.closest.differences },
      ),
    ),
    ...match.unexpected.map(({ index, actual }) =>
      failure("unexpected_event", `event ${index}`, "no such event", summary(actual)),
    ),
  ];
}

function summary(event: unknown): unknown {
  return {
    event_type: valueAt(event, ["event_type"]),
    strength: valueAt(event, ["evidence_grade", "strength"]),
    normalized_meaning: valueAt(event, ["normalized_meaning"]),
  };
}

export function checkForbidden(
  patterns: readonly string[],
  events: readonly EvidenceEvent[],
): GoldenFailure[] {
  return patterns.flatMap((pattern) =>
    events
      .filter((event) => matchesPattern(event.event_type, pattern))
      .map((event) =>
        failure("forbidden_event", "must_not_emit", `never ${pattern}`, event.event_type),
      ),
  );
}

/** Whether an event type is the pattern, or begins with its prefix (`interaction.*`). */
export function matchesPattern(eventType: string, pattern: string): boolean {
  return pattern.endsWith(".*")
    ? eventType.startsWith(pattern.slice(0, -1))
    : eventType === pattern;
}
