import { z } from "zod";
import { ActionContent } from "./action-content.ts";
import { ActionSurfaceRef } from "./action-surface-ref.ts";
import { ActorContext } from "./actor-context.ts";
import { EndpointRef } from "./endpoint-ref.ts";
import { freeObject, id, name, optional, reference, timestamp } from "./fields.ts";
import { PolicyContext } from "./policy-context.ts";
import { ResourceRef } from "./resource-ref.ts";
import { SecurityContext } from "./security-context.ts";
import { TrackingContext } from "./tracking-context.ts";

/**
 * §9.6. Reserved case names (`adapter:`, `local:`) are refused at intake, not here: events carry
 * them. Which optional fields an action needs is declared by its AdapterActionCapability.
 */
export const AdapterActionRequest = z
  .strictObject({
    request_id: id("The engine's identifier of this request."),
    action_type: name("The action to perform, such as notification.send."),
    coordination_case_id: id("The case the action belongs to."),
    participant_id: optional(id(""), "The participant the action concerns."),
    payload_ref: optional(ResourceRef, "The payload the action is about."),
    action_surface_ref: optional(ActionSurfaceRef, "Where the participant is meant to act."),
    channel: optional(name(""), "The channel to use, where the adapter has several."),
    target_endpoint: optional(EndpointRef, "The endpoint to reach."),
    actor_context: optional(ActorContext, "On whose initiative the action is taken."),
    content: optional(ActionContent, "What the action says."),
    template_ref: optional(reference(""), "A template to render instead of content."),
    variables: optional(freeObject(), "Values for the template."),
    parameters: optional(
      freeObject(),
      "Additive to 1.1: what this action type needs beyond the request, typed by the adapter.",
    ),
    tracking_context: TrackingContext.describe(
      "The identifiers by which later events find the case.",
    ),
    policy_context: optional(PolicyContext, "What policy demands of the action."),
    security_context: optional(SecurityContext, "On whose authority the action is requested."),
    idempotency_key: id("The same key always means the same logical request."),
    requested_at: timestamp("When the engine made the request."),
    expires_at: optional(timestamp(""), "After this the action must not start."),
    metadata: optional(freeObject(), "Further facts about the request."),
  })
  .meta({
    id: "AdapterActionRequest",
    description:
      "A command of the coordination engine to an adapter (AdapterInterfaceSpecification §9.6).",
  });
export type AdapterActionRequest = z.infer<typeof AdapterActionRequest>;
