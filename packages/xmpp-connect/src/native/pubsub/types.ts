import type { PubsubRefusal } from "../../pubsub/port.ts";

/** What PubSub says (XmppAdapterSpecification §12.8, §19, §23). */
export type PubsubNative =
  /** The service answered that it has the item. */
  | "pubsub.published"
  /** A component of ours holds the item in a node that it serves itself. */
  | "pubsub.stored"
  /** The item stands in the node; its own answer was lost. */
  | "pubsub.found"
  | `pubsub.${PubsubRefusal}`
  /** The service sent the item to a subscriber, who is an account of ours. */
  | "pubsub.notified"
  /** Somebody asked a component of ours for the item, who may read the node it stands in. */
  | "pubsub.fetched"
  | "pubsub.retracted"
  /** Of an item that is not ours. */
  | "pubsub.foreign";
