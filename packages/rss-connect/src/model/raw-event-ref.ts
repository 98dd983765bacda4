import { z } from "zod";

/** RssAdapterSpecification §27: where a raw event is kept, or its hash. */
export const RawFeedEventRef = z
  .strictObject({
    raw_event_id: z.string().min(1),
    source: z.enum(["adapter", "feed_store", "web_server", "reverse_proxy", "hub", "validator"]),
    storage_ref: z
      .string()
      .nullish()
      .describe("Where its text is found; null where raw data is off, was erased or has gone."),
    received_at: z.iso.datetime({ offset: true }),
    redacted: z.boolean().describe("Whether the text is not, or no longer, there."),
  })
  .meta({
    id: "RawFeedEventRef",
    description: "An event as it came (RssAdapterSpecification §27).",
  });
export type RawFeedEventRef = z.infer<typeof RawFeedEventRef>;
