import type { AssessmentDraft } from "@underclaim/runtime";
import type { SmsSubclass } from "../../model/subclasses.ts";
import type { SmsNative, SmsStored } from "../../native/types.ts";
import { smsMapping } from "../mapping.ts";
import { SUBCLASS_FACTS } from "./subclass-facts.ts";

/** What something comes to, and the native event that decides it. */
export interface Reading {
  readonly subclass: SmsSubclass;
  readonly signal: SmsNative | null;
  /** One sentence. */
  readonly because: string;
  /** Where it is less than the subclass usually has. */
  readonly confidence?: AssessmentDraft["confidence"];
}

/** In the words of the mapping table. */
export const read = (
  subclass: SmsSubclass,
  signal: SmsNative,
  because: string | undefined = smsMapping[signal][0]?.meaning,
): Reading => ({ subclass, signal, because: because ?? `${signal} was recorded.` });

/** One order of readings that are equal in all that counts, so that which of them is shown hangs on nothing else. */
export function inOneOrder(a: Reading, b: Reading): number {
  const [first, second] = [a, b].map(({ subclass, signal, because, confidence }) =>
    [subclass, signal, because, confidence].join("\n"),
  );
  return (first ?? "") < (second ?? "") ? -1 : first === second ? 0 : 1;
}

const categoryOf = (subclass: SmsSubclass): AssessmentDraft["category"] =>
  subclass.split(".", 1)[0] as AssessmentDraft["category"];

export function draftOf(reading: Reading, natives: readonly SmsStored[]): AssessmentDraft {
  const { subclass, signal, because } = reading;
  const { means, confidence, limitation } = SUBCLASS_FACTS[subclass];
  const recorded = [...new Set(natives.map(({ type }) => type))].toSorted();
  return {
    category: categoryOf(subclass),
    subclass,
    confidence: reading.confidence ?? confidence,
    strongest_signal: signal,
    evidence_summary: [
      because,
      ...(recorded.length > 0 ? [`Recorded: ${recorded.join(", ")}.`] : []),
    ],
    recommended_coordination_interpretation: means,
    limitations: [
      ...(limitation === undefined ? [] : [limitation]),
      "SMS events are evidence of the channel, not of the intended result.",
    ],
  };
}
