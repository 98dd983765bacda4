import { checkCeiling } from "../evidence/ceiling.ts";
import { isPositive, type Strength, strengthExceeds } from "../evidence/scales.ts";
import type { Violation } from "../evidence/violation.ts";
import type { AdapterDescriptor } from "../schema/adapter-descriptor.ts";
import type { EvidenceCeiling } from "../schema/evidence-ceiling.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";
import { CAPABILITY_RULES } from "./capability-rules.ts";
import { checkSummaries } from "./check-summaries.ts";

/** What a descriptor says of itself in two places must agree. */
export function checkDescriptor(descriptor: AdapterDescriptor): Violation[] {
  return [
    ...checkNames(descriptor),
    ...checkReferences(descriptor),
    ...checkCapabilities(descriptor),
    ...checkProfile(descriptor),
    ...checkStrongest(descriptor),
    ...checkSummaries(descriptor),
    ...checkDiscouraged(descriptor),
    ...checkCeiling(descriptor.evidence_ceiling),
  ];
}

function checkNames(descriptor: AdapterDescriptor): Violation[] {
  const actions = descriptor.supported_actions.map((action) => action.action_type);
  return [
    ...repeated(descriptor.emitted_event_types, "emitted_event_types"),
    ...repeated(actions, "supported_actions"),
  ];
}

function repeated(names: readonly string[], field: string): Violation[] {
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => ({ rule: "descriptor.repeated", message: `${field} names "${name}" twice.` }));
}

/** Every place that names an event type names one that is declared as emitted. */
function checkReferences(descriptor: AdapterDescriptor): Violation[] {
  const emitted = new Set(descriptor.emitted_event_types);
  const references: [string, readonly string[]][] = [
    ...descriptor.supported_actions.flatMap((action): [string, readonly string[]][] => [
      [
        `supported_actions.${action.action_type}.expected_initial_events`,
        action.expected_initial_events,
      ],
      [
        `supported_actions.${action.action_type}.possible_later_events`,
        action.possible_later_events,
      ],
    ]),
    ...descriptor.feature_dependencies.map((feature): [string, readonly string[]] => [
      `feature_dependencies.${feature.feature_name}.required_for_events`,
      feature.required_for_events,
    ]),
    [
      "late_event_policy.expected_late_event_types",
      descriptor.late_event_policy.expected_late_event_types,
    ],
    ["evidence_ceiling.max_positive_event", [descriptor.evidence_ceiling.max_positive_event]],
    ["evidence_ceiling.max_grade", Object.keys(descriptor.evidence_ceiling.max_grade)],
  ];
  return references.flatMap(([field, events]) =>
    events
      .filter((event) => !emitted.has(event))
      .map((event) => ({
        rule: "descriptor.undeclared_event",
        eventType: event,
        message: `${field} names "${event}", which emitted_event_types does not declare.`,
      })),
  );
}

function checkCapabilities(descriptor: AdapterDescriptor): Violation[] {
  const profile = descriptor.capability_profile;
  const actions = descriptor.supported_actions.map((action) => action.action_type);
  const events = descriptor.emitted_event_types;
  const violations: Violation[] = [];
  const broken = (message: string, eventType?: string) =>
    violations.push({ rule: "descriptor.capability", message, eventType });

  for (const rule of CAPABILITY_RULES) {
    if (profile[rule.flag]) {
      const action = rule.action !== undefined && actions.some(rule.action);
      const event = rule.event !== undefined && events.some(rule.event);
      if (!action && !event) broken(`${rule.flag} is true, which needs ${rule.needs}.`);
    } else if (rule.forbids !== undefined) {
      for (const event of events.filter(rule.forbids)) {
        broken(`${rule.flag} is false, but "${event}" is declared as emitted.`, event);
      }
    }
  }
  const late = descriptor.late_event_policy;
  if (profile.can_emit_late_events !== late.accepts_late_events) {
    broken("can_emit_late_events and late_event_policy.accepts_late_events contradict each other.");
  }
  if (!late.accepts_late_events && late.expected_late_event_types.length > 0) {
    broken("late_event_policy expects late events but does not accept them.");
  }
  if (profile.supports_idempotency === "none") {
    for (const action of descriptor.supported_actions.filter((each) => each.idempotency_required)) {
      broken(`supports_idempotency is "none", but ${action.action_type} requires idempotency.`);
    }
  }
  return violations;
}

/** The profile summarises the ceiling, so it may not answer the same question differently. */
function checkProfile(descriptor: AdapterDescriptor): Violation[] {
  const questions = [
    "can_prove_human_awareness",
    "can_prove_payload_delivery",
    "can_prove_identity",
  ] as const;
  return questions
    .filter((key) => descriptor.evidence_profile[key] !== descriptor.evidence_ceiling[key])
    .map((key) => ({
      rule: "descriptor.evidence_profile",
      declared: String(descriptor.evidence_ceiling[key]),
      claimed: String(descriptor.evidence_profile[key]),
      message: `evidence_profile.${key} and evidence_ceiling.${key} give different answers.`,
    }));
}

/** AdapterInterfaceSpecification §11.4: an event type that is itself ambiguous is not to be used. */
function checkDiscouraged(descriptor: AdapterDescriptor): Violation[] {
  return descriptor.emitted_event_types.flatMap((eventType) => {
    const discouraged = vocabulary(eventType)?.discouraged;
    if (discouraged === undefined) return [];
    const message = `emitted_event_types declares "${eventType}": ${discouraged.reason} Use ${discouraged.useInstead}.`;
    return [{ rule: "descriptor.discouraged_event", eventType, message }];
  });
}

/** No event type may be graded stronger than the one named as the strongest, nor that one weaker than the ceiling says. */
function checkStrongest(descriptor: AdapterDescriptor): Violation[] {
  const ceiling = descriptor.evidence_ceiling;
  const top = ceiling.max_grade[ceiling.max_positive_event]?.strength;
  if (top === undefined) {
    const declared = descriptor.emitted_event_types.includes(ceiling.max_positive_event);
    if (!declared || Object.keys(ceiling.max_grade).length === 0) return [];
    const message = `max_grade has no entry for max_positive_event ${ceiling.max_positive_event}: say how strong the strongest is.`;
    return [{ rule: "ceiling.missing_max_grade", eventType: ceiling.max_positive_event, message }];
  }
  return [...checkReached(ceiling, top), ...checkNoneAbove(ceiling, top)];
}

function checkReached(ceiling: EvidenceCeiling, top: Strength): Violation[] {
  const claimed = ceiling.max_positive_strength;
  if (claimed === "unknown" || !strengthExceeds(claimed, top)) return [];
  return [
    {
      rule: "ceiling.max_positive_strength",
      eventType: ceiling.max_positive_event,
      dimension: "strength",
      declared: top,
      claimed,
      message: `max_positive_strength claims "${claimed}", but the strongest event, ${ceiling.max_positive_event}, is at most "${top}".`,
    },
  ];
}

function checkNoneAbove(ceiling: EvidenceCeiling, top: Strength): Violation[] {
  return Object.entries(ceiling.max_grade)
    .filter(([, grade]) => isPositive(grade.strength) && strengthExceeds(grade.strength, top))
    .map(([event, grade]) => ({
      rule: "ceiling.max_positive_event",
      row: `max_grade.${event}`,
      eventType: event,
      dimension: "strength",
      declared: top,
      claimed: grade.strength,
      message:
        `max_grade.${event} has strength "${grade.strength}", above "${top}" of ` +
        `max_positive_event ${ceiling.max_positive_event}.`,
    }));
}
