import { z } from "zod";
import { EVENT_FAMILIES } from "../vocabulary/families.ts";

/** One of the canonical families of §10. */
export const EventFamilyName = z.enum(EVENT_FAMILIES);

/**
 * A dotted lower-case event type whose first segment is a canonical family (§10). The vocabulary
 * of §11 is a starter and not exhaustive, so the schema does not close the list.
 */
export const EventType = z
  .string()
  .max(256)
  .regex(new RegExp(`^(${EVENT_FAMILIES.join("|")})(\\.[a-z][a-z0-9_]*)+$`));
export type EventType = z.infer<typeof EventType>;
