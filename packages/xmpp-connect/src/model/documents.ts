// Where the adapter keeps what later decisions need. JIDs stand in keys by their pseudonym (`XmppKit.jidId`).
import type { Instant, Key, OperationId } from "@underclaim/runtime";

/** The newest messages from an account of ours to a JID: what a reply without a reference is probably about. */
export interface Conversation {
  /** Newest first; a handful. `id` is the stanza's: markers are cumulative (XEP-0333 §4). */
  readonly recent: readonly {
    readonly operation: OperationId;
    readonly id: string;
    readonly at: Instant;
  }[];
}
export const conversationKey = (account: string, peer: string): Key => [
  "conversation",
  account,
  peer,
];

/** Falls due at once: a STOP that suppresses. */
export const stoppedKey = (native: string): Key => ["stopped", native];

export const suppressionKey = (peer: string): Key => ["suppression", peer];

/** The newest presence of a JID's resources. Tagged with the person; deleted when its time is over. */
export const presenceKey = (account: string, peer: string): Key => ["presence", account, peer];

/** Items of a node that a component serves itself; in order of publication, for an item's id begins with its time. */
export const servedItemsKey = (account: string, node: string): Key => [
  "pubsub-item",
  account,
  node,
];

/** Items that stand there no longer: what is published again must not bring them back. */
export const goneItemsKey = (account: string, node: string): Key => ["pubsub-gone", account, node];

/** Who is subscribed to such a node. Tagged with the person. */
export const subscriptionsKey = (account: string, node: string): Key => [
  "pubsub-subscription",
  account,
  node,
];

/** Notifications that wait, and those that have left or not: nobody knows yet. Tagged with the person. */
export const noticesKey = (state: "waiting" | "leaving", account: string): Key => [
  `pubsub-notice-${state}`,
  account,
];

/** How far the own archive has been read (XEP-0059). */
export const archivePositionKey = (account: string): Key => ["archive-position", account];

/** What a JID's clients have said that they can (`KnownCapabilities`). Tagged with the person; forgotten as presence is. */
export const capabilitiesKey = (account: string, peer: string): Key => [
  "capabilities",
  account,
  peer,
];

/** Falls due when a room should have sent a message back. Text: `{ "operation": … }`. */
export const roomTimerKey = (operation: OperationId): Key => ["room-timer", operation];
