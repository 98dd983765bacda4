import type { AdapterActionRequest, AdapterActionResult } from "@underclaim/contract";
import type { Plan, PlanContext } from "../definition/action.ts";
import { flat } from "../flat-text.ts";
import type {
  Changes,
  Operation,
  OperationState,
  OperationWrite,
  Snapshot,
} from "../store/port.ts";
import { withEvents } from "./answer.ts";
import { timestamp, type Instant, type TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { interpret, type Interpretation } from "./interpret.ts";
import {
  answersTo,
  endpointOf,
  otherRefs,
  recordOf,
  recordText,
  targetOf,
  type OperationRecord,
} from "./operation-record.ts";
import { correlationOf } from "./tracking.ts";
import { moment } from "./settle.ts";

/** The plan as changes and as the answer. The plan's natives go the same way as everyone's. */
export function assemble(
  engine: Engine,
  request: AdapterActionRequest,
  fields: Record<string, string>,
  plan: Plan,
  snapshot: Snapshot,
  { tenant, now, operation }: PlanContext,
): { changes: Changes; text: string } {
  const accepted = plan.kind === "accept";
  const subject = plan.subject === undefined ? operation : flat(plan.subject);
  const lane = accepted ? (plan.dispatch?.lane ?? null) : null;
  const record: OperationRecord = {
    request_id: request.request_id,
    action_type: request.action_type,
    correlation: correlationOf(request, operation),
    payload: request.payload_ref ?? null,
    action_surface: request.action_surface_ref ?? null,
    endpoint: endpointOf(engine, plan.endpoint ?? request.target_endpoint),
    expires_at: request.expires_at
      ? Date.parse(request.expires_at)
      : accepted
        ? (plan.expiresAt ?? null)
        : null,
    planned: accepted ? plan.state : "rejected",
    initial_events: [],
    error: accepted ? null : plan.error,
    received_at: now,
    completed_at: accepted && plan.dispatch !== null ? null : now,
    provider_refs: [],
    answers: accepted && answersTo(engine, operation, plan.refs ?? []),
    metadata: plan.metadata ?? null,
  };
  const target = targetOf(operation, subject, record, "operation");
  const cancelled = accepted && plan.cancels ? snapshot.operation(plan.cancels.operation) : null;
  const meanings = [
    ...plan.natives.map((native) =>
      interpret(engine, tenant, native, { targets: [target] }, lane, now),
    ),
    ...(cancelled === null ? [] : cancellation(engine, tenant, cancelled, now)),
  ];
  const evidence = meanings.flatMap((meaning) => meaning.evidence);
  const result = JSON.stringify(resultOf(engine, operation, record, subject));
  const elsewhere = new Set(evidence.map((each) => each.subject));
  elsewhere.delete(subject);
  const write: OperationWrite = {
    id: operation,
    ...stateOf(plan, now),
    create: {
      lane: lane ?? "",
      subject,
      createdAt: now,
      ...(accepted && plan.dispatch !== null
        ? {
            command: {
              text: JSON.stringify(plan.dispatch.command),
              person: plan.person ?? null,
            },
          }
        : {}),
      deadline: accepted ? (plan.deadline ?? null) : null,
    },
    text: recordText({
      ...record,
      initial_events: evidence.map(({ id }) => id),
      ...(elsewhere.size === 0 ? {} : { event_subjects: [...elsewhere] }),
    }),
  };
  return {
    text: withEvents(
      result,
      evidence.map((each) => each.text),
    ),
    changes: {
      guards: [
        { idempotencyUnknown: request.idempotency_key, now },
        ...(plan.guards ?? []),
        ...(accepted && plan.cancels
          ? [{ operation: plan.cancels.operation, fence: plan.cancels.fence, states: CANCELLABLE }]
          : []),
      ],
      idempotency: {
        key: request.idempotency_key,
        operation,
        requestId: request.request_id,
        fields,
        replayStatus: accepted ? 200 : 422,
        result,
        expiresAt: now + engine.settings.idempotencyRetentionMs,
      },
      docs: [...(accepted ? (plan.docs ?? []) : [])],
      // Nothing is waited for where nothing was sent.
      deadlines: cancelled === null ? [] : [{ operation: cancelled.id, at: null }],
      operations: [
        write,
        ...(accepted && plan.cancels
          ? [
              {
                id: plan.cancels.operation,
                state: "cancelled" as const,
                dueAt: null,
                dropsCommand: true,
              },
            ]
          : []),
      ],
      refs: accepted ? otherRefs(engine, operation, plan.refs ?? []) : [],
      natives: meanings.map((meaning) => meaning.native),
      evidence,
    },
  };
}

/** That the other operation is cancelled is evidence about that operation, in its own case. */
function cancellation(
  engine: Engine,
  tenant: TenantId,
  cancelled: Operation,
  now: Instant,
): Interpretation[] {
  const type = engine.definition.moments?.cancelled;
  if (type === undefined) return [];
  const target = targetOf(cancelled.id, cancelled.subject, recordOf(cancelled), "operation");
  const native = moment(type, cancelled, "cancelled", now);
  return [interpret(engine, tenant, native, { targets: [target] }, cancelled.lane, now)];
}

const CANCELLABLE: readonly OperationState[] = ["scheduled", "ready", "claimed"];

function stateOf(plan: Plan, now: Instant): { state: OperationState; dueAt: Instant | null } {
  if (plan.kind === "refuse") return { state: "rejected", dueAt: null };
  if (plan.dispatch === null) return { state: "accepted", dueAt: null };
  const notBefore = plan.dispatch.notBefore ?? null;
  return notBefore !== null && notBefore > now
    ? { state: "scheduled", dueAt: notBefore }
    : { state: "ready", dueAt: null };
}

function resultOf(
  engine: Engine,
  operation: string,
  record: OperationRecord,
  subject: string,
): Omit<AdapterActionResult, "initial_events"> {
  return {
    request_id: record.request_id,
    adapter_id: engine.definition.descriptor.adapter_id,
    accepted: record.error === null,
    action_state: record.planned,
    adapter_operation_id: operation,
    provider_operation_id: null,
    raw_response_ref: null,
    error: record.error,
    received_at: timestamp(record.received_at),
    completed_at: record.completed_at === null ? null : timestamp(record.completed_at),
    metadata: { ...record.metadata, subject_ref: subject },
  };
}
