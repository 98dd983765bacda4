// What WebSub adds to the native types of rss-connect (RssAdapterSpecification §12.5, §21).

export type HubType =
  /** A hub was registered for the feed: a capability, evidence of nothing (§12.5 "Hub discovered"). */
  | "topic.registered"
  /** A hub is to be told and has not been yet. */
  | "hub.queued"
  | "hub.notified"
  /** An attempt failed in a way that may pass; it is tried again. */
  | "hub.delayed"
  /** Given up. */
  | "hub.unreachable"
  /** The hub refused. */
  | "hub.rejected"
  /** The embedded hub began to send an edition to its subscribers. */
  | "hub.distribution.sent"
  | "hub.delivery.accepted"
  | "hub.delivery.accepted.internal_system"
  | "hub.delivery.accepted.participant_system"
  | "hub.delivery.rejected"
  | "hub.delivery.failed"
  | "hub.subscription.confirmed"
  | "hub.subscription.ended"
  /** This service as subscriber: what a hub sent it. */
  | "subscriber.content.received"
  | "subscriber.subscription.active"
  | "subscriber.subscription.denied"
  | "subscriber.subscription.failed";
