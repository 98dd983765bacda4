import { z } from "zod";

/** SmsAdapterSpecification §19. */
export const DlrClassification = z.enum([
  "delivered",
  "accepted",
  "buffered",
  "deferred",
  "expired",
  "failed",
  "rejected",
  "unknown",
  "unknown_subscriber",
  "unavailable_subscriber",
  "unreachable_subscriber",
  "blocked",
  "filtered",
  "invalid_number",
  "route_unavailable",
  "sender_not_allowed",
  "content_not_allowed",
  "regulatory_rejected",
  "temporary_network_error",
  "provider_error",
]);
export type DlrClassification = z.infer<typeof DlrClassification>;

/** SmsAdapterSpecification §19: a delivery receipt in the channel's own terms. */
export const SmsDeliveryReceipt = z
  .strictObject({
    provider_name: z.string().min(1).describe("The account it came through."),
    provider_message_id: z.string().min(1).describe("The provider's name of the message."),
    provider_status: z.string().describe("The provider's own word, unchanged."),
    provider_error_code: z.string().nullish(),
    provider_error_text: z.string().nullish(),
    carrier_status: z.string().nullish(),
    carrier_error_code: z.string().nullish(),
    occurred_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe("Null where no trusted clock tells it: it is never invented."),
    final: z.boolean().nullish(),
    retryable: z.boolean().nullish(),
    classification: DlrClassification,
  })
  .meta({
    id: "SmsDeliveryReceipt",
    description: "A delivery receipt (SmsAdapterSpecification §19).",
  });
export type SmsDeliveryReceipt = z.infer<typeof SmsDeliveryReceipt>;
