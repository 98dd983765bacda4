// Where the adapter keeps what later decisions need. Numbers stand in keys by their pseudonym (`SmsKit.numberId`).
import type { Instant, Key, OperationId } from "@underclaim/runtime";
import type { SmsScope } from "./scope.ts";

/** The newest messages between a sender of ours and a number: what a reply is probably about. */
export interface Conversation {
  /** Newest first; a handful. */
  readonly recent: readonly { readonly operation: OperationId; readonly at: Instant }[];
  /** When the newest of those left that there was no room for. */
  readonly forgotten?: Instant;
}
export const conversationKey = (sender: string, number: string): Key => [
  "conversation",
  sender,
  number,
];

/** What is known of the parts of a message that the provider names one by one. */
export interface SegmentBook {
  readonly operation: OperationId;
  readonly count: number;
  /** By the provider's name of the part: what all that was told of it comes to, in whatever order it came. */
  readonly states: Readonly<Record<string, string>>;
}
export const segmentsKey = (operation: OperationId): Key => ["segments", operation];

/** Parts of a longer reply that has not come whole. Holds text: tagged with the person. */
export const partsKey = (account: string, number: string, reference: string): Key => [
  "parts",
  account,
  number,
  reference,
];

const scopeParts = ({ kind, value }: SmsScope): [string, string] => [kind, value ?? ""];
export const suppressionKey = (number: string, scope: SmsScope): Key => [
  "suppression",
  number,
  ...scopeParts(scope),
];
export const suppressionsOf = (number: string): Key => ["suppression", number];
export const consentKey = (number: string, scope: SmsScope): Key => [
  "consent",
  number,
  ...scopeParts(scope),
];
export const consentsOf = (number: string): Key => ["consent", number];

/** A reply that may be an opt-out and is not one of the exact words: a person decides. */
export const reviewKey = (review: string): Key => ["review", review];

/** A link that this service redirects. */
export const linkKey = (token: string): Key => ["link", token];

/** What is known of a number from outside the channel: shared, reassigned. */
export const endpointFactsKey = (number: string): Key => ["endpoint-facts", number];
