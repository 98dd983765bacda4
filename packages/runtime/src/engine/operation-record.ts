import type {
  ActionSurfaceRef,
  AdapterActionState,
  CorrelationContext,
  EndpointRef,
  ErrorDescriptor,
  ProviderRef,
  ResourceRef,
} from "@underclaim/contract";
import type { Target } from "../definition/target.ts";
import type { JsonObject } from "../json.ts";
import type { Operation, OperationWrite } from "../store/port.ts";
import type { Instant, OperationId, SubjectId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";

/** What an operation remembers of its request: enough to correlate and to answer, nothing personal. */
export interface OperationRecord {
  readonly request_id: string;
  readonly action_type: string;
  readonly correlation: CorrelationContext;
  readonly payload: ResourceRef | null;
  readonly action_surface: ActionSurfaceRef | null;
  readonly endpoint: EndpointRef | null;
  readonly expires_at: Instant | null;
  /** The state the plan answered with, for operations that are never dispatched. */
  readonly planned: AdapterActionState;
  readonly initial_events: readonly string[];
  /** Subjects of initial events that are not the operation's (it cancelled another). */
  readonly event_subjects?: readonly string[];
  readonly error: ErrorDescriptor | null;
  readonly received_at: Instant;
  readonly completed_at: Instant | null;
  /** What the provider answered with, newest answer first. */
  readonly provider_refs: readonly ProviderRef[];
  /** Whether it is found by its own id, where somebody names it (`AdapterDefinition.ownRef`). */
  readonly answers: boolean;
  readonly metadata: JsonObject | null;
}

/** What has been parsed, or written down, of an operation that was read and of a write. */
const records = new WeakMap<Operation | OperationWrite, OperationRecord>();

export function recordOf(operation: Operation): OperationRecord {
  const known = records.get(operation);
  if (known !== undefined) return known;
  const record = JSON.parse(operation.text) as OperationRecord;
  records.set(operation, record);
  return record;
}

/** The record as an operation keeps it. */
export const recordText = (record: OperationRecord): string => JSON.stringify(record);

/** With the record, and what the provider has told of the operation since. */
export function recording(
  write: OperationWrite,
  operation: Operation,
  refs: readonly ProviderRef[],
  completedAt: Instant | null,
): OperationWrite {
  const before = recordOf(operation);
  const older = before.provider_refs.filter((known) => !refs.some((ref) => sameRef(known, ref)));
  const record = {
    ...before,
    provider_refs: [...refs, ...older],
    completed_at: completedAt ?? before.completed_at,
  };
  const recorded = { ...write, text: recordText(record) };
  records.set(recorded, record);
  return recorded;
}

/** As it stands once this is written of it, without its command. */
export function written(operation: Operation, write: OperationWrite): Operation {
  const { state, dueAt, text = operation.text } = write;
  const stands = { ...operation, state, dueAt, text, command: null };
  const record = write.text === undefined ? recordOf(operation) : records.get(write);
  if (record !== undefined) records.set(stands, record);
  return stands;
}

const sameRef = (a: ProviderRef, b: ProviderRef): boolean =>
  a.provider_name === b.provider_name && a.ref_type === b.ref_type && a.ref_value === b.ref_value;

const isOwn = (engine: Engine, operation: OperationId, ref: ProviderRef): boolean =>
  engine.definition.ownRef !== undefined && sameRef(engine.definition.ownRef(operation), ref);

/** Whether the operation is to be found by its own id. */
export const answersTo = (
  engine: Engine,
  operation: OperationId,
  refs: readonly ProviderRef[],
): boolean => refs.some((ref) => isOwn(engine, operation, ref));

/** What must be written for the operation to be found by these: its own id leads to it without. */
export const otherRefs = (
  engine: Engine,
  operation: OperationId,
  refs: readonly ProviderRef[],
): { readonly ref: ProviderRef; readonly operation: OperationId }[] =>
  refs.flatMap((ref) => (isOwn(engine, operation, ref) ? [] : [{ ref, operation }]));

/** The operation that the reference would be the own one of. Null: it is of another kind. */
export function namedBy(engine: Engine, ref: ProviderRef): OperationId | null {
  return isOwn(engine, ref.ref_value, ref) ? ref.ref_value : null;
}

/** What evidence about this operation is correlated with. */
export function targetOf(
  operation: OperationId,
  subject: SubjectId,
  record: OperationRecord,
  method: Target["method"],
): Target {
  return {
    subject,
    operation,
    method,
    correlation: record.correlation,
    payload: record.payload,
    actionSurface: record.action_surface,
    endpoint: record.endpoint,
  };
}

/**
 * The endpoint as evidence may name it: by id, never by value. An endpoint without an id gets a keyed pseudonym of its
 * value, so that its quality can be looked up.
 */
export function endpointOf(
  engine: Engine,
  endpoint: EndpointRef | null | undefined,
): EndpointRef | null {
  if (endpoint === null || endpoint === undefined) return null;
  const id =
    endpoint.endpoint_id ??
    (endpoint.value === null || endpoint.value === undefined
      ? null
      : engine.endpointIds(JSON.stringify([endpoint.endpoint_type, endpoint.value])));
  return { endpoint_id: id, endpoint_type: endpoint.endpoint_type };
}
