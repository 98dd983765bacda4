import { z } from "zod";
import { Country, Name } from "./name.ts";

const Words = z.array(z.string().trim().min(1).max(40));

/** Words that a reply is classified by (SmsAdapterSpecification §24). A reply is compared whole, without regard to case. */
export const KeywordSet = z.strictObject({
  countries: z.array(Country).default([]).describe("Of the handset's number. Empty: all."),
  language: z.string().min(2).max(35).nullish().describe("Only a remark for readers."),
  provider_accounts: z.array(Name).default([]).describe("Empty: all."),
  sender_values: z.array(z.string().min(1)).default([]).describe("Our senders. Empty: all."),
  opt_out: Words.optional(),
  opt_in: Words.optional(),
  help: Words.optional(),
  acknowledgement: Words.optional(),
  decline: Words.optional(),
});
export type KeywordSet = z.output<typeof KeywordSet>;

/** What is answered by itself. Null: nothing, or the provider answers. */
export const ReplySettings = z.strictObject({
  help: z.string().min(1).max(480).nullable().default(null),
  /** At most one, within five minutes, without marketing (47 CFR 64.1200(a)(12)). */
  opt_out_confirmation: z.string().min(1).max(160).nullable().default(null),
});
export type ReplySettings = z.output<typeof ReplySettings>;
