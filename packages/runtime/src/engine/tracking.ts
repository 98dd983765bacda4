import type {
  AdapterActionRequest,
  CorrelationContext,
  TrackingContext,
} from "@underclaim/contract";
import type { OperationId } from "../time-and-ids.ts";

/** What external facts a tracking context carries stand among the references of its correlation under this name. */
const EXTERNAL = "external_context";

/** The request's tracking context as the correlation every later event carries (AdapterInterfaceSpecification §19). */
export function correlationOf(
  request: AdapterActionRequest,
  operation: OperationId,
): CorrelationContext {
  const tracking = request.tracking_context;
  return {
    correlation_id: tracking.correlation_id,
    request_id: request.request_id,
    coordination_case_id: request.coordination_case_id,
    participant_id: request.participant_id ?? tracking.participant_id ?? null,
    notification_id: tracking.notification_id ?? null,
    delivery_id: tracking.delivery_id ?? null,
    interaction_id: tracking.interaction_id ?? null,
    payload_id: tracking.payload_id ?? null,
    action_surface_id: tracking.action_surface_id ?? null,
    adapter_operation_id: operation,
    provider_operation_id: null,
    provider_message_id: null,
    external_refs: tracking.external_context.map(({ key, value }) => ({
      provider_name: EXTERNAL,
      ref_type: key,
      ref_value: value,
    })),
  };
}

/** The same backwards: the tracking context as the request gave it, from the correlation that its events carry. */
export const trackingContextOf = (correlation: CorrelationContext): TrackingContext => ({
  correlation_id: correlation.correlation_id,
  coordination_case_id: correlation.coordination_case_id,
  participant_id: correlation.participant_id ?? null,
  notification_id: correlation.notification_id ?? null,
  delivery_id: correlation.delivery_id ?? null,
  interaction_id: correlation.interaction_id ?? null,
  payload_id: correlation.payload_id ?? null,
  action_surface_id: correlation.action_surface_id ?? null,
  external_context: (correlation.external_refs ?? [])
    .filter(({ provider_name }) => provider_name === EXTERNAL)
    .map(({ ref_type, ref_value }) => ({ key: ref_type, value: ref_value })),
});
