import { z } from "zod";

/** SmsAdapterSpecification §8.3 names SmsSegmentState without listing it: what receipts say of a part, in four words. */
export const SmsSegmentState = z.enum(["delivered", "failed", "pending", "unknown"]);
export type SmsSegmentState = z.infer<typeof SmsSegmentState>;

/** SmsAdapterSpecification §8.3. */
export const SmsSegmentEncoding = z.enum(["gsm7", "ucs2", "binary", "unknown"]);
export type SmsSegmentEncoding = z.infer<typeof SmsSegmentEncoding>;

/** SmsAdapterSpecification §8.3: a part of a message, as it is billed and delivered. */
export const SmsSegment = z
  .strictObject({
    sms_segment_id: z.string().min(1),
    sms_attempt_id: z.string().min(1),
    segment_index: z.int().min(1).describe("From 1, in the order the provider named them."),
    segment_count: z.int().min(1),
    encoding: SmsSegmentEncoding,
    provider_segment_id: z.string().nullish(),
    carrier_segment_id: z.string().nullish(),
    state: SmsSegmentState,
    delivered_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe("Null where no trusted clock tells it."),
    failed_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe("Null where no trusted clock tells it."),
  })
  .meta({
    id: "SmsSegment",
    description: "One part of a message (SmsAdapterSpecification §8.3).",
  });
export type SmsSegment = z.infer<typeof SmsSegment>;
