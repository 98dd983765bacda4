import { ConfidenceLevel } from "@underclaim/contract";
import { z } from "zod";

/** XmppAdapterSpecification §16: a delivery receipt (XEP-0184). */
export const XmppDeliveryReceipt = z
  .strictObject({
    receipt_id: z.string().min(1),
    original_stanza_id: z.string().min(1),
    from_jid: z.string().describe("A pseudonym where the address is not shown."),
    to_jid: z.string().describe("A pseudonym where the address is not shown."),
    received_at: z.iso.datetime({ offset: true }),
    resource: z.string().nullish().describe("A pseudonym of the full JID."),
    confidence: ConfidenceLevel,
  })
  .meta({
    id: "XmppDeliveryReceipt",
    description: "A delivery receipt (XmppAdapterSpecification §16).",
  });
export type XmppDeliveryReceipt = z.infer<typeof XmppDeliveryReceipt>;
