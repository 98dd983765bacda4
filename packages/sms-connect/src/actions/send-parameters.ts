import { Duration } from "@underclaim/runtime";
import { z } from "zod";
import { Name } from "../configuration/name.ts";
import { SmsStream } from "../model/stream.ts";

/** What a message needs beyond the contract's request. Additive to the document, typed here. */
export const SendParameters = z.strictObject({
  sender_identity: Name.nullish().describe("A configured sender. Absent: the first that fits."),
  provider_account: Name.nullish().describe("Only this account. Absent: as routed."),
  stream: SmsStream.default("notification").describe("What kind of traffic it is (§34)."),
  language: z.string().min(2).max(35).nullish().describe("BCP 47: which language of the template."),
  encoding: z.enum(["auto", "gsm7", "ucs2"]).default("auto"),
  purpose: z.string().min(1).max(256).nullish().describe("Scopes consent and suppression."),
  campaign: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("Scopes consent and suppression. Absent: the sender's campaign_ref."),
  valid_for: Duration.refine((ms) => ms > 0, "must be some time")
    .nullish()
    .describe("Not to be delivered later than this after it is sent."),
  receipt_within: Duration.nullish().describe(
    "No receipt by then is undef.no_dlr. Absent: as configured.",
  ),
  track_links: z.boolean().nullish().describe("Absent: as configured."),
  reminds: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("Of a reminder: the adapter_operation_id of what it reminds of."),
});
export type SendParameters = z.output<typeof SendParameters>;

export const ScheduleParameters = z.strictObject({
  ...SendParameters.shape,
  send_at: z.iso.datetime({ offset: true }).describe("When it is to be sent."),
  held_by: z
    .enum(["adapter", "provider"])
    .default("adapter")
    .describe("Who waits: the adapter can always withdraw it, a provider where it offers that."),
});
export type ScheduleParameters = z.output<typeof ScheduleParameters>;

/** A message's text comes from content or from a template. The number is looked at by the plan: a missing one is evidence. */
export const Sendable = z
  .looseObject({
    content: z.looseObject({ body_text: z.string().nullish() }).nullish(),
    template_ref: z.string().nullish(),
    target_endpoint: z.looseObject({ endpoint_type: z.string() }).nullish(),
  })
  .refine(
    ({ content, template_ref }) =>
      (content?.body_text !== null && content?.body_text !== undefined) || Boolean(template_ref),
    { message: "Give content.body_text or template_ref.", path: ["content", "body_text"] },
  )
  .refine(({ content, template_ref }) => !(content?.body_text && template_ref), {
    message: "Give content.body_text or template_ref, not both.",
    path: ["template_ref"],
  });
