import { z } from "zod";
import { lines, name, optional } from "./fields.ts";

/** Named by §9.1 and not defined anywhere: what drives cost. Prices are the provider's to state. */
export const AdapterCostProfile = z
  .strictObject({
    cost_model: z
      .enum(["free", "per_action", "per_unit", "subscription", "mixed", "unknown"])
      .describe("What is charged for."),
    unit: optional(name(""), "The unit that is charged, such as segment or page."),
    notes: lines("What the cost depends on."),
  })
  .meta({
    id: "AdapterCostProfile",
    description: "What drives cost; named by AdapterInterfaceSpecification §9.1, minimal here.",
  });
export type AdapterCostProfile = z.infer<typeof AdapterCostProfile>;
