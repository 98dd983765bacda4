import { z } from "zod";
import { freeObject, id, name, optional, reference } from "./fields.ts";

/** The endpoint types §9.9 names as examples; the list is open. */
export const ENDPOINT_TYPES = [
  "email_address",
  "phone_number",
  "push_token",
  "xmpp_jid",
  "rss_feed",
  "atom_feed",
  "webhook_url",
  "portal_account",
  "payment_account",
  "signature_recipient",
  "api_client",
  "postal_address",
  "physical_address",
  "muc_room_jid",
  "pubsub_node",
] as const;

/** §9.9: an address by id, by value, or both. §32 prefers the id alone. */
export const EndpointRef = z
  .strictObject({
    endpoint_id: optional(id(""), "The endpoint's opaque identifier; preferred over its value."),
    endpoint_type: name("What kind of address it is, such as phone_number or rss_feed."),
    value: optional(reference(""), "The address itself; personal data for most types."),
    display_name: optional(z.string().min(1).max(1024), "A name for people."),
    verified: optional(z.boolean(), "Whether control of the endpoint was verified."),
    metadata: optional(freeObject(), "Further facts about the endpoint."),
  })
  .meta({
    id: "EndpointRef",
    description:
      "The address an action targets or an event concerns (AdapterInterfaceSpecification §9.9).",
  });
export type EndpointRef = z.infer<typeof EndpointRef>;
