import { z } from "zod";
import { id, name, optional, reference, timestamp } from "./fields.ts";

/** §9.14. Which URL schemes are allowed is the adapter's decision, so `url` is not narrowed here. */
export const ActionLink = z
  .strictObject({
    link_id: id("The identifier of the link within the action."),
    purpose: name("What following the link is for, such as open_action_surface."),
    url: reference("The address the link leads to."),
    expires_at: optional(timestamp(""), "When the link stops working."),
    tokenized: optional(
      z.boolean(),
      "Whether the URL carries a token that identifies its recipient.",
    ),
    requires_authentication: optional(z.boolean(), "Whether its target authenticates the visitor."),
  })
  .meta({
    id: "ActionLink",
    description: "A link placed in the content of an action (AdapterInterfaceSpecification §9.14).",
  });
export type ActionLink = z.infer<typeof ActionLink>;
