import { AdapterGoldenTest } from "../schema/adapter-golden-test.ts";
import { VOCABULARY } from "../vocabulary/vocabulary.ts";
import { matchesPattern } from "./expectations.ts";
import type { GoldenTest } from "./format.ts";

/**
 * The golden in the form of AdapterInterfaceSpecification §30, for `GET /adapter/golden-tests`. Its steps stand as
 * `native_events`; a prefix in `must_not_emit` stands for every event type that it covers.
 *
 * @throws ZodError where the golden expects what no EvidenceEvent or assessment could hold
 */
export function publishedGolden(golden: GoldenTest): AdapterGoldenTest {
  return AdapterGoldenTest.parse({
    test_id: golden.test_id,
    scenario: golden.scenario,
    adapter_id: golden.adapter_id,
    native_events: golden.steps,
    expected_evidence_events: golden.expected_evidence_events ?? [],
    expected_assessment: golden.expected_assessment ?? {},
    must_not_emit: [...new Set((golden.must_not_emit ?? []).flatMap(eventTypesOf))],
    notes: golden.notes ?? [],
  });
}

function eventTypesOf(pattern: string): string[] {
  if (!pattern.endsWith(".*")) return [pattern];
  return VOCABULARY.map((entry) => entry.type).filter((type) => matchesPattern(type, pattern));
}
