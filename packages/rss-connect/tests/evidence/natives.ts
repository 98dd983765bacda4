import type { StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../../src/native/types.ts";

const START = Date.UTC(2026, 0, 1, 12);

/** A recorded native event so many minutes after noon. */
export const native = (
  type: RssNativeType,
  minute: number,
  data: StoredNative["data"] = {},
): StoredNative<RssNativeType> => {
  const at = START + minute * 60_000;
  return {
    id: `${type}@${minute}`,
    type,
    source: "adapter",
    dedupe_key: `${type}@${minute}`,
    occurred_at: at,
    received_at: at,
    native_type: type,
    native_status: null,
    observation: {
      source_type: "adapter",
      observed_at: new Date(at).toISOString(),
      source_confidence: "high",
      notes: [],
    },
    subjects: ["item_1"],
    correlation_method: "operation",
    provider_refs: [],
    data,
    raw_hash: null,
  };
};
