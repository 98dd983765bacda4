import { z } from "zod";
import { ActionSurfaceRef } from "./action-surface-ref.ts";
import { ActorContext } from "./actor-context.ts";
import { CorrelationContext } from "./correlation-context.ts";
import { EndpointRef } from "./endpoint-ref.ts";
import { EventObservation } from "./event-observation.ts";
import { EvidenceEvent } from "./evidence-event.ts";
import { freeObject, id, list, name, optional, reference, timestamp } from "./fields.ts";
import { ProviderRef } from "./provider-ref.ts";
import { ResourceRef } from "./resource-ref.ts";

/** §9.16: an event before or during normalisation. */
export const AdapterEvent = z
  .strictObject({
    event_id: id("The adapter's identifier of the event."),
    adapter_id: id("The adapter that received the event."),
    adapter_event_type: name("The fine native type the adapter classified it as."),
    native_event_type: optional(name(""), "The type as the source named it."),
    native_status: optional(z.string().max(1024), "The status as the source gave it, unchanged."),
    occurred_at: optional(timestamp(""), "When it happened, if the source says so."),
    received_at: timestamp("When the adapter received it."),
    observation: EventObservation.describe("Where the event was seen."),
    correlation: CorrelationContext.describe("How the event is tied to its cause."),
    participant_id: optional(id(""), "The participant the event concerns."),
    payload_ref: optional(ResourceRef, "The payload the event concerns."),
    action_surface_ref: optional(ActionSurfaceRef, "The action surface the event concerns."),
    endpoint_ref: optional(EndpointRef, "The endpoint the event concerns."),
    actor_context: optional(ActorContext, "Who acted, as far as known."),
    provider_refs: list(ProviderRef, "Provider references the event carries."),
    raw_event_ref: optional(
      reference(""),
      "Where the raw native event, or its hash record, is kept.",
    ),
    normalization_status: z
      .enum(["normalized", "ignored", "failed", "pending"])
      .describe("How far normalisation has come."),
    normalized_events: list(EvidenceEvent, "The evidence made from the event."),
    metadata: optional(freeObject(), "Further facts about the event."),
  })
  .meta({
    id: "AdapterEvent",
    description:
      "An incoming native event before or during normalisation (AdapterInterfaceSpecification §9.16).",
  });
export type AdapterEvent = z.infer<typeof AdapterEvent>;
