import { z } from "zod";
import { ActionLink } from "./action-link.ts";
import { freeObject, list, optional, reference } from "./fields.ts";
import { ResourceRef } from "./resource-ref.ts";

/** §9.12: content or, preferably, references to it. */
export const ActionContent = z
  .strictObject({
    content_ref: optional(reference(""), "A reference to content held elsewhere."),
    subject: optional(z.string(), "Subject or title."),
    body_text: optional(z.string(), "Plain-text body."),
    body_html: optional(z.string(), "HTML body; adapters sanitise it."),
    payload_refs: list(ResourceRef, "Payloads the content is about."),
    action_links: list(ActionLink, "Links that lead to action surfaces."),
    attachments: list(ResourceRef, "Resources that travel with the content."),
    inline_data: optional(freeObject(), "Small structured data carried inline."),
  })
  .meta({
    id: "ActionContent",
    description:
      "What an action says, inline or by reference (AdapterInterfaceSpecification §9.12).",
  });
export type ActionContent = z.infer<typeof ActionContent>;
