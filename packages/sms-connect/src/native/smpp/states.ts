// SMPP 3.4 §5.2.28 and Appendix B: what became of a message, as number and as word.
import type { ReceiptClass } from "../receipt-classes.ts";

interface StateRow {
  readonly state: number | null;
  /** As Appendix B abbreviates it, and as others write it. */
  readonly words: readonly string[];
  readonly class: ReceiptClass;
}

const STATES: readonly StateRow[] = [
  { state: 1, words: ["ENROUTE"], class: "dispatched" },
  { state: 2, words: ["DELIVRD", "DELIVERED"], class: "delivered" },
  { state: 3, words: ["EXPIRED"], class: "expired" },
  { state: 4, words: ["DELETED"], class: "deleted" },
  { state: 5, words: ["UNDELIV", "UNDELIVERABLE", "UNDELIVERED"], class: "undelivered" },
  // "Has been manually read on behalf of the subscriber": no SMSC means that; they mean that the next network took it.
  { state: 6, words: ["ACCEPTD", "ACCEPTED"], class: "carrier_accepted" },
  { state: 7, words: ["UNKNOWN"], class: "unknown" },
  { state: 8, words: ["REJECTD", "REJECTED"], class: "rejected" },
  { state: null, words: ["BUFFERED", "BUFFRED"], class: "buffered" },
  { state: null, words: ["FAILED"], class: "failed" },
];

const byState = new Map(STATES.map((row) => [row.state, row.class]));
const byWord = new Map(
  STATES.flatMap((row) => row.words.map((word) => [word, row.class] as const)),
);

export const classOfState = (state: number): ReceiptClass => byState.get(state) ?? "unrecognised";
export const classOfWord = (word: string): ReceiptClass =>
  byWord.get(word.toUpperCase()) ?? "unrecognised";
