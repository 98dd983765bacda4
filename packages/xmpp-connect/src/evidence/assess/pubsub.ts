// Publications (XmppAdapterSpecification §12.8): a success of the channel, and nobody's awareness.
import type { XmppNative, XmppStored } from "../../native/types.ts";
import type { XmppSubclass } from "../../model/subclasses.ts";
import { read, type Reading } from "./reading.ts";

/** What shows that it is published outranks what refused another attempt; then the worst first. */
const READINGS: readonly (readonly [XmppNative, XmppSubclass])[] = [
  ["pubsub.published", "success.pubsub_item_published"],
  ["pubsub.stored", "success.pubsub_item_published"],
  ["pubsub.notified", "success.pubsub_item_published"],
  ["pubsub.fetched", "success.pubsub_item_published"],
  ["pubsub.found", "success.pubsub_item_published"],
  ["pubsub.forbidden", "fail.authorization_failed"],
  ["pubsub.node_missing", "fail.pubsub_node_unavailable"],
  ["pubsub.service_unavailable", "fail.pubsub_node_unavailable"],
  ["pubsub.refused", "fail.stanza_error"],
  ["pubsub.deferred", "undef.deferred"],
  ["pubsub.retracted", "undef.sent_to_server_only"],
];

/** Null: no service has said anything of it. */
export function pubsubReading(natives: readonly XmppStored[]): Reading | null {
  const found = READINGS.find(([type]) => natives.some((native) => native.type === type));
  return found === undefined ? null : read(found[1], found[0]);
}

export const isPublished = (natives: readonly XmppStored[]): boolean =>
  pubsubReading(natives)?.subclass === "success.pubsub_item_published";
