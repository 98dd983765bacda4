import { timestamp, type Doc, type DocWrite, type Instant } from "@underclaim/runtime";
import { z } from "zod";
import { linkKey } from "../model/documents.ts";

/** A link that this service redirects, under `linkKey(token)`. Its target may name a person, whom the document is tagged with. */
export const LinkRecord = z.strictObject({
  operation: z.string().describe("The message that carries it."),
  subject: z.string(),
  link_id: z.string(),
  url: z.string().describe("Where it leads, as a URL parser writes it."),
  /** Of the link itself, as its action has it; the redirect stands longer, to say that it ended. */
  expires_at: z.iso.datetime({ offset: true }).nullable(),
  /** Person key of the message: raw data of a click is tagged with it, too. */
  person: z.string().nullable(),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

export interface KeptLink {
  readonly token: string;
  readonly record: LinkRecord;
  /** Until when the redirect stands; then the document is deleted (`expiring` of the definition). */
  readonly until: Instant;
}

export const linkDocument = ({ token, record, until }: KeptLink): DocWrite => ({
  put: linkKey(token),
  text: JSON.stringify(record),
  dueAt: until,
  person: record.person,
});

export const linkOf = (doc: Doc): LinkRecord => LinkRecord.parse(JSON.parse(doc.text));

/** At `expires_at` itself it has ended. */
export const hasExpired = ({ expires_at }: LinkRecord, now: Instant): boolean =>
  expires_at !== null && Date.parse(expires_at) <= now;

/** `expires_at` in the form documents have it. */
export const expiryOf = (expiresAt: string | null | undefined): string | null =>
  expiresAt ? timestamp(Date.parse(expiresAt)) : null;
