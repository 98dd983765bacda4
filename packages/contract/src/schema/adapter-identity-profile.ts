import { z } from "zod";
import { lines } from "./fields.ts";

/** A certainty of §13's scale, or a range of it such as `low_to_medium`. */
export const CertaintyRange = z.enum([
  "none",
  "low",
  "medium",
  "high",
  "none_to_low",
  "none_to_medium",
  "none_to_high",
  "low_to_medium",
  "low_to_high",
  "medium_to_high",
]);
export type CertaintyRange = z.infer<typeof CertaintyRange>;

/** Named by §9.1 and not defined there; read from the adapter documents' descriptors. */
export const AdapterIdentityProfile = z
  .strictObject({
    identity_strength: CertaintyRange.describe("How well the channel establishes identity."),
    authority_strength: CertaintyRange.describe("How well the channel establishes authority."),
    notes: lines("What the strengths depend on."),
  })
  .meta({
    id: "AdapterIdentityProfile",
    description:
      "How well the channel establishes who acted; named by AdapterInterfaceSpecification §9.1, read from the adapter documents.",
  });
export type AdapterIdentityProfile = z.infer<typeof AdapterIdentityProfile>;
