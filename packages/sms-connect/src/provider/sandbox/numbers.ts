// Numbers that behave. They lie in a range that the German regulator keeps free for films (Bundesnetzagentur, "Rufnummern
// für Medienproduktionen": 0176 040690xx), so none of them is anybody's. Every other number is delivered.
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import type { Rejection } from "../../native/rejections.ts";

/** One thing that happens to a message; a step of the pace after the one before. */
export type SandboxStep =
  | { readonly receipt: ReceiptClass; readonly code?: string }
  /** The receipt before, word for word. */
  | { readonly again: true }
  /** Nothing happens for so many steps. */
  | { readonly wait: number }
  | { readonly reply: string };

export interface SandboxNumber {
  readonly number: string;
  /** For the documentation. */
  readonly does: string;
  /** The provider's answer to the submission. Absent: accepted. */
  readonly answer?: { readonly rejected: Rejection } | "not_sent" | "unknown";
  readonly steps: readonly SandboxStep[];
}

const film = (last: number): string => `+49176040690${String(last).padStart(2, "0")}`;
const sent: SandboxStep = { receipt: "carrier_accepted" };
const delivered: SandboxStep = { receipt: "delivered" };

const OTHERS: SandboxNumber["steps"] = [sent, delivered];

export const SANDBOX_NUMBERS: readonly SandboxNumber[] = [
  { number: film(0), does: "is delivered", steps: [sent, delivered] },
  { number: film(1), does: "is silent: no receipt ever comes", steps: [] },
  {
    number: film(2),
    does: "is delivered, an hour late",
    steps: [sent, { wait: 3_600 }, delivered],
  },
  {
    number: film(3),
    does: "is delivered, and the receipt comes twice",
    steps: [sent, delivered, { again: true }],
  },
  {
    number: film(4),
    does: "has contradicting receipts: delivered, then failed",
    steps: [sent, delivered, { receipt: "failed" }],
  },
  {
    number: film(5),
    does: "is buffered, then delivered",
    steps: [{ receipt: "buffered" }, delivered],
  },
  {
    number: film(6),
    does: "replies with free text",
    steps: [sent, delivered, { reply: "Thank you, who is this?" }],
  },
  { number: film(7), does: "replies ACK", steps: [sent, delivered, { reply: "ACK" }] },
  { number: film(8), does: "replies NO", steps: [sent, delivered, { reply: "NO" }] },
  { number: film(9), does: "replies STOP", steps: [sent, delivered, { reply: "STOP" }] },
  {
    number: film(10),
    does: "replies with something like STOP, which is held for review",
    steps: [sent, delivered, { reply: "please stop writing to me" }],
  },
  { number: film(11), does: "replies HELP", steps: [sent, delivered, { reply: "HELP" }] },
  {
    number: film(12),
    does: "replies STOP, and START ten steps later",
    steps: [sent, delivered, { reply: "STOP" }, { wait: 10 }, { reply: "START" }],
  },
  {
    number: film(20),
    does: "is undelivered, for no reason given",
    steps: [sent, { receipt: "undelivered" }],
  },
  {
    number: film(21),
    does: "is an unknown subscriber",
    steps: [sent, { receipt: "unknown_subscriber" }],
  },
  {
    number: film(22),
    does: "is switched off, then delivered",
    steps: [sent, { receipt: "unavailable" }, { wait: 30 }, delivered],
  },
  { number: film(23), does: "stays switched off", steps: [sent, { receipt: "unavailable_final" }] },
  { number: film(24), does: "has blocked the sender", steps: [sent, { receipt: "blocked" }] },
  { number: film(25), does: "is filtered by its carrier", steps: [sent, { receipt: "filtered" }] },
  { number: film(26), does: "is refused by its carrier", steps: [sent, { receipt: "rejected" }] },
  { number: film(27), does: "expires at the carrier", steps: [sent, { receipt: "expired" }] },
  {
    number: film(28),
    does: "is given up by the provider",
    steps: [sent, { receipt: "expired_by_provider" }],
  },
  { number: film(29), does: "gets the status unknown", steps: [sent, { receipt: "unknown" }] },
  {
    number: film(30),
    does: "meets a network error, then is delivered",
    steps: [{ receipt: "temporary_network_error" }, delivered],
  },
  {
    number: film(40),
    does: "is refused by the provider",
    answer: { rejected: "rejected" },
    steps: [],
  },
  {
    number: film(41),
    does: "has opted out at the provider",
    answer: { rejected: "provider_suppressed" },
    steps: [],
  },
  { number: film(42), does: "has no route", answer: { rejected: "route_unavailable" }, steps: [] },
  { number: film(43), does: "meets an empty account", answer: { rejected: "quota" }, steps: [] },
  {
    number: film(50),
    does: "is never answered by the provider: the outcome is unknown",
    answer: "unknown",
    steps: [],
  },
  {
    number: film(51),
    does: "is never answered by the provider, and a receipt comes all the same",
    answer: "unknown",
    steps: [delivered],
  },
  {
    number: film(52),
    does: "meets a provider that cannot be reached: it is tried again",
    answer: "not_sent",
    steps: [],
  },
];

const BY_NUMBER = new Map(SANDBOX_NUMBERS.map((each) => [each.number, each]));

export const behaviourOf = (number: string): Omit<SandboxNumber, "number"> =>
  BY_NUMBER.get(number) ?? { does: "is delivered", steps: OTHERS };
