import { z } from "zod";
import { ActionSurfaceRef } from "./action-surface-ref.ts";
import { ActorContext } from "./actor-context.ts";
import { ConfidenceGrade } from "./confidence-grade.ts";
import { CorrelationContext } from "./correlation-context.ts";
import { EndpointRef } from "./endpoint-ref.ts";
import { EventObservation } from "./event-observation.ts";
import { EventFamilyName, EventType } from "./event-type.ts";
import { EvidenceGrade } from "./evidence-grade.ts";
import { freeObject, id, list, optional, reference, text, timestamp } from "./fields.ts";
import { ProviderRef } from "./provider-ref.ts";
import { ResourceRef } from "./resource-ref.ts";

/** §9.18. That `event_family` is the first segment of `event_type` is a law, not a schema rule. */
export const EvidenceEvent = z
  .strictObject({
    evidence_event_id: id("Stable identifier; a repeated native event yields the same one."),
    event_type: EventType.describe("The normalised event type."),
    event_family: EventFamilyName.describe("The canonical family of the event type."),
    occurred_at: optional(
      timestamp(""),
      "When it happened, if the source says so; never invented.",
    ),
    observed_at: timestamp("When the adapter observed it."),
    source_adapter_id: optional(id(""), "The adapter that reports the event."),
    source_adapter_event_id: optional(id(""), "The adapter event it was normalised from."),
    coordination_case_id: id("The case the event belongs to."),
    participant_id: optional(id(""), "The participant the event concerns."),
    payload_ref: optional(ResourceRef, "The payload the event concerns."),
    action_surface_ref: optional(ActionSurfaceRef, "The action surface the event concerns."),
    endpoint_ref: optional(EndpointRef, "The endpoint the event concerns."),
    actor_context: optional(ActorContext, "Who acted, as far as known."),
    observation: optional(EventObservation, "Where the event was seen."),
    provider_refs: list(ProviderRef, "Provider references the event carries."),
    normalized_meaning: text(
      "What the event means, in one plain sentence that does not overclaim.",
    ),
    evidence_grade: EvidenceGrade.describe("What the event can reasonably support."),
    confidence: ConfidenceGrade.describe("How confident the adapter is in the interpretation."),
    raw_event_ref: optional(
      reference(""),
      "Where the raw native event, or its hash record, is kept.",
    ),
    correlation: CorrelationContext.describe("How the event is tied to its cause."),
    native_status_mapping_ref: optional(reference(""), "The mapping that produced the event."),
    metadata: optional(freeObject(), "Further facts, such as the raw native status."),
  })
  .meta({
    id: "EvidenceEvent",
    description:
      "A normalised, graded and correlated event for the evidence ledger (AdapterInterfaceSpecification §9.18).",
  });
export type EvidenceEvent = z.infer<typeof EvidenceEvent>;
