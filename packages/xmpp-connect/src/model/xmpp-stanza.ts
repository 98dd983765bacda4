import { z } from "zod";

/** XmppAdapterSpecification §9.3: one stanza of an attempt. */
export const XmppStanza = z
  .strictObject({
    stanza_ref: z.string().min(1),
    stanza_type: z.enum(["message", "presence", "iq"]),
    message_type: z.enum(["chat", "normal", "headline", "groupchat", "error", "unknown"]),
    stanza_id: z.string().nullish(),
    origin_id: z.string().nullish().describe("XEP-0359"),
    stable_id: z.string().nullish().describe("XEP-0359: by the own archive."),
    from_jid: z.string().describe("A pseudonym where the address is not shown."),
    to_jid: z.string().describe("A pseudonym where the address is not shown."),
    payload_ref: z.string().nullish(),
    sent_at: z.iso.datetime({ offset: true }).nullish(),
    received_at: z.iso.datetime({ offset: true }).nullish(),
    raw_stanza_ref: z.string().nullish().describe("native:<id>"),
  })
  .meta({
    id: "XmppStanza",
    description: "A stanza as the protocol has it (XmppAdapterSpecification §9.3).",
  });
export type XmppStanza = z.infer<typeof XmppStanza>;
