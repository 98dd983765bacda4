import fc from "fast-check";
import {
  CERTAINTY_SCALE,
  type EvidenceGrade,
  type MappingRow,
  STRENGTH_SCALE,
} from "@underclaim/contract";

const certainty = fc.constantFrom(...CERTAINTY_SCALE);
const words = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 3 });

export const strength = fc.constantFrom(
  ...STRENGTH_SCALE,
  "negative" as const,
  "ambiguous" as const,
);

export const grade: fc.Arbitrary<EvidenceGrade> = fc.record({
  strength,
  actor_certainty: certainty,
  authority_certainty: certainty,
  payload_certainty: certainty,
  interaction_certainty: certainty,
  timing_certainty: certainty,
  channel_certainty: certainty,
  non_repudiation_strength: certainty,
  notes: words,
});

export const row: fc.Arbitrary<MappingRow> = fc.record(
  {
    event: fc.constant("notification.endpoint.unknown"),
    grade,
    confidence: fc.constantFrom("low" as const, "medium" as const, "high" as const),
    meaning: fc.constantFrom("It arrived.", "It was read.", "It was dropped."),
    scope: fc.constantFrom("endpoint" as const, "provider" as const, "unknown" as const),
    terminal: fc.boolean(),
    retryable: fc.option(fc.boolean(), { nil: undefined }),
    acceptance: fc.option(
      fc.record({
        acceptance_level: fc.constantFrom("client" as const, "server" as const, "unknown" as const),
        finality: fc.constantFrom("final" as const, "preliminary" as const, "unknown" as const),
        does_not_mean: words,
      }),
      { nil: undefined },
    ),
    doesNotMean: words,
    requiredFeatures: words,
    warning: fc.option(fc.constantFrom("careful", "beware"), { nil: undefined }),
    examples: words,
    clause: fc.constantFrom("§1", "§2"),
    basis: words,
  },
  {
    requiredKeys: [
      "event",
      "grade",
      "confidence",
      "meaning",
      "scope",
      "terminal",
      "doesNotMean",
      "clause",
    ],
  },
);

/** Lists stand for sets: their order carries no meaning. */
export function asSets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(asSets).toSorted((a, b) => String(a).localeCompare(String(b)));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asSets(each)]));
}
