import type { NativeDraft, StoredNative } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import { flat } from "../flat-text.ts";
import type { NativeRecord, RawPayload } from "../store/port.ts";
import { timestamp, type Instant, type SubjectId, type TenantId } from "../time-and-ids.ts";
import { contentHash, stableId } from "./digest.ts";
import type { Engine } from "./engine.ts";
import { endpointSubject } from "./operation-record.ts";

export const nativeId = (tenant: TenantId, native: NativeDraft): string =>
  stableId("ne", tenant, native.source, flat(native.dedupeKey));

/** The native event as it is kept, with every timeline it belongs to. */
export function nativeRecord(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  targets: readonly Target[],
  receivedAt: Instant,
  rawHash = native.raw ? contentHash(native.raw.text) : null,
): NativeRecord {
  const subjects = subjectsOf(native, targets);
  const observedAt = timestamp(receivedAt);
  const stored: StoredNative = {
    id: nativeId(tenant, native),
    type: native.type,
    source: native.source,
    dedupe_key: flat(native.dedupeKey),
    occurred_at: native.occurredAt,
    received_at: receivedAt,
    native_type: native.nativeType,
    native_status: native.nativeStatus,
    observation: {
      source_type: native.observation.source_type,
      source_confidence: native.observation.source_confidence,
      observed_at: observedAt,
      occurred_at: native.occurredAt === null ? null : timestamp(native.occurredAt),
      observer_ref: native.observation.observer_ref ?? null,
      transport_ref: native.observation.transport_ref ?? null,
      notes: [...(native.observation.notes ?? [])],
    },
    subjects,
    correlation_method: targets[0]?.method ?? "uncorrelated",
    provider_refs: native.refs,
    data: native.data ?? {},
    raw_hash: rawHash,
  };
  return {
    id: stored.id,
    source: native.source,
    dedupeKey: native.dedupeKey,
    subjects,
    receivedAt,
    occurredAt: native.occurredAt,
    text: JSON.stringify(stored),
    raw: rawPayload(engine, native, receivedAt),
  };
}

export const storedNative = (record: NativeRecord): StoredNative =>
  JSON.parse(record.text) as StoredNative;

/** Raw data is off by default (AdapterInterfaceSpecification §31); its hash is always kept. */
export function rawPayload(
  engine: Engine,
  native: NativeDraft,
  receivedAt: Instant,
): RawPayload | null {
  const { keep, retentionMs } = engine.settings.raw;
  if (!keep || native.raw === null || native.raw === undefined) return null;
  return {
    contentType: native.raw.contentType,
    text: native.raw.text,
    person: native.raw.person ?? null,
    expiresAt: retentionMs === null ? null : receivedAt + retentionMs,
  };
}

function subjectsOf(native: NativeDraft, targets: readonly Target[]): SubjectId[] {
  const subjects: SubjectId[] = [];
  for (const target of targets) {
    subjects.push(target.subject);
    if (target.endpoint?.endpoint_id) subjects.push(endpointSubject(target.endpoint.endpoint_id));
  }
  if (native.endpoint?.endpoint_id) subjects.push(endpointSubject(native.endpoint.endpoint_id));
  return subjects.filter((subject, at) => subjects.indexOf(subject) === at);
}
