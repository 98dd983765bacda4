import { seeded } from "@underclaim/contract/golden";
import { idsFrom } from "../system.ts";
import type { Ids } from "../time-and-ids.ts";

/** Identifiers that are the same for the same seed. */
export function seededIds(seed: number): Ids {
  const random = seeded(seed);
  return idsFrom((bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)));
}
