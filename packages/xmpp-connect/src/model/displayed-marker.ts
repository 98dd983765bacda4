import { ConfidenceLevel } from "@underclaim/contract";
import { z } from "zod";

/** XmppAdapterSpecification §16: a chat marker (XEP-0333). It covers all earlier messages of the conversation, too. */
export const XmppDisplayedMarker = z
  .strictObject({
    marker_id: z.string().min(1),
    original_stanza_id: z.string().min(1),
    marker_type: z.enum(["displayed", "acknowledged", "received", "unknown"]),
    from_jid: z.string().describe("A pseudonym where the address is not shown."),
    to_jid: z.string().describe("A pseudonym where the address is not shown."),
    received_at: z.iso.datetime({ offset: true }),
    resource: z.string().nullish().describe("A pseudonym of the full JID."),
    confidence: ConfidenceLevel,
  })
  .meta({
    id: "XmppDisplayedMarker",
    description: "A chat marker (XmppAdapterSpecification §16).",
  });
export type XmppDisplayedMarker = z.infer<typeof XmppDisplayedMarker>;
