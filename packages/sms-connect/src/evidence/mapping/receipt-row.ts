// The shapes that rows of receipts have (SmsAdapterSpecification §13.4–§13.6).
import { FAILED_FOR_NOW } from "../further-grades.ts";
import { DEFERRED, FAILED, UNKNOWN } from "../grades.ts";
import { endpointRow, type Rows } from "../row.ts";
import { ENDED_AT, HELD_AT, UNKNOWN_AT } from "./acceptance.ts";

type Row = Rows[number];

/** Refused with a lasting reason (§13.4). */
export const permanent = (meaning: string, clause: string): Row =>
  endpointRow("notification.endpoint.rejected_permanent", FAILED, clause, ENDED_AT, {
    meaning,
    terminal: true,
    retryable: false,
  });

/** This message is given up; the reason may pass. */
export const givenUp = (meaning: string, clause: string): Row =>
  endpointRow("notification.endpoint.rejected_temporary", FAILED_FOR_NOW, clause, ENDED_AT, {
    meaning,
    terminal: true,
    retryable: true,
  });

/** Refused for now; the network may still try. */
export const forNow = (meaning: string, clause: string): Row =>
  endpointRow("notification.endpoint.rejected_temporary", DEFERRED, clause, HELD_AT, {
    meaning,
    ambiguous: true,
    retryable: true,
  });

export const held = (meaning: string, clause: string): Row =>
  endpointRow("notification.endpoint.deferred", DEFERRED, clause, HELD_AT, { meaning });

export const unknownOutcome = (meaning: string, clause: string, told: Partial<Row> = {}): Row =>
  endpointRow("notification.endpoint.unknown", UNKNOWN, clause, UNKNOWN_AT, {
    meaning,
    confidence: "low",
    ambiguous: true,
    ...told,
  });
