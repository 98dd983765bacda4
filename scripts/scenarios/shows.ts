// Whether a golden expects what the row it claims to cover says. A row's columns are prose with the specification's own
// names in it: those must turn up in what the golden expects.
import type { GoldenTest } from "../../packages/contract/src/golden/index.ts";
import type { Row } from "./read.ts";

/** Everything that a golden does and expects, as text; not what it forbids, claims or remarks. */
export function expectationsOf({ steps, ...golden }: GoldenTest): string {
  const {
    expected_action_result: result,
    expected_evidence_events: events,
    expected_assessment: channel,
    expected_participant_assessment: participant,
    expected_adapter_events: natives,
  } = golden;
  return JSON.stringify([steps, result, events, channel, participant, natives]);
}

const NAME = /\b[a-z]+(?:\.[a-z_]+)+\b/g;
const namesIn = (column: string): string[] => column.match(NAME) ?? [];
const has = (text: string, name: string): boolean => text.includes(`"${name}"`);

/** What the golden lacks of the row. Where a column says "or", another golden may show the rest. */
export function lackingOf(row: Row, expectations: string): string[] {
  return [row.assessment, row.event]
    .filter((column) => !/\bor\b|\bif\b/.test(column))
    .flatMap(namesIn)
    .filter((name) => !has(expectations, name));
}

/** The alternatives of the row that none of the goldens shows. */
export function unshownOf(row: Row, expectations: readonly string[]): string[] {
  return [row.assessment, row.event]
    .flatMap(namesIn)
    .filter((name) => !expectations.some((text) => has(text, name)));
}

const NAMED = /^(?:subclass|signal|action|receipt|condition):[^/]+\/(.+)$/;

/** Of a vocabulary: a subclass, signal or action that a golden reaches stands in it. */
export function lacksName(id: string, expectations: string): boolean {
  const name = NAMED.exec(id)?.[1];
  return name !== undefined && !has(expectations, name);
}
