// SmsAdapterSpecification §23. SMS has no open tracking: a click is all there is, and it names nobody.
import { ConfidenceLevel } from "@underclaim/contract";
import { ScannerClassification } from "@underclaim/runtime/links";
import { z } from "zod";

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
