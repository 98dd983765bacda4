import { z } from "zod";

/** none, low, medium, high: the certainty scale of evidence grades and actors (§13, §18). */
export const Certainty = z.enum(["none", "low", "medium", "high"]);
export type Certainty = z.infer<typeof Certainty>;

/** low, medium, high: how sure an adapter is of an interpretation (§14). */
export const ConfidenceLevel = z.enum(["low", "medium", "high"]);
export type ConfidenceLevel = z.infer<typeof ConfidenceLevel>;

/** §13: `none` to `conclusive` are a scale; `negative` and `ambiguous` lie off it. */
export const EvidenceStrength = z.enum([
  "none",
  "weak",
  "medium",
  "strong",
  "conclusive",
  "negative",
  "ambiguous",
]);
export type EvidenceStrength = z.infer<typeof EvidenceStrength>;
