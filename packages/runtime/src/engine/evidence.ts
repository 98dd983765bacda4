import {
  eventFamilyOf,
  lowerGrade,
  meetCertainty,
  UnderclaimError,
  type ActorContext,
  type EvidenceEvent,
  type EvidenceGrade,
  type MappingRow,
} from "@underclaim/contract";
import type { NativeDraft } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import { flat, joined } from "../flat-text.ts";
import type { EvidenceRecord } from "../store/port.ts";
import { timestamp, type Instant, type TenantId } from "../time-and-ids.ts";
import { stableId } from "./digest.ts";
import type { Engine } from "./engine.ts";

export interface EvidenceInput {
  readonly native: NativeDraft;
  readonly nativeId: string;
  readonly target: Target;
  readonly receivedAt: Instant;
  readonly sandbox: boolean;
}

/** The rows of the native type as evidence about the target. The order of rows is the table's. */
export function evidenceOf(
  engine: Engine,
  tenant: TenantId,
  input: EvidenceInput,
): EvidenceRecord[] {
  const rows = engine.definition.mapping[input.native.type] ?? [];
  return rows.map((row) => {
    const event = evidenceEvent(engine, tenant, input, row);
    return {
      id: event.evidence_event_id,
      subject: input.target.subject,
      native: input.nativeId,
      text: JSON.stringify(event),
    };
  });
}

function evidenceEvent(
  engine: Engine,
  tenant: TenantId,
  input: EvidenceInput,
  row: MappingRow,
): EvidenceEvent {
  const { native, nativeId, target, receivedAt } = input;
  const { correlation } = target;
  const observedAt = timestamp(receivedAt);
  const occurredAt = native.occurredAt === null ? null : timestamp(native.occurredAt);
  const key =
    target.evidenceKey === undefined
      ? native.evidenceKey
      : `${native.evidenceKey}|${target.evidenceKey}`;
  const grade = gradeOf(engine, native, target, row);
  return {
    evidence_event_id: stableId(
      "ev",
      tenant,
      correlation.coordination_case_id,
      target.subject,
      row.event,
      flat(key),
    ),
    event_type: row.event,
    event_family: familyOf(row.event),
    occurred_at: occurredAt,
    observed_at: observedAt,
    source_adapter_id: engine.definition.descriptor.adapter_id,
    source_adapter_event_id: nativeId,
    coordination_case_id: correlation.coordination_case_id,
    participant_id: correlation.participant_id ?? null,
    payload_ref: target.payload ?? null,
    action_surface_ref: target.actionSurface ?? null,
    endpoint_ref: native.endpoint ?? target.endpoint ?? null,
    actor_context: native.actor ? actorWithin(grade, native.actor) : null,
    observation: {
      source_type: native.observation.source_type,
      observed_at: observedAt,
      occurred_at: occurredAt,
      source_confidence: native.observation.source_confidence,
      observer_ref: native.observation.observer_ref ?? null,
      transport_ref: native.observation.transport_ref ?? null,
      notes: native.observation.notes ?? [],
    },
    provider_refs: [...native.refs],
    normalized_meaning: row.meaning,
    evidence_grade: grade,
    confidence: {
      level: target.method === "uncorrelated" ? "low" : row.confidence,
      basis: [...(row.basis ?? []), joined("", "Correlated by ", target.method, ".")],
    },
    raw_event_ref: joined(":", "native", nativeId),
    correlation,
    native_status_mapping_ref: joined(":", "mapping", native.type),
    metadata: {
      ...native.metadata,
      subject_ref: target.subject,
      native_event_type: native.nativeType,
      native_status: native.nativeStatus,
      correlation_method: target.method,
      does_not_mean: row.doesNotMean,
      // Who accepted is for the row to say: nothing of a native event's own stands in its place.
      acceptance: row.acceptance,
      ...(input.sandbox ? { environment: "sandbox" } : {}),
    },
  };
}

/** Who acted is told in two places; neither may be surer than the grade. */
function actorWithin(grade: EvidenceGrade, actor: ActorContext): ActorContext {
  const identity = meetCertainty(actor.identity_strength, grade.actor_certainty);
  const authority = meetCertainty(actor.authority_strength, grade.authority_certainty);
  return identity === actor.identity_strength && authority === actor.authority_strength
    ? actor
    : { ...actor, identity_strength: identity, authority_strength: authority };
}

/** defineMapping has checked that every row names a canonical family. */
function familyOf(eventType: string): EvidenceEvent["event_family"] {
  const family = eventFamilyOf(eventType);
  if (family === undefined)
    throw new UnderclaimError("unknown_family", `${eventType} is of no canonical family.`);
  return family;
}

/** The row's grade, lowered by the native event and by how it was correlated. Never raised. */
function gradeOf(
  engine: Engine,
  native: NativeDraft,
  target: Target,
  row: MappingRow,
): EvidenceGrade {
  const cap = engine.definition.correlators?.find(({ method }) => method === target.method)?.cap;
  const lowered = native.lower === undefined ? row.grade : lowerGrade(row.grade, native.lower);
  return cap === undefined ? lowered : lowerGrade(lowered, cap);
}
