import { TrackingContext } from "@underclaim/contract";
import { z } from "zod";

/** XmppAdapterSpecification §9.1: the message as its client means it. */
export const XmppMessage = z
  .strictObject({
    xmpp_message_id: z.string().min(1),
    coordination_case_id: z.string().nullish(),
    participant_id: z.string().nullish(),
    purpose: z.string().nullish(),
    message_body_ref: z
      .string()
      .nullish()
      .describe("Where the text is kept; the adapter keeps none after it is sent."),
    template_ref: z.string().nullish(),
    tracking_context: TrackingContext,
    created_at: z.iso.datetime({ offset: true }),
  })
  .meta({
    id: "XmppMessage",
    description: "A logical XMPP message (XmppAdapterSpecification §9.1).",
  });
export type XmppMessage = z.infer<typeof XmppMessage>;
