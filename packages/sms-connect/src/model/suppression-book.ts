// What stands in the document of one number and one scope (`suppressionKey`). By type, because each is lifted in its own way.
import { timestamp, type Doc, type Instant } from "@underclaim/runtime";
import { isAfter, isOver, later } from "./consent-ledger.ts";
import type { SmsScope } from "./scope.ts";
import type { SmsSuppression, SmsSuppressionSource, SmsSuppressionType } from "./suppression.ts";

export interface SuppressionStatement {
  readonly at: Instant;
  readonly source: SmsSuppressionSource;
  /** Nothing personal: an erasure does not reach it. */
  readonly reason: string | null;
  readonly expiresAt: Instant | null;
}
type LiftStatement = Omit<SuppressionStatement, "expiresAt">;

interface SuppressionRecord {
  /** The newest that suppresses, and the newest that lifts: no more is needed to decide. */
  readonly added: SuppressionStatement | null;
  readonly lifted: LiftStatement | null;
}

/**
 * Holds no number and is tagged with no person: it stands under a keyed pseudonym, and a person who had their data erased
 * has not asked to be written to again.
 */
export type SuppressionBook = Readonly<Partial<Record<SmsSuppressionType, SuppressionRecord>>>;

export interface StandingSuppression extends SuppressionStatement {
  readonly type: SmsSuppressionType;
}

export const suppressionsIn = (doc: Doc | null): SuppressionBook =>
  doc === null ? {} : (JSON.parse(doc.text) as SuppressionBook);

const NOTHING: SuppressionRecord = { added: null, lifted: null };

/** Never makes less of what is written: an older statement than the newest of its kind changes nothing. */
export function withSuppression(
  book: SuppressionBook,
  type: SmsSuppressionType,
  { at, source, reason, expiresAt }: SuppressionStatement,
): SuppressionBook {
  const { added, lifted } = book[type] ?? NOTHING;
  return {
    ...book,
    [type]: { added: later(added, { at, source, reason, expiresAt }, lasting), lifted },
  };
}

export function withLift(
  book: SuppressionBook,
  type: SmsSuppressionType,
  { at, source, reason }: LiftStatement,
): SuppressionBook {
  const { added, lifted } = book[type] ?? NOTHING;
  return { ...book, [type]: { added, lifted: later(lifted, { at, source, reason }, () => 0) } };
}

const lasting = ({ expiresAt }: SuppressionStatement): number =>
  expiresAt ?? Number.MAX_SAFE_INTEGER;

/** What suppresses now. Of a suppression and a lift at one time the suppression stands. */
export const standingIn = (book: SuppressionBook, now: Instant): readonly StandingSuppression[] =>
  (Object.entries(book) as [SmsSuppressionType, SuppressionRecord][]).flatMap(
    ([type, { added, lifted }]) =>
      added === null || isAfter(lifted, added) || isOver(added.expiresAt, now)
        ? []
        : [{ type, ...added }],
  );

/** The time of a deliberate act: it comes after what it undoes, though both were at one millisecond. */
export const actingAt = (now: Instant, undoes: Instant | null | undefined): Instant =>
  Math.max(now, (undoes ?? now - 1) + 1);

export const suppressionView = (
  number: string,
  { kind }: SmsScope,
  { type, at, source, reason, expiresAt }: StandingSuppression,
): SmsSuppression => ({
  endpoint_ref: { endpoint_id: number, endpoint_type: "phone_number" },
  suppression_type: type,
  scope: kind,
  reason,
  source,
  created_at: timestamp(at),
  expires_at: expiresAt === null ? null : timestamp(expiresAt),
});
