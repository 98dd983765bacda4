import type { Violation } from "../evidence/violation.ts";
import { AcceptanceSemantics } from "../schema/acceptance-semantics.ts";
import { EventType } from "../schema/event-type.ts";
import { EvidenceGrade } from "../schema/evidence-grade.ts";
import { AdapterDefinitionError } from "./errors.ts";
import { type Mapping, type MappingRow, rowName } from "./row.ts";

/**
 * An adapter's mapping table: what each native type is evidence of. Every native type has its
 * entry; `[]` says that it is kept and is evidence of nothing.
 *
 * @throws AdapterDefinitionError (`invalid_mapping`) naming each wrong row.
 */
export function defineMapping<const T extends string>(nativeTypes: Mapping<T>): Mapping<T> {
  const violations = mappingRows(nativeTypes).flatMap(({ name, row }) => checkRow(name, row));
  if (violations.length > 0) {
    throw new AdapterDefinitionError("invalid_mapping", "The mapping", violations);
  }
  return nativeTypes;
}

/** Every row of a table with its native type and its name in messages. */
export function mappingRows(
  mapping: Mapping<string>,
): readonly { nativeType: string; name: string; row: MappingRow }[] {
  return Object.entries(mapping).flatMap(([nativeType, rows]) =>
    rows.map((row, index) => ({ nativeType, name: rowName(nativeType, index), row })),
  );
}

function checkRow(name: string, row: MappingRow): Violation[] {
  const violations: Violation[] = [];
  const broken = (rule: string, message: string) =>
    violations.push({ rule, row: name, eventType: row.event, message: `${name}: ${message}` });

  if (!EventType.safeParse(row.event).success) {
    broken(
      "mapping.event_type",
      `"${row.event}" is not an event type: use dotted lower-case words after a canonical family.`,
    );
  }
  const grade = EvidenceGrade.safeParse(row.grade);
  if (!grade.success) {
    for (const issue of grade.error.issues) {
      broken("mapping.grade", `grade.${issue.path.join(".")}: ${issue.message}`);
    }
  }
  if (row.acceptance === undefined) {
    if (row.event.startsWith("notification.endpoint.")) {
      broken(
        "mapping.acceptance",
        `${row.event} needs acceptance (level, finality, does_not_mean).`,
      );
    }
  } else if (!AcceptanceSemantics.safeParse(row.acceptance).success) {
    broken("mapping.acceptance", "acceptance is not an AcceptanceSemantics.");
  }
  if (row.ambiguous === true && row.confidence === "high") {
    broken("mapping.ambiguous_confidence", 'an ambiguous row carries at most "medium" confidence.');
  }
  if (row.meaning.trim() === "")
    broken("mapping.meaning", "meaning is empty: say it in a sentence.");
  if (row.clause.trim() === "")
    broken("mapping.clause", "clause is empty: name document and section.");
  return violations;
}
