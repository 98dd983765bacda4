// SmsAdapterSpecification §23. SMS has no open tracking: a click is all there is, and it names nobody.
import { ConfidenceLevel } from "@underclaim/contract";
import { z } from "zod";

/** Whether the client that asked is a program that looks at links for somebody. */
export const ScannerClassification = z.enum([
  "none",
  "suspected",
  "likely",
  "confirmed",
  "unknown",
]);
export type ScannerClassification = z.infer<typeof ScannerClassification>;

/** What a request for a tracked link is taken for. None of them says who made it. */
export const LinkClickClassification = z.enum([
  "human_like_click",
  "scanner_click",
  "link_preview_fetch",
  "unverified_click",
  "unknown_click",
]);
export type LinkClickClassification = z.infer<typeof LinkClickClassification>;

/** SmsAdapterSpecification §23 SmsLinkClickEvent: the raw payload of a link's native events. */
export const SmsLinkClickEvent = z
  .strictObject({
    sms_message_id: z.string().min(1),
    link_id: z.string().min(1),
    occurred_at: z.iso.datetime({ offset: true }),
    url: z.string().describe("Where the link leads."),
    ip_address: z.string().nullish().describe("Only where addresses are kept."),
    user_agent: z.string().nullish().describe("Only where addresses are kept."),
    scanner_classification: ScannerClassification,
    confidence: ConfidenceLevel.describe("How sure the classification is; nothing of any person."),
  })
  .meta({
    id: "SmsLinkClickEvent",
    description: "A request for a tracked link (SmsAdapterSpecification §23).",
  });
export type SmsLinkClickEvent = z.infer<typeof SmsLinkClickEvent>;
