import type { AdapterActionResult } from "@underclaim/contract";
import type { Instant } from "@underclaim/runtime";

/**
 * How a click lies to its message. `too_soon`: it came before, or within seconds after, the provider took the message over.
 * Somebody on the way looks at links sooner than a person reads.
 */
export type ClickTiming = "plausible" | "too_soon" | "unknown";

/** From the provider's acceptance. A message needs seconds to a handset, and a person seconds to a link. */
export const TOO_SOON_MS = 5_000;

export function clickTiming(
  action: Pick<AdapterActionResult, "action_state" | "completed_at"> | null,
  now: Instant,
): ClickTiming {
  switch (action?.action_state) {
    // Not with a provider yet, or never taken by one: no handset can show it.
    case "accepted":
    case "queued":
    case "scheduled":
    case "in_progress":
    case "rejected":
    case "failed":
    case "cancelled":
      return "too_soon";
    case "completed": {
      const at = action.completed_at ? Date.parse(action.completed_at) : null;
      if (at === null) return "unknown";
      return now - at < TOO_SOON_MS ? "too_soon" : "plausible";
    }
    default:
      return "unknown";
  }
}
