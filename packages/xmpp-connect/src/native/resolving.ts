import { STANZA_ERRORS } from "./stanza-errors.ts";
import type { XmppNative } from "./types.ts";

const ERRORS = [...Object.keys(STANZA_ERRORS), "temporary", "blocked_by_us", "blocked"].map(
  (condition) => `error.${condition}`,
);

/** A room speaks of a message of ours only once our server has handed it on. */
const ROOMS: readonly XmppNative[] = [
  "room.reflected",
  "room.replayed",
  "room.unavailable",
  "room.forbidden",
  "room.refused",
  "room.displayed.known",
  "room.displayed.unknown",
  "room.acknowledged.known",
  "room.acknowledged.unknown",
  "pubsub.notified",
  "pubsub.fetched",
];

/** A receipt, a marker or a bounce shows that the own server had taken the stanza, whatever became of its own answer. */
export const resolving: Readonly<Partial<Record<XmppNative, "accepted">>> = Object.fromEntries(
  [
    "receipt.received",
    "marker.received",
    "marker.displayed",
    "marker.acknowledged",
    ...ERRORS,
    ...ROOMS,
  ].map((type) => [type, "accepted"]),
);
