import { CorrelationContext } from "@underclaim/contract";
import { z } from "zod";
import type { ReplyKind } from "../native/types.ts";
import { XmppEndpoint } from "./xmpp-endpoint.ts";

export const CommandClassification = z.enum([
  "none",
  "acknowledgement",
  "decline",
  "help",
  "free_text",
  "unknown",
]);
export type CommandClassification = z.infer<typeof CommandClassification>;

/** XmppAdapterSpecification §17 has no word for a question of state, nor for STOP. */
export const COMMAND_CLASSIFICATIONS: Readonly<Record<ReplyKind, CommandClassification>> = {
  reply: "free_text",
  acknowledgement: "acknowledgement",
  decline: "decline",
  help: "help",
  status: "unknown",
  stop: "unknown",
};

/** XmppAdapterSpecification §17: a message that came. */
export const XmppInboundMessage = z
  .strictObject({
    inbound_message_id: z.string().min(1),
    from_jid: XmppEndpoint,
    to_jid: XmppEndpoint.describe("Our account."),
    message_type: z.enum(["chat", "normal", "groupchat", "headline", "error", "unknown"]),
    received_at: z.iso.datetime({ offset: true }),
    body_text: z
      .string()
      .nullish()
      .describe("Personal; shown only to those who may read content. Null: not kept, encrypted."),
    command_classification: CommandClassification.describe("`none` of what cannot be read."),
    correlation: CorrelationContext.nullish(),
    raw_stanza_ref: z.string().nullish().describe("native:<id>"),
  })
  .meta({
    id: "XmppInboundMessage",
    description: "A message from a JID (XmppAdapterSpecification §17).",
  });
export type XmppInboundMessage = z.infer<typeof XmppInboundMessage>;
