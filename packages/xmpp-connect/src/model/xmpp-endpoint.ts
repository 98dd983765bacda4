import { z } from "zod";

/** XmppAdapterSpecification §9.4: whom a message is sent to, or from. Rooms and nodes are named by the configuration. */
export const XmppEndpoint = z
  .strictObject({
    endpoint_id: z.string().nullish().describe("Preferred over the JID itself (§28)."),
    endpoint_type: z.enum([
      "bare_jid",
      "full_jid",
      "muc_room_jid",
      "pubsub_node",
      "component_jid",
      "unknown",
    ]),
    jid: z.string().min(1).describe("Personal: the address, or a pseudonym where it is not shown."),
    bare_jid: z.string().nullish(),
    resource: z.string().nullish(),
    display_name: z.string().nullish(),
    verification_state: z.enum([
      "unknown",
      "syntax_validated",
      "roster_known",
      "presence_known",
      "authenticated",
      "invalid",
    ]),
    suppression_state: z.enum(["active", "suppressed", "blocked", "unsubscribed", "unknown"]),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .meta({
    id: "XmppEndpoint",
    description: "An XMPP target or sender (XmppAdapterSpecification §9.4).",
  });
export type XmppEndpoint = z.infer<typeof XmppEndpoint>;
