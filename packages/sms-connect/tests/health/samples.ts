import type { EvidenceEvent } from "@underclaim/contract";
import type { JsonObject, NativeRecord } from "@underclaim/runtime";
import type { SmsNative, SmsStored } from "../../src/native/types.ts";

export const NOW = Date.UTC(2026, 0, 1, 12, 30);
export const HOUR = 3_600_000;

export interface Told {
  readonly type: SmsNative;
  readonly subject: string;
  readonly data?: JsonObject;
  readonly at?: number;
  /** Default: type and subject. */
  readonly id?: string;
}

/** A native event as a commit carries it. */
export function record({ type, subject, data = {}, at = NOW, id }: Told): NativeRecord {
  const stored: SmsStored = {
    id: id ?? `ne_${type}_${subject}`,
    type,
    source: "test",
    dedupe_key: `${type}/${subject}`,
    occurred_at: null,
    received_at: at,
    native_type: null,
    native_status: null,
    observation: {
      source_type: "adapter",
      source_confidence: "high",
      observed_at: new Date(at).toISOString(),
      notes: [],
    },
    subjects: [subject, "endpoint:num_1"],
    correlation_method: "operation",
    provider_refs: [],
    data,
    raw_hash: null,
  };
  return {
    id: stored.id,
    source: "test",
    dedupeKey: stored.dedupe_key,
    subjects: stored.subjects,
    receivedAt: at,
    occurredAt: null,
    text: JSON.stringify(stored),
    raw: null,
  };
}

/** The same as the ledger carries it: the parts that the rates read. */
export const event = ({ type, subject, data = {}, at = NOW, id }: Told): EvidenceEvent =>
  ({
    evidence_event_id: `ev_${type}_${subject}`,
    source_adapter_event_id: id ?? `ne_${type}_${subject}`,
    observed_at: new Date(at).toISOString(),
    native_status_mapping_ref: `mapping:${type}`,
    metadata: { ...data, subject_ref: subject },
  }) as unknown as EvidenceEvent;

export const taken = (subject: string, over: JsonObject = {}, at = NOW): Told => ({
  type: "message.accepted",
  subject,
  at,
  data: { sender_identity: "main", account: "a1", country: "DE", ...over },
});
