// AdapterInterfaceSpecification §12: who accepted or refused, how final it is, and what it must not be read as.
import type { AcceptanceSemantics } from "@underclaim/contract";

const semantics = (
  acceptance_level: AcceptanceSemantics["acceptance_level"],
  finality: AcceptanceSemantics["finality"],
  ...does_not_mean: string[]
): AcceptanceSemantics => ({ acceptance_level, finality, does_not_mean });

/** The contract's own example of an XMPP delivery receipt. */
export const CLIENT_AT = semantics(
  "client",
  "intermediate",
  "displayed",
  "understood",
  "every device of the recipient has it",
);
/** Nobody has accepted anything: a JID appears available. */
export const AVAILABLE_AT = semantics(
  "unknown",
  "preliminary",
  "a message was taken",
  "a message was displayed",
  "somebody is at the device",
);
/** Held by the recipient's server, or by nobody. */
export const WAITING_AT = semantics(
  "server",
  "preliminary",
  "the server has stored it",
  "delivery failed",
  "delivery follows",
);
/** It came back. Which server sent it back is not told. */
export const REFUSED_AT = semantics(
  "server",
  "final",
  "the participant refused",
  "the address does not exist, unless the condition says so",
);
export const REFUSED_FOR_NOW_AT = semantics(
  "server",
  "intermediate",
  "the address does not exist",
  "the participant blocks the sender",
  "another attempt fails as well",
);
/** The room's service, for all its occupants together. */
export const ROOM_AT = semantics(
  "server",
  "intermediate",
  "each occupant received it",
  "an intended participant is in the room",
  "displayed",
);
/** One subscriber, who is ours. */
export const NODE_AT = semantics(
  "endpoint",
  "intermediate",
  "other subscribers were notified",
  "a participant is subscribed",
  "displayed",
);
export const UNKNOWN_AT = semantics(
  "unknown",
  "unknown",
  "it was delivered",
  "it was not delivered",
);
