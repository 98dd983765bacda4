// Reading and writing what stands of one number in one scope: both books at once, for an opt-out is written in both.
import type { DocWrite, Guard, Instant, Key, Read, Snapshot } from "@underclaim/runtime";
import type { SmsConsentSource } from "./consent.ts";
import { consentIn, consentStateOf, withOptOut, type ConsentBook } from "./consent-book.ts";
import { consentKey, suppressionKey } from "./documents.ts";
import type { SmsScope } from "./scope.ts";
import {
  standingIn,
  suppressionsIn,
  withSuppression,
  type SuppressionBook,
} from "./suppression-book.ts";

/** Both books of one number and one scope, as read. */
export interface Books {
  readonly suppressions: SuppressionBook;
  readonly consent: ConsentBook;
}

export const bookKeys = (number: string, scope: SmsScope): readonly [Key, Key] => [
  suppressionKey(number, scope),
  consentKey(number, scope),
];

export const readBooks = (snapshot: Snapshot, number: string, scope: SmsScope): Books => {
  const [suppressions, consent] = bookKeys(number, scope);
  return {
    suppressions: suppressionsIn(snapshot.doc(suppressions)),
    consent: consentIn(snapshot.doc(consent)),
  };
};

/** Writes what differs; guards both, for what was decided hangs on both. */
export function writeBooks(
  snapshot: Snapshot,
  number: string,
  scope: SmsScope,
  after: Books,
): { readonly docs: readonly DocWrite[]; readonly guards: readonly Guard[] } {
  const keys = bookKeys(number, scope);
  const before = readBooks(snapshot, number, scope);
  const texts = (books: Books) =>
    [books.suppressions, books.consent].map((book) => JSON.stringify(book));
  const [was, is] = [texts(before), texts(after)];
  return {
    docs: keys.flatMap((put, index) => {
      const text = is[index];
      return text === undefined || text === was[index] ? [] : [{ put, text }];
    }),
    guards: keys.map((doc) => ({ doc, version: snapshot.doc(doc)?.version ?? 0 })),
  };
}

export const bookReads = (number: string, scopes: readonly SmsScope[]): readonly Read[] =>
  scopes.flatMap((scope) => bookKeys(number, scope).map((doc) => ({ doc })));

/** Whether an opt-out stands in either. */
export const isOptedOut = ({ suppressions, consent }: Books, now: Instant): boolean =>
  consentStateOf(consent, now) === "opted_out" ||
  standingIn(suppressions, now).some(({ type }) => type === "opt_out");

export interface OptOut {
  readonly at: Instant;
  readonly source: SmsConsentSource;
  readonly evidenceRef: string | null;
  /** Nothing personal. */
  readonly reason: string | null;
}

/** It has no end: only the recipient takes it back, or somebody who says that they do so in their place. */
export const optedOut = (
  { suppressions, consent }: Books,
  { at, source, evidenceRef, reason }: OptOut,
): Books => ({
  suppressions: withSuppression(suppressions, "opt_out", {
    at,
    source: "participant",
    reason,
    expiresAt: null,
  }),
  consent: withOptOut(consent, { at, source, evidenceRef }),
});
