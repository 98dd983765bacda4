import { EndpointRef } from "@underclaim/contract";
import { z } from "zod";

/** XmppAdapterSpecification §15: reachability, never a proof of reading. */
export const XmppPresenceState = z
  .strictObject({
    endpoint_ref: EndpointRef,
    bare_jid: z
      .string()
      .min(1)
      .describe("Personal: kept only with the presence, never in evidence."),
    resource: z.string().nullish(),
    availability: z.enum(["available", "unavailable", "away", "xa", "dnd", "chat", "unknown"]),
    priority: z.int().min(-128).max(127).nullish().describe("RFC 6121 §4.7.2.3"),
    status_text: z.string().nullish().describe("Only where it is configured to be kept."),
    observed_at: z.iso.datetime({ offset: true }),
    subscription_state: z.enum(["none", "to", "from", "both", "unknown"]),
    confidence: z.enum(["low", "medium", "high"]),
  })
  .meta({ id: "XmppPresenceState", description: "Presence (XmppAdapterSpecification §15)." });
export type XmppPresenceState = z.infer<typeof XmppPresenceState>;

export interface XmppPresence {
  readonly availability: XmppPresenceState["availability"];
}
