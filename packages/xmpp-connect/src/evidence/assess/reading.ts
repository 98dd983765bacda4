import type { AssessmentDraft } from "@underclaim/runtime";
import type { XmppSubclass } from "../../model/subclasses.ts";
import type { XmppNative, XmppStored } from "../../native/types.ts";
import { xmppMapping } from "../mapping.ts";
import { scopeLimitation } from "./scope.ts";
import { SUBCLASS_FACTS } from "./subclass-facts.ts";

/** What something comes to, and the native event that decides it. */
export interface Reading {
  readonly subclass: XmppSubclass;
  readonly signal: XmppNative | null;
  /** One sentence. */
  readonly because: string;
  /** Where it is less than the subclass usually has. */
  readonly confidence?: AssessmentDraft["confidence"];
}

/** In the words of the mapping table. */
export const read = (
  subclass: XmppSubclass,
  signal: XmppNative,
  because: string | undefined = xmppMapping[signal][0]?.meaning,
): Reading => ({ subclass, signal, because: because ?? `${signal} was recorded.` });

const categoryOf = (subclass: XmppSubclass): AssessmentDraft["category"] =>
  subclass.split(".", 1)[0] as AssessmentDraft["category"];

export function draftOf(reading: Reading, natives: readonly XmppStored[]): AssessmentDraft {
  const { subclass, signal, because } = reading;
  const { means, confidence, limitation } = SUBCLASS_FACTS[subclass];
  const recorded = [...new Set(natives.map(({ type }) => type))].toSorted();
  const scope = scopeLimitation(natives, signal);
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
      ...(scope === null ? [] : [scope]),
      "XMPP events are evidence of the channel, not of the intended result.",
    ],
  };
}
