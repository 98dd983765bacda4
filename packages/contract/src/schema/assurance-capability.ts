import { z } from "zod";
import { lines } from "./fields.ts";

/** `conditional` means: only under the stated conditions. */
export const AssuranceLevel = z.enum([
  "none",
  "weak",
  "medium",
  "strong",
  "conclusive",
  "conditional",
  "unknown",
]);
export type AssuranceLevel = z.infer<typeof AssuranceLevel>;

/** §9.4: compared by the engine with what a scenario requires. */
export const AssuranceCapability = z
  .strictObject({
    awareness_assurance: AssuranceLevel.describe("That a human became aware."),
    delivery_assurance: AssuranceLevel.describe("That something was delivered."),
    identity_assurance: AssuranceLevel.describe("That the actor is who they should be."),
    authority_assurance: AssuranceLevel.describe("That the actor was entitled to act."),
    non_repudiation_assurance: AssuranceLevel.describe("That the event could not be denied later."),
    conditions: lines("What the levels depend on."),
    limitations: lines("What the levels do not cover."),
  })
  .meta({
    id: "AssuranceCapability",
    description:
      "The assurance the adapter can offer, to compare with a scenario's needs (AdapterInterfaceSpecification §9.4).",
  });
export type AssuranceCapability = z.infer<typeof AssuranceCapability>;
