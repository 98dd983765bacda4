import { CaptureError, resolveCaptures } from "./captures.ts";
import type { Answer, Driver } from "./driver.ts";
import { checkAction, checkEvidence, checkForbidden, checkResponse } from "./expectations.ts";
import { failure, failuresOf, type GoldenFailure, type Rule } from "./failure.ts";
import type { GoldenTest } from "./format.ts";
import { differences, matchMultiset } from "./matcher.ts";
import { play, type Played } from "./play.ts";

export interface GoldenResult {
  readonly test_id: string;
  readonly status: "pass" | "fail";
  readonly failures: readonly GoldenFailure[];
}

/**
 * Plays a golden on a driver and judges what came of it. A failed step expectation does not end the
 * run: every difference is reported. Errors of the driver itself are thrown.
 */
export async function runGolden(golden: GoldenTest, driver: Driver): Promise<GoldenResult> {
  const failures: GoldenFailure[] = [];
  try {
    const played = await play(golden, driver);
    for (const check of CHECKS) failures.push(...(await check(golden, played, driver)));
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    failures.push(failure("golden", "captures", "a value from an earlier step", error.message));
  }
  return {
    test_id: golden.test_id,
    status: failures.length === 0 ? "pass" : "fail",
    failures,
  };
}

type Check = (golden: GoldenTest, played: Played, driver: Driver) => Promise<GoldenFailure[]>;

const steps: Check = async (golden, played) => {
  const failures: GoldenFailure[] = [];
  const ordinals = { action: 0, native: 0, request: 0 };
  for (const [index, step] of golden.steps.entries()) {
    const where = `steps[${index}]`;
    if ("action" in step) {
      const answer = played.actions.get(ordinals.action++)?.answer;
      if (step.expect === undefined || answer === undefined) continue;
      failures.push(
        ...checkAction(where, await resolveCaptures(step.expect, played.scope), answer),
      );
    } else if ("native" in step) {
      const answer: Answer | undefined = played.natives.get(ordinals.native++);
      if (step.expect === undefined) continue;
      const expect = await resolveCaptures(step.expect, played.scope);
      failures.push(...failuresOf("native_answer", where, differences(expect, answer)));
    } else if ("request" in step) {
      const answer = played.responses.get(ordinals.request++);
      if (step.request.expect === undefined || answer === undefined) continue;
      const expect = await resolveCaptures(step.request.expect, played.scope);
      failures.push(...checkResponse(where, expect, answer));
    }
  }
  return failures;
};

const lastAction: Check = async (golden, played) => {
  if (golden.expected_action_result === undefined) return [];
  const last = [...played.actions.values()].at(-1);
  if (last === undefined) {
    return [failure("golden", "expected_action_result", "an action step", "none")];
  }
  const expect = await resolveCaptures(golden.expected_action_result, played.scope);
  return checkAction("expected_action_result", expect, last.answer);
};

const evidence: Check = async (golden, played, driver) => {
  if (golden.expected_evidence_events === undefined && golden.must_not_emit === undefined)
    return [];
  const events = await driver.evidence();
  const expected = await resolveCaptures(golden.expected_evidence_events, played.scope);
  return [
    ...(expected === undefined ? [] : checkEvidence(expected, events)),
    ...checkForbidden(golden.must_not_emit ?? [], events),
  ];
};

const assessments: Check = async (golden, played, driver) => {
  const { expected_assessment: channel, expected_participant_assessment: participant } = golden;
  if (channel === undefined && participant === undefined) return [];
  if (played.subject === undefined) {
    return [failure("golden", "subject", "an action step, or a subject", "neither")];
  }
  const actual = await driver.assessment(played.subject);
  const compare = async (rule: Rule, field: string, expected: unknown, found: unknown) =>
    expected === undefined
      ? []
      : failuresOf(rule, field, differences(await resolveCaptures(expected, played.scope), found));
  return [
    ...(await compare("assessment", "expected_assessment", channel, actual.channel)),
    ...(await compare(
      "participant_assessment",
      "expected_participant_assessment",
      participant,
      actual.participant,
    )),
  ];
};

const adapterEvents: Check = async (golden, played, driver) => {
  if (golden.expected_adapter_events === undefined) return [];
  const expected = await resolveCaptures(golden.expected_adapter_events, played.scope);
  return matchMultiset(expected, await driver.adapterEvents()).missing.map((missing) =>
    failure(
      "adapter_event",
      `expected_adapter_events[${missing.index}]`,
      missing.expected,
      missing.closest ?? "no adapter event is left to compare with",
    ),
  );
};

const health: Check = async ({ expected_health: expected }, played, driver) =>
  expected === undefined
    ? []
    : failuresOf(
        "health",
        "expected_health",
        differences(await resolveCaptures(expected, played.scope), await driver.health()),
      );

const descriptor: Check = async ({ expected_descriptor: expected }, played, driver) =>
  expected === undefined
    ? []
    : failuresOf(
        "descriptor",
        "expected_descriptor",
        differences(await resolveCaptures(expected, played.scope), await driver.descriptor()),
      );

const endpointQuality: Check = async (golden, played, driver) => {
  const failures: GoldenFailure[] = [];
  for (const expectation of golden.expected_endpoint_quality ?? []) {
    const { endpoint_id: id, quality } = await resolveCaptures(expectation, played.scope);
    const actual = await driver.endpointQuality(id);
    failures.push(
      ...failuresOf("endpoint_quality", `endpoint ${id}`, differences(quality, actual)),
    );
  }
  return failures;
};

const CHECKS: readonly Check[] = [
  steps,
  lastAction,
  evidence,
  assessments,
  adapterEvents,
  health,
  descriptor,
  endpointQuality,
];
