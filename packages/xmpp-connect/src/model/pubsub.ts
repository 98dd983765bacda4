// XmppAdapterSpecification §19.
import { CorrelationContext, ResourceRef } from "@underclaim/contract";
import { z } from "zod";

export const XmppPubSubNode = z
  .strictObject({
    service_jid: z.string().min(1),
    node_id: z.string().min(1),
    access_model: z.enum(["open", "presence", "roster", "authorize", "whitelist", "unknown"]),
    publisher_model: z.enum(["publishers", "subscribers", "open", "unknown"]),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .meta({ id: "XmppPubSubNode", description: "A node (XmppAdapterSpecification §19)." });
export type XmppPubSubNode = z.infer<typeof XmppPubSubNode>;

export const XmppPubSubItem = z
  .strictObject({
    item_id: z.string().min(1),
    service_jid: z.string().min(1),
    node_id: z.string().min(1),
    payload_ref: ResourceRef.nullish(),
    published_at: z.iso.datetime({ offset: true }),
    publisher_jid: z.string().nullish(),
    correlation: CorrelationContext,
  })
  .meta({ id: "XmppPubSubItem", description: "An item (XmppAdapterSpecification §19)." });
export type XmppPubSubItem = z.infer<typeof XmppPubSubItem>;
