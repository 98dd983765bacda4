import type { StoredNative } from "../../src/index.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

/** A recorded native event. @param at minutes after noon, by the source's own clock; null: no trusted clock tells it */
export const native = (
  type: string,
  at: number | null,
  by: "adapter" | "provider_webhook" = "provider_webhook",
): StoredNative => ({
  id: `${type}@${at}`,
  type,
  source: by === "adapter" ? "adapter" : "pigeons",
  dedupe_key: `${type}@${at}`,
  occurred_at: by === "adapter" || at === null ? null : NOON + at * 60_000,
  received_at: NOON + (at ?? 999) * 60_000,
  native_type: null,
  native_status: null,
  observation: {
    source_type: by,
    observed_at: new Date(NOON).toISOString(),
    source_confidence: "medium",
    notes: [],
  },
  subjects: ["pigeon_1"],
  correlation_method: "reference",
  provider_refs: [],
  data: {},
  raw_hash: null,
});
