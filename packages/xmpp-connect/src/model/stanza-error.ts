import { z } from "zod";
import { STANZA_ERRORS, type StanzaCondition } from "../native/stanza-errors.ts";

/** XmppAdapterSpecification §24: the defined conditions of RFC 6120 §8.3.3. */
const StanzaErrorClassification = z.enum(
  Object.keys(STANZA_ERRORS) as [StanzaCondition, ...StanzaCondition[]],
);

/** XmppAdapterSpecification §24: a bounce in the channel's own terms. */
export const XmppStanzaError = z
  .strictObject({
    error_type: z.enum(["cancel", "continue", "modify", "auth", "wait", "unknown"]),
    condition: z.string().min(1).describe("As the server names it, in underscores."),
    text: z.string().nullish().describe("What the server writes for people; not kept."),
    retryable: z.boolean(),
    classification: z.array(StanzaErrorClassification),
  })
  .meta({
    id: "XmppStanzaError",
    description: "A stanza error (XmppAdapterSpecification §24).",
  });
export type XmppStanzaError = z.infer<typeof XmppStanzaError>;
