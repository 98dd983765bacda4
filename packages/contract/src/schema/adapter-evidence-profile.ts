import { z } from "zod";
import { lines, provable } from "./fields.ts";

/** A strength of §13's positive scale, or a range of it such as `weak_to_medium`. */
export const EvidenceLevelRange = z.enum([
  "none",
  "weak",
  "medium",
  "strong",
  "conclusive",
  "none_to_weak",
  "none_to_medium",
  "none_to_strong",
  "none_to_conclusive",
  "weak_to_medium",
  "weak_to_strong",
  "weak_to_conclusive",
  "medium_to_strong",
  "medium_to_conclusive",
  "strong_to_conclusive",
]);
export type EvidenceLevelRange = z.infer<typeof EvidenceLevelRange>;

/** Named by §9.1 and not defined there; read from the adapter documents' descriptors. */
export const AdapterEvidenceProfile = z
  .strictObject({
    strongest_evidence_level: EvidenceLevelRange.describe("The strongest evidence to expect."),
    can_prove_human_awareness: provable("Whether human awareness can be proven."),
    can_prove_payload_delivery: provable("Whether delivery of the payload can be proven."),
    can_prove_identity: provable("Whether the actor's identity can be proven."),
    notes: lines("What the profile depends on."),
  })
  .meta({
    id: "AdapterEvidenceProfile",
    description:
      "A summary of the evidence to expect; named by AdapterInterfaceSpecification §9.1, read from the adapter documents.",
  });
export type AdapterEvidenceProfile = z.infer<typeof AdapterEvidenceProfile>;
