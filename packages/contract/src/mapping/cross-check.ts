import { checkGrade } from "../evidence/ceiling.ts";
import type { Violation } from "../evidence/violation.ts";
import type { AdapterDescriptor } from "../schema/adapter-descriptor.ts";
import { checkDescriptor } from "./check-descriptor.ts";
import { schemaFaults } from "./define-descriptor.ts";
import { checkMapping, mappingRows } from "./define-mapping.ts";
import { AdapterDefinitionError } from "./errors.ts";
import type { Mapping } from "./row.ts";

export interface CrossCheckOptions {
  /** Declared event types that no row names, each with the reason why it is declared all the same. */
  readonly unreachable?: Readonly<Record<string, string>>;
}

/**
 * A descriptor against the mapping table that stands behind it: every row declared, every
 * declaration reachable, nothing above the ceiling. Empty: the adapter may be defined.
 */
export function crossCheck(
  descriptor: AdapterDescriptor,
  mapping: Mapping<string>,
  options: CrossCheckOptions = {},
): Violation[] {
  // What defineDescriptor and defineMapping have not seen is looked at all the same; of what is malformed nothing else is asked.
  const malformed = [...schemaFaults(descriptor), ...checkMapping(mapping)];
  if (malformed.length > 0) return malformed;
  return [
    ...checkDescriptor(descriptor),
    ...checkDeclared(descriptor, mapping),
    ...checkReachable(descriptor, mapping, options.unreachable ?? {}),
    ...checkFeatures(descriptor, mapping),
    ...mappingRows(mapping).flatMap(({ name, row }) =>
      checkGrade(name, row.event, row.grade, descriptor.evidence_ceiling),
    ),
  ];
}

/** @throws AdapterDefinitionError (`overclaiming_or_inconsistent`) with every violation. */
export function assertDefinable(
  descriptor: AdapterDescriptor,
  mapping: Mapping<string>,
  options: CrossCheckOptions = {},
): void {
  const violations = crossCheck(descriptor, mapping, options);
  if (violations.length > 0) {
    throw new AdapterDefinitionError(
      "overclaiming_or_inconsistent",
      `The adapter ${descriptor.adapter_id}`,
      violations,
    );
  }
}

function checkDeclared(descriptor: AdapterDescriptor, mapping: Mapping<string>): Violation[] {
  const emitted = new Set(descriptor.emitted_event_types);
  const bounded = descriptor.evidence_ceiling.max_grade;
  return mappingRows(mapping).flatMap(({ name, row }) => {
    const violations: Violation[] = [];
    if (!emitted.has(row.event)) {
      violations.push({
        rule: "mapping.undeclared_event",
        row: name,
        eventType: row.event,
        message: `${name} emits "${row.event}", which emitted_event_types does not declare.`,
      });
    }
    if (bounded[row.event] === undefined) {
      violations.push({
        rule: "ceiling.missing_max_grade",
        row: name,
        eventType: row.event,
        message: `${name} emits "${row.event}", but evidence_ceiling.max_grade has no entry for it.`,
      });
    }
    return violations;
  });
}

function checkReachable(
  descriptor: AdapterDescriptor,
  mapping: Mapping<string>,
  exemptions: Readonly<Record<string, string>>,
): Violation[] {
  const mapped = new Set(mappingRows(mapping).map(({ row }) => row.event));
  const unreached = descriptor.emitted_event_types
    .filter((event) => !mapped.has(event) && (exemptions[event] ?? "").trim() === "")
    .map((event) => ({
      rule: "mapping.unreachable_event",
      eventType: event,
      message: `emitted_event_types declares "${event}", but no row emits it and no reason is given.`,
    }));
  const needless = Object.keys(exemptions)
    .filter((event) => mapped.has(event) || !descriptor.emitted_event_types.includes(event))
    .map((event) => ({
      rule: "mapping.needless_exemption",
      eventType: event,
      message: `"${event}" is exempted as unreachable, but it is mapped or not declared at all.`,
    }));
  return [...unreached, ...needless];
}

function checkFeatures(descriptor: AdapterDescriptor, mapping: Mapping<string>): Violation[] {
  const declared = new Set(descriptor.feature_dependencies.map((feature) => feature.feature_name));
  return mappingRows(mapping).flatMap(({ name, row }) =>
    (row.requiredFeatures ?? [])
      .filter((feature) => !declared.has(feature))
      .map((feature) => ({
        rule: "mapping.undeclared_feature",
        row: name,
        eventType: row.event,
        message: `${name} requires the feature "${feature}", which feature_dependencies does not declare.`,
      })),
  );
}
