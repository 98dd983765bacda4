import type { JsonObject } from "@underclaim/runtime";
import { z } from "zod";
import { CLIENT_FEATURES } from "../model/capabilities.ts";

/** A message to be sent, as it waits in the store. Holds personal values. */
export const XmppCommand = z.strictObject({
  to: z.string(),
  stanzaId: z.string(),
  stanza: z.string(),
  /** The same with a command's URI in it, for a client that has commands (XEP-0050). */
  withCommand: z.string().optional(),
  /** The addressed bare JID's pseudonym. */
  peer: z.string(),
  since: z.number(),
  /** Not to be written from then on; null: whenever it can be. */
  until: z.number().nullable().default(null),
  /** What is asked of the recipient's client. */
  asks: z.array(z.enum(CLIENT_FEATURES)).default([]),
});
export type XmppCommand = z.output<typeof XmppCommand>;

export const asJson = (command: XmppCommand): JsonObject => ({ ...command });
