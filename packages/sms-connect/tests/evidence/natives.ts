import type { StoredNative } from "@underclaim/runtime";
import type { SmsNative, SmsStored } from "../../src/native/types.ts";

const START = Date.UTC(2026, 0, 1, 12);

const OWN = /^(message|operator|endpoint|provider|tracking)\.|^receipt\.(overdue|partial)$/;

interface Told {
  /** Minutes after noon; null: no trusted clock tells it. Default: null, and for the adapter's own acts noon. */
  readonly at?: number | null;
  readonly data?: StoredNative["data"];
  readonly id?: string;
}

/** A recorded native event. */
export function native(type: SmsNative, { at = null, data = {}, id }: Told = {}): SmsStored {
  const source_type =
    OWN.test(type) || data["aggregated"] === true ? "adapter" : "provider_webhook";
  const minute = at ?? 0;
  return {
    id: id ?? `${type}@${at}/${JSON.stringify(data)}`,
    type,
    source: source_type === "adapter" ? "adapter" : "twilio.status",
    dedupe_key: id ?? `${type}@${at}`,
    occurred_at: at === null ? null : START + minute * 60_000,
    received_at: START + minute * 60_000,
    native_type: null,
    native_status: null,
    observation: {
      source_type,
      observed_at: new Date(START + minute * 60_000).toISOString(),
      source_confidence: "medium",
      notes: [],
    },
    subjects: ["sms_1", "endpoint:ep_1"],
    correlation_method: "reference",
    provider_refs: [],
    data,
    raw_hash: null,
  };
}

/** A receipt of one part. */
export const part = (
  message: string | null,
  receipt: string,
  state: "delivered" | "failed" | "pending" | "unknown",
  { count = 2, at = null }: { count?: number; at?: number | null } = {},
): SmsStored =>
  native(`segment.${state}`, { at, data: { message, receipt, segment_count: count } });
