import { strengthExceeds, certaintyExceeds } from "../evidence/scales.ts";
import type { Certainty, PositiveStrength, Strength } from "../evidence/scales.ts";
import type { Violation } from "../evidence/violation.ts";
import type { AdapterDescriptor } from "../schema/adapter-descriptor.ts";

type Provable = boolean | "partially";

/** What is left of a strength or certainty where something cannot, or only partially, be proven. */
interface Left<T> {
  readonly false: T;
  readonly partially: T;
}

const CONTENT: Left<PositiveStrength> = { false: "medium", partially: "strong" };
const ACTOR: Left<PositiveStrength> = { false: "weak", partially: "strong" };

/** AdapterInterfaceSpecification §9.4 against §9.3: an assurance is no stronger than what the ceiling can prove. */
const ASSURANCES = [
  ["awareness_assurance", "can_prove_human_awareness", CONTENT],
  ["delivery_assurance", "can_prove_payload_delivery", CONTENT],
  ["identity_assurance", "can_prove_identity", ACTOR],
  ["authority_assurance", "can_prove_authority", ACTOR],
  ["non_repudiation_assurance", "can_prove_non_repudiation", ACTOR],
] as const;

const IDENTITIES = [
  ["identity_strength", "can_prove_identity", { false: "medium", partially: "high" }],
  ["authority_strength", "can_prove_authority", { false: "medium", partially: "high" }],
] as const satisfies readonly (readonly [string, string, Left<Certainty>])[];

/**
 * The places in which a descriptor sums up what it can prove. An engine chooses adapters by them, so none may say more
 * than the evidence ceiling.
 */
export function checkSummaries(descriptor: AdapterDescriptor): Violation[] {
  const { evidence_ceiling: ceiling, assurance_capability, identity_profile } = descriptor;
  const over = (field: string, claimed: string, declared: string, by: string): Violation => ({
    rule: "descriptor.summary",
    row: field,
    declared,
    claimed,
    message: `${field} claims "${claimed}", but evidence_ceiling.${by} allows at most "${declared}".`,
  });
  const violations: Violation[] = [];

  for (const [field, capability, left] of ASSURANCES) {
    const claimed = assurance_capability[field];
    const most = leftOf(ceiling[capability], left);
    if (claimed === "conditional" || claimed === "unknown" || most === null) continue;
    if (strengthExceeds(claimed, most)) {
      violations.push(over(`assurance_capability.${field}`, claimed, most, capability));
    }
  }
  for (const [field, capability, left] of IDENTITIES) {
    const claimed = upperEnd(identity_profile[field]) as Certainty;
    const most = leftOf(ceiling[capability], left);
    if (most !== null && certaintyExceeds(claimed, most)) {
      violations.push(over(`identity_profile.${field}`, claimed, most, capability));
    }
  }
  const { max_positive_strength: strongest } = ceiling;
  const level = upperEnd(descriptor.evidence_profile.strongest_evidence_level) as Strength;
  const most = strongest === "unknown" ? "weak" : strongest;
  if (strengthExceeds(level, most)) {
    violations.push(
      over("evidence_profile.strongest_evidence_level", level, most, "max_positive_strength"),
    );
  }
  return violations;
}

const leftOf = <T>(answer: Provable, left: Left<T>): T | null =>
  answer === true ? null : answer === "partially" ? left.partially : left.false;

/** `weak_to_medium` → `medium`. */
const upperEnd = (range: string): string => range.split("_to_").at(-1) ?? range;
