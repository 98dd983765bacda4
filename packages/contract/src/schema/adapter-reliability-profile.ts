import { z } from "zod";
import { lines } from "./fields.ts";

/** Named by §9.1; read from the reliability requirements of the adapter documents. */
export const AdapterReliabilityProfile = z
  .strictObject({
    survives_restart: z.boolean().describe("What was accepted is still known after a crash."),
    effect_guarantee: z
      .enum(["at_most_once", "at_least_once", "provider_deduplicated", "unknown"])
      .describe("How often one idempotency key can take effect outside the adapter."),
    ordering: z
      .enum(["none", "per_endpoint", "total", "unknown"])
      .describe("The order in which actions reach the channel."),
    loss_conditions: lines("When something may be lost, and what."),
    notes: lines("What the guarantees depend on."),
  })
  .meta({
    id: "AdapterReliabilityProfile",
    description:
      "What is guaranteed across failures; named by AdapterInterfaceSpecification §9.1, read from the adapter documents.",
  });
export type AdapterReliabilityProfile = z.infer<typeof AdapterReliabilityProfile>;
