// Publications: what a transport is asked, and what a PubSub service answers (XEP-0060 §7).

/**
 * Source `xmpp.pubsub`: a service's notification, or a request for items of a node that a component serves itself, as XML. The
 * session has checked that the notification is the service's own, and that whoever asks may read the node.
 */
export const PUBSUB_SOURCE = "xmpp.pubsub";
export const PUBSUB_HEADERS = {
  /** Of a request: the ids of the items that it is answered with, by spaces. */
  items: "x-pubsub-items",
} as const;

export interface Publication {
  readonly kind: "publish" | "retract";
  readonly service: string;
  readonly node: string;
  readonly itemId: string;
  /** The item's payload as XML; null of a retraction. */
  readonly payload: string | null;
}

/** What the service's refusal means, by its condition. */
export type PubsubRefusal =
  | "service_unavailable"
  | "node_missing"
  | "forbidden"
  | "refused"
  | "deferred";

/** `by`: a component of ours holds the node itself. Absent: a service answered. */
export type Published =
  | { readonly kind: "done"; readonly by?: "own_component" }
  | { readonly kind: "refused"; readonly because: PubsubRefusal; readonly condition: string };

const CONDITIONS: Readonly<Record<string, PubsubRefusal>> = {
  "item-not-found": "node_missing",
  gone: "node_missing",
  "remote-server-not-found": "service_unavailable",
  "service-unavailable": "service_unavailable",
  "feature-not-implemented": "service_unavailable",
  forbidden: "forbidden",
  "not-authorized": "forbidden",
  "not-allowed": "forbidden",
  "registration-required": "forbidden",
  "payment-required": "forbidden",
  "remote-server-timeout": "deferred",
  "resource-constraint": "deferred",
  "internal-server-error": "deferred",
};

/** Everything else is of the item itself. */
export const refusalOf = (condition: string): PubsubRefusal =>
  Object.hasOwn(CONDITIONS, condition) ? (CONDITIONS[condition] ?? "refused") : "refused";
