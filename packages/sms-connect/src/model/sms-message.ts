import { TrackingContext } from "@underclaim/contract";
import { z } from "zod";

/** SmsAdapterSpecification §8.1: the message as its client means it. */
export const SmsMessage = z
  .strictObject({
    sms_message_id: z.string().min(1),
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
    id: "SmsMessage",
    description: "A logical SMS message (SmsAdapterSpecification §8.1).",
  });
export type SmsMessage = z.infer<typeof SmsMessage>;
