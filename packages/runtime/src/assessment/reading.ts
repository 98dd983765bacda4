import type { Mapping } from "@underclaim/contract";
import type { AssessmentDraft } from "../definition/assess.ts";
import type { StoredNative } from "../definition/native.ts";

/** What something comes to, and the native event that decides it. */
export interface AssessmentReading<S extends string = string, T extends string = string> {
  /** It begins with its category: `undef.pending`. */
  readonly subclass: S;
  readonly signal: T | null;
  /** One sentence. */
  readonly because: string;
  /** Where it is less than the subclass usually has. */
  readonly confidence?: AssessmentDraft["confidence"];
}

/** Makes readings in the words of the mapping table: the meaning of the signal's first row, unless another is given. */
export const readerOf =
  <S extends string, T extends string>(mapping: Mapping<T>) =>
  (
    subclass: S,
    signal: T,
    because: string | undefined = mapping[signal][0]?.meaning,
  ): AssessmentReading<S, T> => ({
    subclass,
    signal,
    because: because ?? `${signal} was recorded.`,
  });

/** What a channel says of the reading's subclass, and of everything it assesses. */
export interface ReadingFacts {
  /** An interpretation of the channel's document; the engine decides. */
  readonly means: string;
  /** As the subclass usually has it. */
  readonly confidence: AssessmentDraft["confidence"];
  readonly limitations: readonly string[];
}

/** The assessment that a reading is, with the types of all that was recorded. */
export function assessmentDraft(
  { subclass, signal, because, confidence }: AssessmentReading,
  natives: readonly StoredNative[],
  facts: ReadingFacts,
): AssessmentDraft {
  const recorded = [...new Set(natives.map(({ type }) => type))].toSorted();
  return {
    category: subclass.split(".", 1)[0] as AssessmentDraft["category"],
    subclass,
    confidence: confidence ?? facts.confidence,
    strongest_signal: signal,
    evidence_summary: [
      because,
      ...(recorded.length > 0 ? [`Recorded: ${recorded.join(", ")}.`] : []),
    ],
    recommended_coordination_interpretation: facts.means,
    limitations: [...facts.limitations],
  };
}
