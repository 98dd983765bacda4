import type { NativeDraft, StoredNative } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import { endpointSubject } from "../endpoint-subject.ts";
import { flat } from "../flat-text.ts";
import type { NativeRecord, RawPayload } from "../store/port.ts";
import { timestamp, type Instant, type SubjectId, type TenantId } from "../time-and-ids.ts";
import { contentHash, stableId } from "./digest.ts";
import type { Engine } from "./engine.ts";

export const nativeId = (tenant: TenantId, native: NativeDraft): string =>
  stableId("ne", tenant, native.source, flat(native.dedupeKey));

/**
 * The limit of a timeline that is read whole. An assessment that forgot the first events would read a subject that is much
 * talked about as unknown.
 */
export const EVERY_NATIVE = 1_000_000_000;

/** What of a native event has no column of its own. */
type NativeText = Omit<
  StoredNative,
  "id" | "source" | "dedupe_key" | "occurred_at" | "received_at" | "subjects" | "observation"
> & { readonly observation: Omit<StoredNative["observation"], "observed_at" | "occurred_at"> };

/** The native event as it is kept, with every timeline it belongs to. */
export function nativeRecord(
  engine: Engine,
  tenant: TenantId,
  native: NativeDraft,
  targets: readonly Target[],
  receivedAt: Instant,
  rawHash = native.raw ? contentHash(native.raw.text) : null,
): NativeRecord {
  const text: NativeText = {
    type: native.type,
    native_type: native.nativeType,
    native_status: native.nativeStatus,
    observation: {
      source_type: native.observation.source_type,
      source_confidence: native.observation.source_confidence,
      observer_ref: native.observation.observer_ref ?? null,
      transport_ref: native.observation.transport_ref ?? null,
      notes: [...(native.observation.notes ?? [])],
    },
    correlation_method: targets[0]?.method ?? "uncorrelated",
    provider_refs: native.refs,
    data: native.data ?? {},
    raw_hash: rawHash,
  };
  return {
    id: nativeId(tenant, native),
    source: native.source,
    dedupeKey: native.dedupeKey,
    subjects: subjectsOf(native, targets),
    receivedAt,
    occurredAt: native.occurredAt,
    text: JSON.stringify(text),
    raw: rawPayload(engine, native, receivedAt),
  };
}

export function storedNative(record: NativeRecord): StoredNative {
  const { receivedAt, occurredAt } = record;
  const text = JSON.parse(record.text) as NativeText;
  return {
    ...text,
    id: record.id,
    source: record.source,
    dedupe_key: record.dedupeKey,
    occurred_at: occurredAt,
    received_at: receivedAt,
    observation: {
      ...text.observation,
      observed_at: timestamp(receivedAt),
      occurred_at: occurredAt === null ? null : timestamp(occurredAt),
    },
    subjects: record.subjects,
  };
}

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
