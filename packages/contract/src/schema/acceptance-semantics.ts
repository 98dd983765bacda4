import { z } from "zod";
import { lines } from "./fields.ts";

/** §12: one event name stands for different strengths on different channels; this says which. */
export const AcceptanceSemantics = z
  .strictObject({
    acceptance_level: z
      .enum([
        "provider",
        "relay",
        "carrier",
        "server",
        "endpoint",
        "client",
        "device",
        "mailbox",
        "physical_handover",
        "unknown",
      ])
      .describe("Who accepted."),
    finality: z
      .enum(["preliminary", "intermediate", "final", "unknown"])
      .describe("Whether a later status can still replace this one."),
    does_not_mean: lines("What the acceptance must not be read as."),
  })
  .meta({
    id: "AcceptanceSemantics",
    description:
      "Who accepted, how final it is and what it does not mean (AdapterInterfaceSpecification §12).",
  });
export type AcceptanceSemantics = z.infer<typeof AcceptanceSemantics>;
