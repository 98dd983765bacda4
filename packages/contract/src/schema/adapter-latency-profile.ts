import { z } from "zod";
import { duration, lines, optional } from "./fields.ts";

/** Named by §9.1 and not defined anywhere: durations the engine may plan with, all optional. */
export const AdapterLatencyProfile = z
  .strictObject({
    typical_acceptance: optional(duration(""), "From request to action result, usually."),
    typical_dispatch: optional(duration(""), "From action result to the provider, usually."),
    typical_first_evidence: optional(
      duration(""),
      "From dispatch to the first external event, usually.",
    ),
    notes: lines("What the durations depend on."),
  })
  .meta({
    id: "AdapterLatencyProfile",
    description: "How long things take; named by AdapterInterfaceSpecification §9.1, minimal here.",
  });
export type AdapterLatencyProfile = z.infer<typeof AdapterLatencyProfile>;
