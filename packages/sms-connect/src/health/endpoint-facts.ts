import type { NativeDraft, Doc, Instant } from "@underclaim/runtime";

/** What is known of a number from outside the channel (§11.4). Under the number's pseudonym; of no person by itself. */
export interface EndpointFacts {
  /** Since when it is known to be used by several people. */
  readonly shared_since: Instant | null;
  /** When it was given to somebody else; the newest time that is known. */
  readonly reassigned_at: Instant | null;
}

const NO_FACTS: EndpointFacts = { shared_since: null, reassigned_at: null };

export const endpointFactsOf = (doc: Doc | null): EndpointFacts =>
  doc === null ? NO_FACTS : { ...NO_FACTS, ...(JSON.parse(doc.text) as Partial<EndpointFacts>) };

/** Whether somebody else than the intended participant may hold the phone. */
export const identityUncertain = ({ shared_since, reassigned_at }: EndpointFacts): boolean =>
  shared_since !== null || reassigned_at !== null;

/**
 * No reply from such a number is of anybody more certain than this (§11.6 "Reply from reassigned/shared number"): that there
 * was one is as sure as ever, whose it was is not.
 */
export const IDENTITY_UNCERTAIN: NonNullable<NativeDraft["lower"]> = {
  actor_certainty: "low",
  authority_certainty: "none",
};
