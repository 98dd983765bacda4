import { checkCeiling, checkGrade } from "../../evidence/ceiling.ts";
import { exceeds } from "../../evidence/grade.ts";
import { certaintyExceeds } from "../../evidence/scales.ts";
import type { Violation } from "../../evidence/violation.ts";
import { AcceptanceSemantics } from "../../schema/acceptance-semantics.ts";
import type { EvidenceEvent } from "../../schema/evidence-event.ts";
import type { NativeStatusMapping } from "../../schema/native-status-mapping.ts";
import type { Law } from "./law.ts";
import { observe } from "./observed.ts";

const CONFIDENCE = ["low", "medium", "high"];

/** Law 1. No evidence is stronger than its row, no row than the ceiling, in any dimension. */
export const underclaim: Law = {
  number: 1,
  id: "underclaim",
  name: "No evidence is stronger than its row, no row than the ceiling, in any dimension.",
  async check(golden, driver, base) {
    const { events } = base ?? (await observe(golden, driver));
    const { evidence_ceiling: ceiling } = await driver.descriptor();
    const mappings = await driver.mappings();
    const natives = await driver.adapterEvents();
    const typeOf = new Map(natives.map((native) => [native.event_id, native.adapter_event_type]));
    return [
      ...checkCeiling(ceiling),
      ...mappings.flatMap((row) =>
        checkGrade(row.native_status, row.normalized_event, row.evidence_grade, ceiling),
      ),
      ...events.flatMap((event) => [
        ...checkGrade(event.evidence_event_id, event.event_type, event.evidence_grade, ceiling),
        ...aboveRow(event, typeOf.get(event.source_adapter_event_id ?? ""), mappings),
        ...surerOfActor(event),
        ...withoutAcceptance(event),
      ]),
    ];
  },
};

/** The event against the rows of its native type; where that is not known, of its event type. */
function aboveRow(
  event: EvidenceEvent,
  nativeType: string | undefined,
  mappings: readonly NativeStatusMapping[],
): Violation[] {
  const rows = mappings.filter(
    (row) =>
      row.normalized_event === event.event_type &&
      (nativeType === undefined || (row.native_event_type ?? row.native_status) === nativeType),
  );
  const common = { row: nativeType, eventType: event.event_type };
  const [first] = rows;
  if (first === undefined) {
    const source = nativeType ?? "any native type";
    const message = `${event.event_type} was emitted, but no row maps ${source} to it.`;
    return [{ ...common, rule: "law.underclaim.row", message }];
  }
  const within = rows.some(
    (row) =>
      exceeds(event.evidence_grade, row.evidence_grade).length === 0 &&
      CONFIDENCE.indexOf(event.confidence.level) <= CONFIDENCE.indexOf(row.confidence),
  );
  if (within) return [];
  const over = exceeds(event.evidence_grade, first.evidence_grade);
  if (over.length === 0) {
    const message = `${event.event_type} claims confidence "${event.confidence.level}", above its row ${first.native_status}.`;
    return [{ ...common, rule: "law.underclaim.confidence", dimension: "confidence", message }];
  }
  return over.map((dimension) => ({
    ...common,
    rule: "law.underclaim.grade",
    dimension,
    declared: first.evidence_grade[dimension],
    claimed: event.evidence_grade[dimension],
    message:
      `${event.event_type} claims ${dimension} "${event.evidence_grade[dimension]}", ` +
      `but its row ${first.native_status} allows "${first.evidence_grade[dimension]}".`,
  }));
}

/** AdapterInterfaceSpecification §18: who acted is told twice, and neither may be surer than the grade. */
function surerOfActor({ event_type, actor_context: actor, evidence_grade }: EvidenceEvent) {
  if (actor === undefined || actor === null) return [];
  const told = [
    ["identity_strength", actor.identity_strength, "actor_certainty"],
    ["authority_strength", actor.authority_strength, "authority_certainty"],
  ] as const;
  return told
    .filter(([, claimed, dimension]) => certaintyExceeds(claimed, evidence_grade[dimension]))
    .map(([field, claimed, dimension]) => ({
      rule: "law.underclaim.actor",
      eventType: event_type,
      dimension,
      declared: evidence_grade[dimension],
      claimed,
      message:
        `${event_type} claims actor_context.${field} "${claimed}", ` +
        `but its grade has ${dimension} "${evidence_grade[dimension]}".`,
    }));
}

/** AdapterInterfaceSpecification §12: who accepted is part of what acceptance claims. */
function withoutAcceptance(event: EvidenceEvent): Violation[] {
  if (!event.event_type.startsWith("notification.endpoint.")) return [];
  if (AcceptanceSemantics.safeParse(event.metadata?.["acceptance"]).success) return [];
  return [
    {
      rule: "law.underclaim.acceptance",
      eventType: event.event_type,
      message: `${event.event_type} carries no AcceptanceSemantics in metadata.acceptance.`,
    },
  ];
}
