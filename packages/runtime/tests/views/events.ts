import type { AdapterEvent } from "@underclaim/contract";

const AT = "2026-01-01T12:00:00Z";

/** An event of a timeline that is evidence of nothing. */
export const event = (type: string, told: Partial<AdapterEvent> = {}): AdapterEvent => ({
  event_id: `ne_${type}`,
  adapter_id: "pigeon-connect.default",
  adapter_event_type: type,
  received_at: AT,
  observation: {
    source_type: "adapter",
    observed_at: AT,
    source_confidence: "high",
    notes: [],
  },
  correlation: { correlation_id: "c_1", coordination_case_id: "case_1", external_refs: [] },
  provider_refs: [],
  normalization_status: "ignored",
  normalized_events: [],
  metadata: {},
  ...told,
});

export const of = (operation: string): Pick<AdapterEvent, "correlation"> => ({
  correlation: {
    correlation_id: "c_1",
    coordination_case_id: "case_1",
    adapter_operation_id: operation,
    external_refs: [],
  },
});
