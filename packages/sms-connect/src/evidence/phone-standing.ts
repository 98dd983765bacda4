// Consent and suppression of a number, as its newest events tell them. What decides on sending is kept apart, by scope (§20).
import type { EndpointQuality } from "@underclaim/contract";
import type { SmsConsentState, SmsSuppressionState } from "../model/sms-endpoint.ts";
import type { SmsNative, SmsStored } from "../native/types.ts";
import { at } from "./phone-signs.ts";

/** Of two at one time the later in the list counts: the stricter. */
const CONSENT: readonly (readonly [SmsNative, SmsConsentState])[] = [
  ["endpoint.opted_in", "opted_in"],
  ["inbound.opt_in", "opted_in"],
  ["message.refused.consent_missing", "consent_required"],
  ["endpoint.opted_out", "opted_out"],
  ["inbound.opt_out", "opted_out"],
];

const SUPPRESSION: readonly (readonly [SmsNative, SmsSuppressionState])[] = [
  ["endpoint.unsuppressed", "active"],
  ["endpoint.suppression_lifted", "active"],
  ["receipt.provider_suppressed", "provider_suppressed"],
  ["submission.rejected.provider_suppressed", "provider_suppressed"],
  ["message.refused.suppressed", "suppressed"],
  ["endpoint.suppressed", "suppressed"],
  ["message.refused.opted_out", "opt_out_suppressed"],
  ["endpoint.opted_out", "opt_out_suppressed"],
  ["inbound.opt_out", "opt_out_suppressed"],
];

/** §20's types of suppression, as §8.4 has them. */
const BY_TYPE: Readonly<Record<string, SmsSuppressionState>> = {
  opt_out: "opt_out_suppressed",
  hard_failure: "bounce_suppressed",
  manual: "manual_suppressed",
  provider_policy: "provider_suppressed",
};

export const CONTRACT_SUPPRESSION: Readonly<
  Record<SmsSuppressionState, EndpointQuality["suppression_state"]>
> = {
  active: "active",
  suppressed: "suppressed",
  opt_out_suppressed: "opted_out",
  bounce_suppressed: "suppressed",
  provider_suppressed: "blocked",
  manual_suppressed: "suppressed",
  unknown: "unknown",
};

function newest<S>(
  natives: readonly SmsStored[],
  table: readonly (readonly [SmsNative, S])[],
): { readonly native: SmsStored; readonly state: S } | null {
  const told = natives.flatMap((native) => {
    const rank = table.findIndex(([type]) => type === native.type);
    const entry = table[rank];
    return entry === undefined ? [] : [{ native, rank, state: entry[1] }];
  });
  return (
    told
      .toSorted(
        (a, b) =>
          at(a.native) - at(b.native) || a.rank - b.rank || (a.native.id < b.native.id ? -1 : 1),
      )
      .at(-1) ?? null
  );
}

export const consentOf = (natives: readonly SmsStored[]): SmsConsentState =>
  newest(natives, CONSENT)?.state ?? "unknown";

export function suppressionOf(natives: readonly SmsStored[]): SmsSuppressionState {
  const last = newest(natives, SUPPRESSION);
  if (last === null) return "active";
  const type = last.native.data["suppression_type"];
  return last.state === "suppressed" && typeof type === "string"
    ? (BY_TYPE[type] ?? last.state)
    : last.state;
}
