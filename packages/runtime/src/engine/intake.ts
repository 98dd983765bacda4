import {
  AdapterActionRequest,
  type AdapterActionResult,
  type AdapterLifecycleState,
  type ErrorDescriptor,
} from "@underclaim/contract";
import type { ActionDefinition, Plan, PlanContext } from "../definition/action.ts";
import type { NativeDraft } from "../definition/native.ts";
import type { IdempotencyRecord, Snapshot } from "../store/port.ts";
import { timestamp, type Instant, type TenantId } from "../time-and-ids.ts";
import type { ActionAnswer, SubmitOptions } from "./adapter-runtime.ts";
import { answerOf } from "./answer.ts";
import { assemble } from "./assemble.ts";
import { assumeAbsent, withAssumed } from "./assume-absent.ts";
import { contradictionsIn } from "./contradictions.ts";
import { isReservedCase, type Engine } from "./engine.ts";
import { conflictFields, fieldHashes } from "./idempotency.ts";
import { malformed, problemsOf, unsupported } from "./malformed.ts";
import type { Attempt } from "./races.ts";
import { readUntilKnown } from "./read-until-known.ts";

/**
 * Takes an action request: schema, idempotency, the action's plan, one commit. A request that is not understood consumes
 * no key; one that is refused does, and its refusal is recorded with its events. What was answered once is answered again,
 * whatever the adapter's lifecycle.
 */
export async function submit(
  engine: Engine,
  tenant: TenantId,
  body: unknown,
  options: SubmitOptions = {},
): Promise<ActionAnswer> {
  const understood = understand(engine, body, options);
  if ("kind" in understood) {
    engine.counters.actions.malformed += 1;
    return understood;
  }
  const { request } = understood;
  const fields = fieldHashes(request, engine.settings.digestKey);

  const who = `A request of type ${request.action_type}`;
  return engine.races.run(tenant, { who, remedy: "the same thing. Send it again." }, (attempt) =>
    tryToTakeOn(engine, tenant, understood, fields, attempt),
  );
}

async function tryToTakeOn(
  engine: Engine,
  tenant: TenantId,
  { request, action }: Understood,
  fields: ReturnType<typeof fieldHashes>,
  attempt: number,
): Promise<Attempt<ActionAnswer>> {
  const now = engine.clock.now();
  const operation = engine.ids.next(engine.definition.operationPrefix);
  const context: PlanContext = { tenant, now, ids: engine.ids, operation };
  const refusal = refusalOf(engine.lifecycle());
  // The commit's first guard finds a repeat anyhow, and most requests are new: only then is the record read.
  const looks = attempt > 0 || refusal !== null;
  const reads = (known: Snapshot | null) => action.reads?.(request, known, context) ?? [];
  const assumed = !looks && engine.wariness.mayAssume(action) ? assumeAbsent(reads) : null;
  const snapshot =
    assumed?.snapshot ??
    (await readUntilKnown(
      engine.store,
      tenant,
      reads,
      looks ? [{ idempotency: request.idempotency_key }] : [],
    ));
  const earlier = looks ? snapshot.idempotency(request.idempotency_key) : null;
  if (earlier !== null && earlier.expiresAt > now)
    return { won: await repeated(engine, tenant, request, fields, earlier, now) };
  if (refusal !== null) return { won: { kind: "disabled", error: refusal } };

  const plan =
    expiredPlan(engine, request, now, operation) ?? action.plan(request, snapshot, context);
  const step = assemble(engine, request, fields, plan, snapshot, context);
  const changes = assumed === null ? step.changes : withAssumed(step.changes, assumed);
  await engine.point("intake.planned");
  const committed = await engine.commit(tenant, changes);
  const mistaken = assumed !== null && !committed.ok && "doc" in committed.guard;
  if (assumed !== null && (committed.ok || mistaken)) engine.wariness.learn(action, !mistaken);
  if (!committed.ok) return { lost: committed.guard, mistaken };
  await engine.point("intake.committed");
  const kind = plan.kind === "accept" ? "accepted" : "refused";
  engine.counters.actions[kind] += 1;
  engine.counters.evidence += committed.added.length;
  engine.audit({
    event: `action.${kind}`,
    tenant,
    operation,
    action_type: request.action_type,
    request_id: request.request_id,
  });
  // An event that was known already is answered as the ledger has it: now, and whenever the request is repeated.
  const { evidence = [], idempotency } = step.changes;
  const known = committed.added.length < evidence.length;
  const text =
    known && idempotency !== undefined
      ? await answerOf(engine, tenant, operation, idempotency.result)
      : step.text;
  return { won: { kind, operation, text, replayed: false } };
}

/** AdapterInterfaceSpecification §27: which states take no new actions, and what to do then. */
const TAKES_NONE: Readonly<Partial<Record<AdapterLifecycleState, string>>> = {
  registered: "Configure it, then try again.",
  disabled: "Try again when it is enabled.",
  retired: "It does not come back: use another adapter.",
};

function refusalOf(state: AdapterLifecycleState): ErrorDescriptor | null {
  const remedy = TAKES_NONE[state];
  if (remedy === undefined) return null;
  return {
    code: `adapter_${state}`,
    message: `The adapter is ${state}: it takes no actions, and still takes in events. Nothing was done and the idempotency_key is still free. ${remedy}`,
    retryable: state !== "retired",
    category: "configuration",
  };
}

type Understood = { request: AdapterActionRequest; action: ActionDefinition };

function understand(
  engine: Engine,
  body: unknown,
  options: SubmitOptions,
): Understood | ActionAnswer {
  const parsed = AdapterActionRequest.safeParse(body);
  if (!parsed.success) return malformed(problemsOf(parsed.error));
  const request = parsed.data;

  const local = options.local === true && request.coordination_case_id.startsWith("local:");
  if (isReservedCase(request.coordination_case_id) && !local) {
    return malformed([
      {
        path: "coordination_case_id",
        message:
          'Names that begin with "adapter:" or "local:" are reserved for the adapter itself. Use a case of your own.',
      },
    ]);
  }
  const contradictions = contradictionsIn(request, engine.definition.descriptor.supported_channels);
  if (contradictions.length > 0) return malformed(contradictions);
  const action = Object.hasOwn(engine.definition.actions, request.action_type)
    ? engine.definition.actions[request.action_type]
    : undefined;
  if (action === undefined) return unsupported(engine);

  const needed = action.request.safeParse(request);
  const parameters = request.parameters ?? {};
  const known = action.parameters?.safeParse(parameters);
  const problems = [
    ...(needed.success ? [] : problemsOf(needed.error)),
    ...(known === undefined || known.success ? [] : problemsOf(known.error, "parameters")),
    ...(action.parameters === undefined && Object.keys(parameters).length > 0
      ? [{ path: "parameters", message: `${request.action_type} takes no parameters.` }]
      : []),
  ];
  return problems.length > 0 ? malformed(problems) : { request, action };
}

/** `expires_at` is checked at intake and again at the dispatch. */
function expiredPlan(
  engine: Engine,
  request: AdapterActionRequest,
  now: Instant,
  operation: string,
): Plan | null {
  if (!request.expires_at || Date.parse(request.expires_at) > now) return null;
  const moment = engine.definition.moments?.expired;
  const native: NativeDraft | null =
    moment === undefined
      ? null
      : {
          type: moment,
          source: "adapter",
          dedupeKey: `${operation}:expired`,
          evidenceKey: "expired",
          occurredAt: now,
          nativeType: null,
          nativeStatus: null,
          refs: [],
          observation: { source_type: "adapter", source_confidence: "high" },
        };
  return {
    kind: "refuse",
    error: {
      code: "expired",
      message:
        "expires_at lies in the past: nothing was done. Send a new request with a later one.",
      retryable: false,
      category: "timeout",
    },
    natives: native === null ? [] : [native],
  };
}

async function repeated(
  engine: Engine,
  tenant: TenantId,
  request: AdapterActionRequest,
  fields: Record<string, string>,
  earlier: IdempotencyRecord,
  now: Instant,
): Promise<ActionAnswer> {
  const differing = conflictFields(earlier.fields, fields);
  const audit = {
    tenant,
    operation: earlier.operation,
    action_type: request.action_type,
    request_id: request.request_id,
  };
  if (differing.length === 0) {
    engine.counters.actions.replayed += 1;
    engine.audit({ event: "action.replayed", ...audit });
    return {
      kind: earlier.replayStatus === 200 ? "accepted" : "refused",
      operation: earlier.operation,
      text: await answerOf(engine, tenant, earlier.operation, earlier.result),
      replayed: true,
    };
  }
  engine.counters.actions.conflict += 1;
  engine.audit({ event: "action.conflict", ...audit, detail: differing.join(",") });
  const conflict = {
    idempotency_key: request.idempotency_key,
    original_request_ref: earlier.requestId,
    conflicting_request_ref: request.request_id,
    conflict_fields: differing,
  };
  const result: AdapterActionResult = {
    request_id: request.request_id,
    adapter_id: engine.definition.descriptor.adapter_id,
    accepted: false,
    action_state: "idempotency_conflict",
    adapter_operation_id: earlier.operation,
    initial_events: [],
    error: {
      code: "idempotency_conflict",
      message: `This idempotency_key was used by request ${earlier.requestId} with other content (${differing.join(", ")}). Nothing was done. Use a new key for a new request.`,
      retryable: false,
      category: "idempotency_conflict",
    },
    received_at: timestamp(now),
  };
  return { kind: "conflict", conflict, result };
}
