import type { AcceptanceSemantics } from "../schema/acceptance-semantics.ts";
import type { EvidenceGrade } from "../schema/evidence-grade.ts";
import { vocabulary, type KnownEventType } from "../vocabulary/vocabulary.ts";
import type { MappingRow } from "./row.ts";

/** What a row says itself, beside its event, its grade and its clause. */
export type RowTold = Partial<Omit<MappingRow, "event" | "grade" | "clause">>;

/**
 * How the rows of one document are written. A row means what the vocabulary says its event means, is trusted `medium`, speaks
 * of the provider and ends nothing, unless it says so itself.
 * @param document that the rows' clauses are sections of, such as "AdapterInterfaceSpecification"
 */
export function rowsOf(document: string) {
  const row = (
    event: KnownEventType,
    grade: EvidenceGrade,
    clause: string,
    told: RowTold = {},
  ): MappingRow => ({
    event,
    grade,
    clause: `${document} ${clause}`,
    meaning: vocabulary(event).meaning,
    doesNotMean: vocabulary(event).doesNotMean,
    confidence: "medium",
    scope: "provider",
    terminal: false,
    ...told,
  });

  /** AdapterInterfaceSpecification §12 asks every row of an endpoint who accepted or refused, and how final that is. */
  const endpointRow = (
    event: Extract<KnownEventType, `notification.endpoint.${string}`>,
    grade: EvidenceGrade,
    clause: string,
    acceptance: AcceptanceSemantics,
    told: RowTold = {},
  ): MappingRow => row(event, grade, clause, { scope: "endpoint", ...told, acceptance });

  return { row, endpointRow };
}

/** What the adapter did itself, it knows. */
export const OWN_WORK = {
  confidence: "high",
  scope: "system",
  basis: ["The adapter wrote it in the same transaction as this event."],
} as const satisfies RowTold;
