// What watching the channel comes to, as native events (SmsAdapterSpecification §26). They belong to no coordination case.
import { timestamp, type Instant, type ProviderHealth } from "@underclaim/runtime";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import { deliverabilityOf, ratesInTrouble, type Rates } from "./thresholds.ts";

export function providerNative(
  type: SmsNative,
  account: string,
  health: ProviderHealth,
  at: Instant,
): SmsDraft {
  const told = {
    provider: account,
    connectivity: health.connectivity,
    credentials: health.credentials,
    degradations: [...health.degradations],
  };
  return watched(
    type,
    `${account}/${timestamp(at)}`,
    at,
    "provider_health",
    health.connectivity,
    told,
  );
}

/** At most one a day for each sender. Null: its rates are no trouble. */
export function reputationNative(sender: string, rates: Rates, at: Instant): SmsDraft | null {
  const status = deliverabilityOf(rates);
  const trouble = ratesInTrouble(rates);
  // That nobody tells of messages is the route's habit, and says nothing of the sender's name.
  if (trouble.every((name) => name === "unknown_rate")) return null;
  const day = timestamp(at).slice(0, 10);
  return watched("report.reputation_warning", `${sender}/${day}`, at, "channel_health", status, {
    sender_identity: sender,
    reported_by: "adapter",
    signs: [...trouble],
    ...rates,
  });
}

function watched(
  type: SmsNative,
  key: string,
  at: Instant,
  nativeType: string,
  nativeStatus: string,
  told: NonNullable<SmsDraft["data"]>,
): SmsDraft {
  return {
    type,
    source: "adapter",
    dedupeKey: `${type}/${key}`,
    evidenceKey: `${type}/${key}`,
    occurredAt: at,
    nativeType,
    nativeStatus,
    refs: [],
    observation: { source_type: "adapter", source_confidence: "medium" },
    data: told,
    metadata: told,
  };
}
