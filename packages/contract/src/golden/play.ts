import { CaptureError, type CaptureScope, resolveCaptures, valueAt } from "./captures.ts";
import type { Answer, Driver, SubjectQuery, TextAnswer } from "./driver.ts";
import { durationMs } from "./duration.ts";
import type { GoldenTest } from "./format.ts";
import { type PlannedStep, planOf } from "./plan.ts";

/** When a golden that does not say begins. */
export const DEFAULT_CLOCK = "2026-01-01T12:00:00Z";

export interface PlayedAction {
  readonly request: Readonly<Record<string, unknown>>;
  readonly answer: Answer;
}

/** What came of playing a golden's steps, by the ordinals that captures use. */
export interface Played {
  readonly actions: ReadonlyMap<number, PlayedAction>;
  readonly natives: ReadonlyMap<number, Answer>;
  readonly responses: ReadonlyMap<number, TextAnswer>;
  readonly scope: CaptureScope;
  /** What the assessments are of, or undefined where the golden names and makes nothing. */
  readonly subject: SubjectQuery | undefined;
}

export interface PlayOptions {
  /** The steps to play in place of the golden's own order. */
  readonly plan?: readonly PlannedStep[];
  /** Called after each step, before the next. */
  readonly afterStep?: (planned: PlannedStep, answer: Answer | undefined) => Promise<void>;
}

/** Resets the driver and plays the steps. Expectations are the runner's affair, not looked at here. */
export async function play(
  golden: GoldenTest,
  driver: Driver,
  options: PlayOptions = {},
): Promise<Played> {
  const start = golden.given?.clock ?? DEFAULT_CLOCK;
  await driver.reset({
    clock: start,
    configuration: golden.given?.configuration ?? {},
    documents: golden.given?.documents ?? [],
  });
  const actions = new Map<number, PlayedAction>();
  const natives = new Map<number, Answer>();
  const responses = new Map<number, TextAnswer>();
  const scope = scopeOf(driver, actions, natives, responses);
  let now = Date.parse(start);

  const perform = async ({ step, ordinal, repeat }: PlannedStep): Promise<Answer | undefined> => {
    if ("action" in step) {
      const known = repeat === true ? actions.get(ordinal)?.request : undefined;
      const request =
        known ?? filled(golden, await resolveCaptures(step.action, scope), ordinal, now);
      const answer = await driver.action(request);
      if (repeat !== true) actions.set(ordinal, { request, answer });
      return answer;
    }
    if ("native" in step) {
      const answer = await driver.native(await resolveCaptures(step.native, scope));
      if (repeat !== true) natives.set(ordinal, answer);
      return answer;
    }
    if ("request" in step) {
      const { expect: _, ...request } = step.request;
      const answer = await driver.request(await resolveCaptures(request, scope));
      if (repeat !== true) responses.set(ordinal, answer);
      return answer;
    }
    if ("provider_reply" in step) {
      await driver.providerReply(await resolveCaptures(step.provider_reply, scope));
    } else if ("advance" in step) {
      await driver.advance(step.advance);
      now += durationMs(step.advance) ?? 0;
    } else if ("fault" in step) {
      await driver.fault(await resolveCaptures(step.fault, scope));
    } else {
      await driver.restart();
    }
    return undefined;
  };

  for (const planned of options.plan ?? planOf(golden)) {
    const answer = await perform(planned);
    await options.afterStep?.(planned, answer);
  }
  return { actions, natives, responses, scope, subject: await subjectOf(golden, actions, scope) };
}

/** What the engine would send: identifiers are made of the test's own name, so runs are alike. */
function filled(
  golden: GoldenTest,
  action: Readonly<Record<string, unknown>>,
  ordinal: number,
  now: number,
): Record<string, unknown> {
  const coordinationCase = action["coordination_case_id"] ?? `case_${golden.test_id}`;
  return {
    request_id: `req_${golden.test_id}_${ordinal}`,
    coordination_case_id: coordinationCase,
    idempotency_key: `key_${golden.test_id}_${ordinal}`,
    requested_at: new Date(now).toISOString(),
    tracking_context: {
      correlation_id: `corr_${golden.test_id}_${ordinal}`,
      coordination_case_id: coordinationCase,
    },
    ...action,
  };
}

async function subjectOf(
  golden: GoldenTest,
  actions: ReadonlyMap<number, PlayedAction>,
  scope: CaptureScope,
): Promise<SubjectQuery | undefined> {
  if (golden.subject !== undefined) {
    return { subject_ref: await resolveCaptures(golden.subject, scope) };
  }
  const first = actions.get(0);
  if (first === undefined) return undefined;
  const stated = valueAt(first.answer.body, ["metadata", "subject_ref"]);
  if (typeof stated === "string") return { subject_ref: stated };
  const operation = valueAt(first.answer.body, ["adapter_operation_id"]);
  return {
    request_id: String(first.request["request_id"]),
    ...(typeof operation === "string" ? { adapter_operation_id: operation } : {}),
  };
}

function scopeOf(
  driver: Driver,
  actions: ReadonlyMap<number, PlayedAction>,
  natives: ReadonlyMap<number, Answer>,
  responses: ReadonlyMap<number, TextAnswer>,
): CaptureScope {
  const answerOf = (root: string, ordinal: number): Answer | undefined => {
    if (root === "action") return actions.get(ordinal)?.answer;
    return root === "native" ? natives.get(ordinal) : responses.get(ordinal);
  };
  return {
    async resolve(root, path) {
      if (root === "operation") {
        const last = [...actions.values()].at(-1);
        if (last === undefined) return undefined;
        if (path[0] !== "refs") return valueAt(last.answer.body, path);
        const operation = valueAt(last.answer.body, ["adapter_operation_id"]);
        return typeof operation === "string" && path[1] !== undefined
          ? refOf(driver, operation, String(path[1]))
          : undefined;
      }
      const [ordinal, ...rest] = path;
      if (typeof ordinal !== "number") {
        throw new CaptureError("capture_malformed", `{{${root}…}} needs an index: ${root}[0].`);
      }
      const answer = answerOf(root, ordinal);
      const direct = valueAt(answer, rest) ?? inJson(answer, rest);
      return direct === undefined && root === "action" ? valueAt(answer?.body, rest) : direct;
    },
  };
}

/** A request's answer is kept as the text it came as. */
function inJson(
  answer: Answer | undefined,
  [first, ...rest]: readonly (string | number)[],
): unknown {
  if (first !== "body" || rest.length === 0 || typeof answer?.body !== "string") return undefined;
  try {
    return valueAt(JSON.parse(answer.body), rest);
  } catch {
    return undefined;
  }
}

async function refOf(driver: Driver, operation: string, type: string): Promise<string | undefined> {
  const known = await driver.refs?.(operation);
  if (known?.[type] !== undefined) return known[type];
  for (const event of await driver.evidence()) {
    if (event.correlation.adapter_operation_id !== operation) continue;
    const refs = [...event.provider_refs, ...event.correlation.external_refs];
    const found = refs.find((ref) => ref.ref_type === type);
    if (found !== undefined) return found.ref_value;
  }
  return undefined;
}
