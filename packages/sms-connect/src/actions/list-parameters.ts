// Parameters of the actions that change a number's standing. Additive to the document, typed here.
import { z } from "zod";
import type { SmsKit } from "../kit.ts";
import { SmsConsentSource, SmsConsentState } from "../model/consent.ts";
import { SmsScopeKind, type SmsScope } from "../model/scope.ts";
import { SmsSuppressionSource, SmsSuppressionType } from "../model/suppression.ts";

const Time = z.iso.datetime({ offset: true });
const Reason = z
  .string()
  .min(1)
  .max(500)
  .nullish()
  .describe("Nothing personal: an erasure does not reach it.");
const EvidenceRef = z.string().min(1).max(1_024).nullish();

/** Kinds that reach everything the number is sent, and so have no value. */
const WITHOUT_VALUE: readonly SmsScopeKind[] = ["global", "tenant"];

const AnyScope = z
  .strictObject({
    kind: SmsScopeKind,
    value: z
      .string()
      .min(1)
      .max(256)
      .nullish()
      .describe("Names the sender identity, campaign, case or purpose."),
  })
  .refine(({ kind, value }) => WITHOUT_VALUE.includes(kind) === (value == null), {
    message: "global and tenant have no value; the other kinds need one.",
    path: ["value"],
  })
  .transform(({ kind, value }): SmsScope => ({ kind, value: value ?? null }))
  .prefault({ kind: "tenant" })
  .describe("How far it reaches. Absent: the whole tenant.");

/** A sender that does not exist would be a scope that nothing falls within. */
const ScopeOf = ({ settings }: SmsKit) =>
  AnyScope.refine(
    ({ kind, value }) =>
      kind !== "sender_identity" ||
      settings.senders.some(({ sender_identity_id }) => sender_identity_id === value),
    { message: "There is no such sender identity in the configuration.", path: ["value"] },
  );

export const suppressParameters = (kit: SmsKit) =>
  z.strictObject({
    scope: ScopeOf(kit),
    suppression_type: SmsSuppressionType.default("manual"),
    reason: Reason,
    source: SmsSuppressionSource.default("operator").describe("On whose word."),
    expires_at: Time.nullish().describe("Absent: it stands until it is lifted."),
  });

export const UnsuppressParameters = z.strictObject({
  scope: AnyScope,
  suppression_type: SmsSuppressionType.nullish().describe("Absent: all that stand in the scope."),
  reason: Reason,
  override_opt_out: z
    .boolean()
    .default(false)
    .describe(
      "Also lift an opt-out, which otherwise only the recipient can take back. Needs a reason.",
    ),
});

export type UnsuppressParameters = z.output<typeof UnsuppressParameters>;

export const optInParameters = (kit: SmsKit) =>
  z.strictObject({
    scope: ScopeOf(kit),
    consent_state: SmsConsentState.exclude(["opted_out"]).default("opted_in"),
    consent_source: SmsConsentSource.default("unknown").describe("By what it was expressed."),
    consent_evidence_ref: EvidenceRef.describe("Where its proof is kept; the adapter keeps none."),
    consent_acquired_at: Time.nullish().describe(
      "When it was given. Absent: it takes back no opt-out, whose time is known.",
    ),
    expires_at: Time.nullish(),
  });

export const optOutParameters = (kit: SmsKit) =>
  z.strictObject({
    scope: ScopeOf(kit),
    consent_source: SmsConsentSource.default("unknown").describe("By what it was expressed."),
    consent_evidence_ref: EvidenceRef.describe("Where its proof is kept; the adapter keeps none."),
    occurred_at: Time.nullish().describe("When it was said. Absent: now."),
    reason: Reason,
    review_id: z
      .string()
      .min(1)
      .max(256)
      .nullish()
      .describe("The review of a reply that this decides; it is closed with it."),
  });
