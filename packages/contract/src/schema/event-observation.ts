import { z } from "zod";
import { lines, optional, reference, timestamp } from "./fields.ts";
import { ConfidenceLevel } from "./grades.ts";

/** §9.17: where an event was seen, apart from what it means. */
export const EventObservation = z
  .strictObject({
    source_type: z
      .enum([
        "adapter",
        "provider_api",
        "provider_webhook",
        "endpoint",
        "carrier",
        "recipient_client",
        "postal_carrier",
        "feed_server",
        "action_surface",
        "manual",
        "system",
        "unknown",
      ])
      .describe("Who reported the event."),
    observed_at: timestamp("When the adapter saw it."),
    occurred_at: optional(timestamp(""), "When it happened, if the source says so."),
    source_confidence: ConfidenceLevel.describe("How far the source is trusted."),
    observer_ref: optional(reference(""), "The component that observed it."),
    transport_ref: optional(reference(""), "The transport it arrived over."),
    notes: lines("Whether it was delayed, forwarded, batched, inferred or seen only in part."),
  })
  .meta({
    id: "EventObservation",
    description:
      "The source of an event as distinct from its meaning (AdapterInterfaceSpecification §9.17).",
  });
export type EventObservation = z.infer<typeof EventObservation>;
