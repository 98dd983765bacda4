import { z } from "zod";
import { lines } from "./fields.ts";
import { ConfidenceLevel } from "./grades.ts";

/** §14: confidence in the interpretation, which is not the strength of the evidence. */
export const ConfidenceGrade = z
  .strictObject({
    level: ConfidenceLevel.describe("How confident the adapter is in its interpretation."),
    basis: lines("What the confidence rests on."),
  })
  .meta({
    id: "ConfidenceGrade",
    description:
      "How confident the adapter is in the normalised interpretation (AdapterInterfaceSpecification §14).",
  });
export type ConfidenceGrade = z.infer<typeof ConfidenceGrade>;
