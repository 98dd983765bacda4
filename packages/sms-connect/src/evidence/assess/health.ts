import { newestOf } from "@underclaim/runtime";
import type { SmsNative, SmsStored } from "../../native/types.ts";

const HEALTH: readonly SmsNative[] = [
  "provider.unavailable",
  "provider.degraded",
  // Of this message's own sender or carrier, as somebody reports it.
  "report.reputation_warning",
  "provider.recovered",
];

/** What was last said of the channel; of several that may be the last, the worst. */
export function healthIn(natives: readonly SmsStored[]): SmsNative | null {
  const newest = newestOf(natives.filter(({ type }) => HEALTH.includes(type)));
  return HEALTH.find((type) => newest.some((native) => native.type === type)) ?? null;
}
