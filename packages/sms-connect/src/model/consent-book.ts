// What stands in the document of one number and one scope (`consentKey`).
import { timestamp, type Doc, type Instant } from "@underclaim/runtime";
import type { SmsConsent, SmsConsentSource, SmsConsentState } from "./consent.ts";
import { isAfter, isOver, later } from "./consent-ledger.ts";
import type { SmsScope } from "./scope.ts";

export interface ConsentStatement {
  readonly state: Exclude<SmsConsentState, "opted_out">;
  /** When it was given, or disputed. Null: nobody said; then anything that has a time comes after it. */
  readonly at: Instant | null;
  readonly source: SmsConsentSource;
  readonly evidenceRef: string | null;
  readonly expiresAt: Instant | null;
}

interface OptOutStatement {
  readonly at: Instant;
  readonly source: SmsConsentSource;
  readonly evidenceRef: string | null;
}

/**
 * The newest statement of each kind: no more is needed to decide. Like suppressions, tagged with no person: an opt-out
 * outlives an erasure, under a keyed pseudonym.
 */
export interface ConsentBook {
  readonly recorded: ConsentStatement | null;
  readonly optedOut: OptOutStatement | null;
  /** Takes the opt-out back, and grants nothing that was not granted before. */
  readonly reopened: { readonly at: Instant } | null;
}

const NOTHING: ConsentBook = { recorded: null, optedOut: null, reopened: null };

export const consentIn = (doc: Doc | null): ConsentBook =>
  doc === null ? NOTHING : (JSON.parse(doc.text) as ConsentBook);

/** What claims less is heavier: of two statements of one time it stands. */
const WEIGHT: Readonly<Record<ConsentStatement["state"], number>> = {
  disputed: 3,
  unknown: 2,
  not_required: 1,
  opted_in: 0,
};

export const withConsent = (
  book: ConsentBook,
  { state, at, source, evidenceRef, expiresAt }: ConsentStatement,
): ConsentBook => ({
  ...book,
  recorded: later(
    book.recorded,
    { state, at, source, evidenceRef, expiresAt },
    (statement) => WEIGHT[statement.state],
  ),
});

export const withOptOut = (
  book: ConsentBook,
  { at, source, evidenceRef }: OptOutStatement,
): ConsentBook => ({
  ...book,
  optedOut: later(book.optedOut, { at, source, evidenceRef }, () => 0),
});

export const withReopening = (book: ConsentBook, at: Instant): ConsentBook => ({
  ...book,
  reopened: later(book.reopened, { at }, () => 0),
});

/**
 * An opt-out stands until something later takes it back: a new opt-in, or a word that reopens. That no consent is required,
 * or that one is disputed, takes nothing back.
 */
export function consentStateOf(book: ConsentBook, now: Instant): SmsConsentState {
  const { recorded, optedOut, reopened } = book;
  if (optedOut !== null && !isAfter(reopened, optedOut)) {
    const again = recorded?.state === "opted_in" && isAfter(recorded, optedOut);
    if (!again) return "opted_out";
  }
  if (recorded === null || isOver(recorded.expiresAt, now)) return "unknown";
  return recorded.state;
}

export function consentView(
  number: string,
  { kind }: SmsScope,
  book: ConsentBook,
  now: Instant,
): SmsConsent {
  const state = consentStateOf(book, now);
  const { recorded, optedOut } = book;
  const about = state === "opted_out" ? optedOut : recorded;
  const acquired = recorded !== null && state === recorded.state ? recorded.at : null;
  const ends = state === "opted_out" ? null : (recorded?.expiresAt ?? null);
  return {
    endpoint_ref: { endpoint_id: number, endpoint_type: "phone_number" },
    consent_state: state,
    consent_scope: kind,
    consent_source: about?.source ?? "unknown",
    consent_acquired_at: acquired === null ? null : timestamp(acquired),
    consent_evidence_ref: about?.evidenceRef ?? null,
    expires_at: ends === null ? null : timestamp(ends),
  };
}
