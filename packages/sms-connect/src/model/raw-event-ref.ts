import { z } from "zod";

/** SmsAdapterSpecification §30: where the provider's own event is kept, or its hash. */
export const RawSmsEventRef = z
  .strictObject({
    raw_event_id: z.string().min(1),
    provider_name: z.string().min(1).describe("The account or source it came through."),
    storage_ref: z
      .string()
      .nullish()
      .describe("Where its text is found; null where raw data is off, was erased or has gone."),
    received_at: z.iso.datetime({ offset: true }),
    redacted: z.boolean().describe("Whether the text is not, or no longer, there."),
  })
  .meta({
    id: "RawSmsEventRef",
    description: "A provider's event as it came (SmsAdapterSpecification §30).",
  });
export type RawSmsEventRef = z.infer<typeof RawSmsEventRef>;
