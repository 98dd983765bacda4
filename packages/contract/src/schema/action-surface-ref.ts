import { z } from "zod";
import { freeObject, id, lines, optional, reference } from "./fields.ts";

/** §9.11: where a participant is meant to act. */
export const ActionSurfaceRef = z
  .strictObject({
    action_surface_id: id("The identifier of the action surface."),
    action_surface_type: z
      .enum([
        "portal",
        "payment_page",
        "signature_flow",
        "upload_form",
        "api_endpoint",
        "physical_letter",
        "chat_command",
        "feed_item",
        "other",
      ])
      .describe("What kind of surface it is."),
    uri: optional(reference(""), "Where the surface can be reached."),
    requires_authentication: optional(
      z.boolean(),
      "Whether the surface authenticates its visitors.",
    ),
    expected_interactions: lines("The interactions the surface is expected to record."),
    metadata: optional(freeObject(), "Further facts about the surface."),
  })
  .meta({
    id: "ActionSurfaceRef",
    description:
      "The surface an action points a participant to (AdapterInterfaceSpecification §9.11).",
  });
export type ActionSurfaceRef = z.infer<typeof ActionSurfaceRef>;
