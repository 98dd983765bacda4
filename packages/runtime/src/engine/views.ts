import type {
  AdapterActionResult,
  AdapterActionState,
  AdapterEvent,
  EndpointQuality,
  EvidenceEvent,
} from "@underclaim/contract";
import type { AssessmentDraft } from "../definition/assess.ts";
import { endpointSubject } from "../endpoint-subject.ts";
import type { NativeRecord, Operation, Timeline } from "../store/port.ts";
import { timestamp, type OperationId, type SubjectId, type TenantId } from "../time-and-ids.ts";
import type { SubjectAssessment, SubjectTimeline } from "./adapter-runtime.ts";
import type { Engine } from "./engine.ts";
import { initialEvents } from "./answer.ts";
import { EVERY_NATIVE, storedNative } from "./native-record.ts";
import { recordOf } from "./operation-record.ts";

const eventsOf = (timeline: Timeline): EvidenceEvent[] =>
  timeline.evidence.map((text) => JSON.parse(text) as EvidenceEvent);

/** Parked natives are not interpreted yet and stand in no timeline. */
const interpreted = (timeline: Timeline): NativeRecord[] =>
  timeline.natives.filter((native) => native.parked === undefined);

/** Native events with what they were normalised to (AdapterInterfaceSpecification §9.16). Null: nothing is known of the subject. */
export async function timelineOf(
  engine: Engine,
  tenant: TenantId,
  subject: SubjectId,
): Promise<SubjectTimeline | null> {
  const timeline = await engine.store.timeline(tenant, subject);
  const natives = interpreted(timeline);
  if (natives.length === 0) return null;
  const evidence = Map.groupBy(eventsOf(timeline), (event) => event.source_adapter_event_id ?? "");
  return {
    subject_ref: subject,
    events: natives.map((record): AdapterEvent => {
      const native = storedNative(record);
      const normalized = evidence.get(native.id) ?? [];
      const correlation = normalized[0]?.correlation ?? {
        correlation_id: native.id,
        coordination_case_id: `adapter:${engine.definition.descriptor.adapter_id}`,
        external_refs: [],
      };
      return {
        event_id: native.id,
        adapter_id: engine.definition.descriptor.adapter_id,
        adapter_event_type: native.type,
        native_event_type: native.native_type,
        native_status: native.native_status,
        occurred_at: native.occurred_at === null ? null : timestamp(native.occurred_at),
        received_at: timestamp(native.received_at),
        observation: native.observation,
        correlation,
        participant_id: correlation.participant_id ?? null,
        endpoint_ref: normalized[0]?.endpoint_ref ?? null,
        provider_refs: [...native.provider_refs],
        raw_event_ref: `native:${native.id}`,
        normalization_status: normalized.length > 0 ? "normalized" : "ignored",
        normalized_events: normalized,
        metadata: {
          correlation_method: native.correlation_method,
          raw_hash: native.raw_hash,
          ...native.data,
        },
      };
    }),
  };
}

/** Both assessments, folded from the recorded natives: pruning raw data never changes one. */
export async function assessmentOf(
  engine: Engine,
  tenant: TenantId,
  subject: SubjectId,
): Promise<SubjectAssessment | null> {
  const timeline = await engine.store.timeline(tenant, subject, EVERY_NATIVE);
  const natives = interpreted(timeline);
  if (natives.length === 0) return null;
  const { channel, participant } = engine.definition.assess(natives.map(storedNative));
  const first =
    timeline.evidence[0] === undefined ? null : (JSON.parse(timeline.evidence[0]) as EvidenceEvent);
  const whole = (draft: AssessmentDraft) => ({
    ...draft,
    subject_ref: subject,
    adapter_id: engine.definition.descriptor.adapter_id,
    coordination_case_id: first?.coordination_case_id ?? null,
    participant_id: first?.participant_id ?? null,
  });
  return { channel: whole(channel), participant: whole(participant) };
}

/** A view over the newest natives of the endpoint; nothing of it is stored. */
export async function endpointQualityOf(
  engine: Engine,
  tenant: TenantId,
  endpointId: string,
): Promise<EndpointQuality | null> {
  const fold = engine.definition.assessEndpoint;
  if (fold === undefined) return null;
  const timeline = await engine.store.timeline(
    tenant,
    endpointSubject(endpointId),
    engine.settings.endpointMemory,
  );
  const natives = interpreted(timeline);
  if (natives.length === 0) return null;
  const endpointType = engine.definition.descriptor.supported_endpoint_types[0] ?? "unknown";
  return {
    ...fold(natives.map(storedNative)),
    endpoint_ref: { endpoint_id: endpointId, endpoint_type: endpointType },
    endpoint_type: endpointType,
  };
}

/** The current AdapterActionResult: what the request came to so far. */
export async function actionOf(
  engine: Engine,
  tenant: TenantId,
  id: OperationId,
): Promise<AdapterActionResult | null> {
  const operation = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
  if (operation === null) return null;
  const record = recordOf(operation);
  const initial = await initialEvents(engine, tenant, operation);
  return {
    request_id: record.request_id,
    adapter_id: engine.definition.descriptor.adapter_id,
    accepted: record.error === null,
    action_state: currentState(operation),
    adapter_operation_id: operation.id,
    provider_operation_id: record.provider_refs[0]?.ref_value ?? null,
    initial_events: initial.map((text) => JSON.parse(text) as EvidenceEvent),
    raw_response_ref: null,
    error: record.error,
    received_at: timestamp(record.received_at),
    completed_at: record.completed_at === null ? null : timestamp(record.completed_at),
    metadata: {
      ...record.metadata,
      subject_ref: operation.subject,
      operation_state: operation.state,
    },
  };
}

function currentState(operation: Operation): AdapterActionState {
  const { planned, error } = recordOf(operation);
  switch (operation.state) {
    case "scheduled":
      return "scheduled";
    case "ready":
      return "queued";
    case "claimed":
    case "dispatching":
      return "in_progress";
    // Without a lane nothing was ever dispatched: the answer of the plan stands. With one, "completed" says that the
    // provider took it, and no more.
    case "accepted":
      return operation.lane === "" ? planned : "completed";
    case "rejected":
      return error === null ? "failed" : "rejected";
    case "unknown":
      return "unknown";
    case "cancelled":
      return "cancelled";
    case "expired":
      return "failed";
  }
}
