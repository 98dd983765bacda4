import { z } from "zod";
import { EvidenceGrade } from "./evidence-grade.ts";
import { lines, name, text } from "./fields.ts";

/** §16: what a native event means, for people and agents who implement against it. */
export const NativeEventSemantics = z
  .strictObject({
    native_event_type: name("The native event."),
    source_system: name("The system that emits it."),
    plain_meaning: text("What it means, in one plain sentence."),
    does_not_mean: lines("What it must not be read as."),
    normalized_mapping: text("The normalised event it is mapped to."),
    evidence_grade: EvidenceGrade.describe("The strongest grade it can support."),
    examples: lines("Native values as seen in the wild."),
  })
  .meta({
    id: "NativeEventSemantics",
    description: "What a native event means and does not mean (AdapterInterfaceSpecification §16).",
  });
export type NativeEventSemantics = z.infer<typeof NativeEventSemantics>;
