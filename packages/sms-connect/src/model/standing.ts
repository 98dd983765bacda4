// What stands against sending to a number (SmsAdapterSpecification §11.1, §20).
import type { Guard, Instant, Key, Read, Snapshot } from "@underclaim/runtime";
import type { ConsentSettings } from "../configuration/consent.ts";
import type { SmsKit } from "../kit.ts";
import type { SmsConsentState } from "./consent.ts";
import { consentIn, consentStateOf } from "./consent-book.ts";
import { consentKey, suppressionKey } from "./documents.ts";
import { openIn, reviewOpenKey } from "./review.ts";
import type { SmsScope } from "./scope.ts";
import type { SmsStream } from "./stream.ts";
import type { SmsSuppressionType } from "./suppression.ts";
import { standingIn, suppressionsIn } from "./suppression-book.ts";

/** What a message is, as far as scopes and settings ask for it. */
export interface StandingFacts {
  readonly senderIdentity: string | null;
  readonly campaign: string | null;
  readonly case: string;
  readonly purpose: string | null;
  readonly stream: SmsStream;
  /** Of the number; null: not known. */
  readonly country: string | null;
}

interface Block {
  readonly refusal: "opted_out" | "suppressed" | "consent_missing";
  /** Where it stands; null where it is what stands nowhere. */
  readonly scope: SmsScope | null;
  readonly type: SmsSuppressionType | "disputed" | "opt_out_under_review" | null;
  /** What it is and what to do. Names no number. */
  readonly message: string;
}

export interface Standing {
  /** Null: nothing. Else the gravest. */
  readonly block: Block | null;
  readonly warnings: readonly string[];
  /** What was read must still stand so at the commit: an opt-out that is committed first wins. */
  readonly guards: readonly Guard[];
}

/** Every scope that a message falls within, the widest first. */
function applicableScopes(facts: StandingFacts): readonly SmsScope[] {
  const named = (kind: SmsScope["kind"], value: string | null): SmsScope[] =>
    value === null ? [] : [{ kind, value }];
  return [
    { kind: "global", value: null },
    { kind: "tenant", value: null },
    ...named("sender_identity", facts.senderIdentity),
    ...named("campaign", facts.campaign),
    ...named("coordination_case", facts.case),
    ...named("purpose", facts.purpose),
  ];
}

const keysFor = (number: string, facts: StandingFacts): readonly Key[] => [
  ...applicableScopes(facts).flatMap((scope) => [
    suppressionKey(number, scope),
    consentKey(number, scope),
  ]),
  reviewOpenKey(number),
];

/** @param number its pseudonym (`SmsKit.numberId`) */
export const standingReads = (
  _kit: SmsKit,
  number: string,
  facts: StandingFacts,
): readonly Read[] => keysFor(number, facts).map((doc) => ({ doc }));

/**
 * An opt-out or suppression in any scope that applies blocks; a consent in any is enough where one is needed, unless it is
 * disputed in one. `snapshot` holds what `standingReads` asks for.
 */
export function standingOf(
  { settings }: SmsKit,
  number: string,
  facts: StandingFacts,
  snapshot: Snapshot,
  now: Instant,
): Standing {
  const scopes = applicableScopes(facts).map((scope) => ({
    scope,
    suppressions: standingIn(suppressionsIn(snapshot.doc(suppressionKey(number, scope))), now),
    consent: consentStateOf(consentIn(snapshot.doc(consentKey(number, scope))), now),
  }));
  const optedOut = scopes.find(
    ({ suppressions, consent }) =>
      consent === "opted_out" || suppressions.some(({ type }) => type === "opt_out"),
  );
  const suppressed = scopes.flatMap(({ scope, suppressions }) =>
    suppressions.filter(({ type }) => type !== "opt_out").map(({ type }) => ({ scope, type })),
  )[0];
  const underReview = openIn(snapshot.doc(reviewOpenKey(number))).reviews.length > 0;
  const exempt = settings.consent.opt_out_exempt_streams.includes(facts.stream);
  const needed = isConsentNeeded(settings.consent, facts);
  const consents = scopes.map(({ consent }) => consent);
  const disputed = scopes.find(({ consent }) => consent === "disputed");

  return {
    block:
      optedOut !== undefined && !exempt
        ? OPTED_OUT(optedOut.scope)
        : suppressed !== undefined
          ? SUPPRESSED(suppressed.scope, suppressed.type)
          : underReview && facts.stream === "marketing"
            ? UNDER_REVIEW
            : needed && !isConsentGiven(consents)
              ? CONSENT_MISSING(disputed?.scope ?? null)
              : null,
    warnings: [
      ...(optedOut !== undefined && exempt ? ["opt_out_exempt_stream"] : []),
      ...(underReview ? ["opt_out_under_review"] : []),
      ...(disputed === undefined ? [] : ["consent_disputed"]),
    ],
    guards: keysFor(number, facts).map((doc) => ({
      doc,
      version: snapshot.doc(doc)?.version ?? 0,
    })),
  };
}

/** An answer is an answer to the one who asked: a consent is not needed, and no stream is exempt from an opt-out. */
export const exemptFromNothing = (kit: SmsKit): SmsKit => ({
  ...kit,
  settings: {
    ...kit.settings,
    consent: { ...kit.settings.consent, required_for: [], opt_out_exempt_streams: [] },
  },
});

/** A country that is not known may be any of those that need it. */
const isConsentNeeded = (
  { required_for }: ConsentSettings,
  { stream, country }: StandingFacts,
): boolean =>
  required_for.some(
    ({ streams, countries }) =>
      (streams.length === 0 || streams.includes(stream)) &&
      (countries.length === 0 || country === null || countries.includes(country)),
  );

const isConsentGiven = (consents: readonly SmsConsentState[]): boolean =>
  !consents.includes("disputed") &&
  consents.some((state) => state === "opted_in" || state === "not_required");

const OPTED_OUT = (scope: SmsScope): Block => ({
  refusal: "opted_out",
  scope,
  type: "opt_out",
  message: `The recipient has opted out (scope ${scope.kind}). Use another channel, or wait until they opt in again.`,
});

const SUPPRESSED = (scope: SmsScope, type: SmsSuppressionType): Block => ({
  refusal: "suppressed",
  scope,
  type,
  message: `Nothing may be sent to this number: it is suppressed (${type}, scope ${scope.kind}). Use another channel, or lift the suppression (recipient.unsuppress).`,
});

const UNDER_REVIEW: Block = {
  refusal: "suppressed",
  scope: null,
  type: "opt_out_under_review",
  message:
    "A reply that may be an opt-out waits for a decision: no marketing is sent until then. Decide it (POST /sms/reviews/{id}).",
};

const CONSENT_MISSING = (disputed: SmsScope | null): Block => ({
  refusal: "consent_missing",
  scope: disputed,
  type: disputed === null ? null : "disputed",
  message:
    disputed === null
      ? "This message needs a consent, and none is recorded in a scope that applies. Record one (recipient.opt_in_record), or use another channel."
      : `The consent is disputed (scope ${disputed.kind}). Settle the dispute and record the consent anew.`,
});
