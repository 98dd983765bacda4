import type { EvidenceCeiling } from "../schema/evidence-ceiling.ts";
import { eventFamilyOf } from "../vocabulary/families.ts";
import { isKnownEventType } from "../vocabulary/vocabulary.ts";
import type { Certainty, Dimension, PositiveStrength } from "./scales.ts";

type Capability =
  | "can_prove_human_awareness"
  | "can_prove_payload_access"
  | "can_prove_payload_delivery"
  | "can_prove_identity"
  | "can_prove_authority"
  | "can_prove_non_repudiation";

/** What a capability that is not fully there leaves of one dimension. */
export interface CapabilityBound {
  readonly capability: Capability;
  readonly dimension: Dimension;
  readonly most: Certainty | PositiveStrength;
}

type Answer = "false" | "partially";

/**
 * A certainty bound holds for every event type. Where `max_grade` names the event type, its author
 * has looked at the question and the wider bound `declared` holds; otherwise `undeclared` does.
 */
const CERTAINTY_RULES = [
  {
    capability: "can_prove_identity",
    dimension: "actor_certainty",
    false: { undeclared: "low", declared: "medium" },
    partially: { undeclared: "medium", declared: "high" },
  },
  {
    capability: "can_prove_authority",
    dimension: "authority_certainty",
    false: { undeclared: "low", declared: "low" },
    partially: { undeclared: "low", declared: "medium" },
  },
  {
    capability: "can_prove_non_repudiation",
    dimension: "non_repudiation_strength",
    false: { undeclared: "low", declared: "medium" },
    partially: { undeclared: "low", declared: "medium" },
  },
] as const;

/**
 * A strength bound holds for the event types that by themselves say what the capability denies.
 * An interaction alone is not awareness: a reply may be strong where awareness is never proven.
 */
const STRENGTH_RULES = [
  {
    capability: "can_prove_human_awareness",
    events: [
      "interaction.notification.opened",
      "interaction.surface.opened",
      "delivery.payload.presented",
      "delivery.payload.viewed",
      "signature.document.viewed",
    ],
    family: "interaction",
    false: "medium",
    partially: "strong",
  },
  {
    capability: "can_prove_payload_access",
    events: [
      "access.grant.used",
      "delivery.payload.presented",
      "delivery.payload.viewed",
      "delivery.payload.retrieved",
      "delivery.payload.downloaded",
    ],
    family: "access",
    false: "medium",
    partially: "strong",
  },
  {
    capability: "can_prove_payload_delivery",
    events: [
      "delivery.payload.received",
      "delivery.payload.accepted",
      "delivery.payload.archived",
      "delivery.postal.delivery_confirmed",
    ],
    family: "delivery",
    false: "medium",
    partially: "strong",
  },
  {
    capability: "can_prove_identity",
    events: [
      "identity.actor_authenticated",
      "identity.actor_mfa_verified",
      "identity.actor_verified_by_provider",
      "interaction.authenticated_actor_interaction",
    ],
    family: "identity",
    false: "weak",
    partially: "strong",
  },
  {
    capability: "can_prove_authority",
    events: [
      "authority.delegate_authorized",
      "authority.organizational_representative_verified",
      "authority.signer_authorized",
      "authority.payment_authorized",
      "interaction.authorized_actor_interaction",
    ],
    family: "authority",
    false: "weak",
    partially: "strong",
  },
] as const;

/** The bounds that a ceiling's `can_prove_*` answers put on events of one type. */
export function capabilityBounds(eventType: string, ceiling: EvidenceCeiling): CapabilityBound[] {
  const bounds: CapabilityBound[] = [];
  const declared = ceiling.max_grade[eventType] === undefined ? "undeclared" : "declared";
  for (const rule of CERTAINTY_RULES) {
    const answer = shortOfProof(ceiling[rule.capability]);
    if (answer !== undefined) {
      bounds.push({
        capability: rule.capability,
        dimension: rule.dimension,
        most: rule[answer][declared],
      });
    }
  }
  for (const rule of STRENGTH_RULES) {
    const answer = shortOfProof(ceiling[rule.capability]);
    if (answer !== undefined && says(rule, eventType)) {
      bounds.push({ capability: rule.capability, dimension: "strength", most: rule[answer] });
    }
  }
  return bounds;
}

/** A type of the rule's family that the vocabulary does not know says the most that the family can say. */
function says(rule: (typeof STRENGTH_RULES)[number], eventType: string): boolean {
  if (rule.events.some((event) => event === eventType)) return true;
  return eventFamilyOf(eventType) === rule.family && !isKnownEventType(eventType);
}

function shortOfProof(answer: boolean | "partially"): Answer | undefined {
  if (answer === true) return undefined;
  return answer === "partially" ? "partially" : "false";
}
