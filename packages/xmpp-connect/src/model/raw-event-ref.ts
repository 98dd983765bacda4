import { z } from "zod";

/** XmppAdapterSpecification §30: where a stanza is kept as it came, or its hash. */
export const RawXmppEventRef = z
  .strictObject({
    raw_event_id: z.string().min(1),
    source: z.enum(["stream", "server", "client", "muc", "pubsub", "archive", "operator"]),
    storage_ref: z
      .string()
      .nullish()
      .describe("Where its text is found; null where raw data is off, was erased or has gone."),
    received_at: z.iso.datetime({ offset: true }),
    redacted: z.boolean().describe("Whether the text is not, or no longer, there."),
  })
  .meta({
    id: "RawXmppEventRef",
    description: "A stanza as it came (XmppAdapterSpecification §30).",
  });
export type RawXmppEventRef = z.infer<typeof RawXmppEventRef>;
