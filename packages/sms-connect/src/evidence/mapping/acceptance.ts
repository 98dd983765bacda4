// AdapterInterfaceSpecification §12: who accepted or refused, how final it is, and what it must not be read as.
import type { AcceptanceSemantics } from "@underclaim/contract";

const semantics = (
  acceptance_level: AcceptanceSemantics["acceptance_level"],
  finality: AcceptanceSemantics["finality"],
  ...does_not_mean: string[]
): AcceptanceSemantics => ({ acceptance_level, finality, does_not_mean });

/**
 * "To the handset or receiving network" (SmsAdapterSpecification §10.1): which of the two is not said, so it is not said
 * here that a device took it.
 */
export const DELIVERED_AT = semantics(
  "endpoint",
  "final",
  "human read",
  "intended-recipient identity",
  "that it was the handset and not its network",
);
export const PART_AT = semantics(
  "endpoint",
  "intermediate",
  "the whole message arrived",
  "human read",
  "intended-recipient identity",
);
export const CARRIER_AT = semantics(
  "carrier",
  "intermediate",
  "handset delivery",
  "human read",
  "intended-recipient identity",
);
/** Held or refused for now by a network on the way. */
export const HELD_AT = semantics("carrier", "intermediate", "delivery failed", "delivery follows");
/** Given up, and which hop gave up is not told. */
export const ENDED_AT = semantics(
  "unknown",
  "final",
  "the participant refused",
  "the number does not exist, unless the class says so",
);
export const UNKNOWN_AT = semantics(
  "unknown",
  "unknown",
  "it was delivered",
  "it was not delivered",
);
