import { CorrelationContext } from "@underclaim/contract";
import { z } from "zod";
import { SmsEndpoint } from "./sms-endpoint.ts";
import type { ReplyKind } from "./keywords.ts";

const KeywordClassification = z.enum([
  "none",
  "opt_out",
  "opt_in",
  "help",
  "acknowledgement",
  "free_text",
  "unknown",
]);
type KeywordClassification = z.output<typeof KeywordClassification>;

/** SmsAdapterSpecification §24 has no word for declining, nor for what may be an opt-out. */
export const KEYWORD_CLASSIFICATIONS: Readonly<Record<ReplyKind, KeywordClassification>> = {
  reply: "free_text",
  acknowledgement: "acknowledgement",
  decline: "unknown",
  opt_out: "opt_out",
  opt_out_suspected: "unknown",
  opt_in: "opt_in",
  help: "help",
};

/** SmsAdapterSpecification §24: a message from a handset. */
export const SmsInboundMessage = z
  .strictObject({
    inbound_message_id: z.string().min(1),
    provider_name: z.string().min(1).describe("The account it came through."),
    provider_message_id: z.string().nullish().describe("The provider's name of it."),
    from_endpoint: SmsEndpoint,
    to_endpoint: SmsEndpoint.describe("Our sender."),
    received_at: z.iso.datetime({ offset: true }),
    body_text: z.string().describe("Personal; shown only to those who may read content."),
    keyword_classification: KeywordClassification.describe("`none` of an empty message."),
    correlation: CorrelationContext.nullish(),
    raw_event_ref: z.string().nullish().describe("native:<id>"),
  })
  .meta({
    id: "SmsInboundMessage",
    description: "A message from a handset (SmsAdapterSpecification §24).",
  });
export type SmsInboundMessage = z.output<typeof SmsInboundMessage>;
