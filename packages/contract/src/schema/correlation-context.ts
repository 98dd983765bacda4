import { z } from "zod";
import { id, list, optional } from "./fields.ts";
import { ProviderRef } from "./provider-ref.ts";

/** §19: mandatory on every event. */
export const CorrelationContext = z
  .strictObject({
    correlation_id: id("Ties everything that follows from one request together."),
    request_id: optional(id(""), "The action request the event follows from."),
    coordination_case_id: id("The coordination case the event belongs to."),
    participant_id: optional(id(""), "The participant the event concerns."),
    notification_id: optional(id(""), "The notification the event concerns."),
    delivery_id: optional(id(""), "The delivery the event concerns."),
    interaction_id: optional(id(""), "The interaction the event concerns."),
    payload_id: optional(id(""), "The payload the event concerns."),
    action_surface_id: optional(id(""), "The action surface the event concerns."),
    adapter_operation_id: optional(id(""), "The adapter's own operation."),
    provider_operation_id: optional(z.string().min(1).max(1024), "The provider's operation."),
    provider_message_id: optional(z.string().min(1).max(1024), "The provider's message."),
    external_refs: list(ProviderRef, "Every other provider reference the event carries."),
  })
  .meta({
    id: "CorrelationContext",
    description: "How an event is tied to its cause (AdapterInterfaceSpecification §19).",
  });
export type CorrelationContext = z.infer<typeof CorrelationContext>;
