import { EndpointRef, type EndpointQuality } from "@underclaim/contract";
import { z } from "zod";

const at = (description: string) =>
  z.iso.datetime({ offset: true }).nullish().describe(description);
const WHEN = "As its source tells it; else when it was reported.";

/** XmppAdapterSpecification §25: diagnostics of a JID; never evidence. */
export const XmppEndpointQuality = z
  .strictObject({
    endpoint_ref: EndpointRef,
    jid_valid: z.boolean().nullish(),
    domain_resolves: z.boolean().nullish().describe("As far as servers told; nothing is probed."),
    server_reachable: z.boolean().nullish(),
    roster_known: z.boolean().nullish(),
    subscription_state: z.enum(["none", "to", "from", "both", "unknown"]),
    last_presence_available_at: at(WHEN),
    last_presence_unavailable_at: at(WHEN),
    last_delivery_receipt_at: at(WHEN),
    last_displayed_marker_at: at(WHEN),
    last_reply_at: at(WHEN),
    last_stanza_error_at: at(WHEN),
    suppression_state: z.string().nullish(),
  })
  .meta({
    id: "XmppEndpointQuality",
    description: "What is known of a JID (XmppAdapterSpecification §25).",
  });
export type XmppEndpointQuality = z.infer<typeof XmppEndpointQuality>;

/** What stands in `adapter_specific.xmpp`: the endpoint itself is named around it. */
export type JidQuality = Omit<XmppEndpointQuality, "endpoint_ref">;

/** The contract's view of an endpoint in the document's shape. */
export const xmppEndpointQuality = (quality: EndpointQuality): XmppEndpointQuality =>
  XmppEndpointQuality.parse({
    ...quality.adapter_specific.xmpp,
    endpoint_ref: quality.endpoint_ref,
  });
