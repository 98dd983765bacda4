import { z } from "zod";
import type { Violation } from "../evidence/violation.ts";
import { AcceptanceSemantics } from "../schema/acceptance-semantics.ts";
import { EventType } from "../schema/event-type.ts";
import { EvidenceGrade } from "../schema/evidence-grade.ts";
import { ConfidenceLevel } from "../schema/grades.ts";
import { NativeStatusMapping } from "../schema/native-status-mapping.ts";
import { AdapterDefinitionError } from "./errors.ts";
import { type Mapping, type MappingRow, rowName } from "./row.ts";

/**
 * An adapter's mapping table: what each native type is evidence of. Every native type has its
 * entry; `[]` says that it is kept and is evidence of nothing.
 *
 * @throws AdapterDefinitionError (`invalid_mapping`) naming each wrong row.
 */
export function defineMapping<const T extends string>(nativeTypes: Mapping<T>): Mapping<T> {
  const violations = checkMapping(nativeTypes);
  if (violations.length > 0) {
    throw new AdapterDefinitionError("invalid_mapping", "The mapping", violations);
  }
  return nativeTypes;
}

/** Each row's own faults. Empty: the table is one, whoever wrote it. */
export function checkMapping(mapping: Mapping<string>): Violation[] {
  const violations = Object.entries(mapping)
    .filter(([, rows]) => !Array.isArray(rows))
    .map(([nativeType]) => ({
      rule: "mapping.rows",
      row: nativeType,
      message: `${nativeType} has no list of rows: [] where it is evidence of nothing.`,
    }));
  if (violations.length > 0) return violations;
  return mappingRows(mapping).flatMap(({ name, row }) => checkRow(name, row));
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
  if (!ConfidenceLevel.safeParse(row.confidence).success) {
    broken("mapping.confidence", `confidence "${row.confidence}" is not low, medium or high.`);
  }
  if (!Scope.safeParse(row.scope).success) {
    broken("mapping.scope", `scope "${row.scope}" is none of AdapterInterfaceSpecification §15.`);
  }
  if (!Sentences.safeParse(row.doesNotMean).success) {
    broken("mapping.does_not_mean", "doesNotMean is not a list of sentences.");
  }
  if (row.ambiguous === true && row.confidence === "high") {
    broken("mapping.ambiguous_confidence", 'an ambiguous row carries at most "medium" confidence.');
  }
  if (!Said.safeParse(row.meaning).success)
    broken("mapping.meaning", "meaning is empty: say it in a sentence.");
  if (!Said.safeParse(row.clause).success)
    broken("mapping.clause", "clause is empty: name document and section.");
  return violations;
}

const Said = z.string().regex(/\S/);
const Sentences = z.array(Said);
const Scope = NativeStatusMapping.shape.native_status_scope;
