// The channel itself (SmsAdapterSpecification §4.2, §26).
import type { SmsNative } from "../../native/types.ts";
import { CHANNEL_WARNING, COMPLAINED, HEALTHY_AGAIN, PROVIDER_DOWN } from "../further-grades.ts";
import { OWN_WORK, row, type Rows } from "../row.ts";

const REPORTED = { requiredFeatures: ["provider_reports"] } as const;
const OBSERVED = {
  scope: "system",
  basis: ["The adapter's own observation of its provider."],
} as const;

export const channel: Readonly<
  Record<Extract<SmsNative, `report.${string}` | `provider.${string}`>, Rows>
> = {
  "report.complaint": [
    row("notification.channel.complaint_received", COMPLAINED, "§4.2", REPORTED),
  ],
  "report.reputation_warning": [
    row("notification.channel.reputation_warning", CHANNEL_WARNING, "§4.2, §26", {
      ...REPORTED,
      ambiguous: true,
    }),
  ],
  "provider.degraded": [
    row("system.provider.degraded", CHANNEL_WARNING, "§26", { ...OBSERVED, ambiguous: true }),
  ],
  "provider.unavailable": [row("system.provider.unavailable", PROVIDER_DOWN, "§26", OBSERVED)],
  "provider.recovered": [
    row("system.adapter.health_changed", HEALTHY_AGAIN, "§26", {
      ...OWN_WORK,
      basis: OBSERVED.basis,
      confidence: "medium",
      meaning: "A provider that was degraded or unavailable works again.",
    }),
  ],
};
