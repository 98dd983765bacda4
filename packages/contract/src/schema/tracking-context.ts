import { z } from "zod";
import { id, list, name, optional } from "./fields.ts";

/** §9.8: what later events are correlated by. */
export const TrackingContext = z
  .strictObject({
    correlation_id: id("Ties everything that follows from one request together."),
    coordination_case_id: id("The coordination case the action belongs to."),
    participant_id: optional(id(""), "The participant the action concerns."),
    notification_id: optional(id(""), "The notification the action carries out."),
    delivery_id: optional(id(""), "The delivery the action carries out."),
    interaction_id: optional(id(""), "The interaction the action belongs to."),
    payload_id: optional(id(""), "The payload the action is about."),
    action_surface_id: optional(id(""), "The action surface the action points to."),
    external_context: list(
      z.strictObject({
        key: name("The name of the external identifier."),
        value: z.string().max(8192).describe("Its value."),
      }),
      "Further identifiers of systems outside the engine.",
    ),
  })
  .meta({
    id: "TrackingContext",
    description:
      "The identifiers by which later events find their coordination case (AdapterInterfaceSpecification §9.8).",
  });
export type TrackingContext = z.infer<typeof TrackingContext>;
