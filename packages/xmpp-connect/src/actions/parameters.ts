import { Duration } from "@underclaim/runtime";
import { z } from "zod";
import { XmppStream } from "../configuration.ts";
import { isSendable } from "../model/xml.ts";

/** These go into the stanza, too: what is no XML ends the stream, and with it the outcome of whatever is on its way. */
const inStanza = (schema: z.ZodString): z.ZodString =>
  schema.refine(
    isSendable,
    "holds characters that XML cannot carry, such as U+0000: leave them out",
  );

/** What a message needs beyond the contract's request. Additive to the document, typed here. */
export const SendParameters = z.strictObject({
  account: z
    .string()
    .min(1)
    .max(64)
    .nullish()
    .describe("A configured account. Absent: the first that carries the stream."),
  stream: XmppStream.default("notification"),
  language: inStanza(z.string().min(2).max(35))
    .nullish()
    .describe("BCP 47, of the text or the template."),
  receipt: z
    .enum(["ask", "require", "none"])
    .default("ask")
    .describe("require: refused where the recipient's clients are known to give none (XEP-0184)."),
  marker: z
    .enum(["ask", "require", "none"])
    .default("ask")
    .describe("require: refused where the recipient's clients are known to give none (XEP-0333)."),
  receipt_within: Duration.nullish().describe(
    "No receipt by then is undef. Absent: as configured.",
  ),
  thread: inStanza(z.string().min(1).max(256))
    .nullish()
    .describe("XEP-0201: an existing thread to go on in. Absent: one of its own."),
  reminds: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("The adapter_operation_id of what it reminds of."),
});
export type SendParameters = z.output<typeof SendParameters>;

export const ScheduleParameters = z.strictObject({
  ...SendParameters.shape,
  send_at: z.iso.datetime({ offset: true }).describe("When it is to be sent."),
});
export type ScheduleParameters = z.output<typeof ScheduleParameters>;

/** A message's text comes from content or from a template. The JID is looked at by the plan: a missing one is evidence. */
export const Sendable = z
  .looseObject({
    content: z.looseObject({ body_text: z.string().nullish() }).nullish(),
    template_ref: z.string().nullish(),
  })
  .refine(({ content, template_ref }) => Boolean(content?.body_text ?? template_ref), {
    message: "Give content.body_text or template_ref.",
    path: ["content", "body_text"],
  })
  .refine(({ content, template_ref }) => !(content?.body_text && template_ref), {
    message: "Give content.body_text or template_ref, not both.",
    path: ["template_ref"],
  });
