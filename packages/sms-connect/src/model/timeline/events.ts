import type { AdapterEvent } from "@underclaim/contract";
import { timelineEntries } from "@underclaim/runtime";
import type { SmsTimelineEvent } from "../timeline.ts";

export const timelineEvents = (event: AdapterEvent): SmsTimelineEvent[] =>
  timelineEntries(event).map((entry) => ({ ...entry, source: sourceOf(event) }));

/** Who told it (§14). A carrier's word that a provider passes on is the provider's. */
function sourceOf({
  adapter_event_type: type,
  observation,
}: AdapterEvent): SmsTimelineEvent["source"] {
  if (type.startsWith("inbound.")) return "inbound_sms";
  if (type.startsWith("link.")) return "tracking";
  if (type.startsWith("operator.") || observation.source_type === "manual") return "operator";
  if (observation.source_type === "carrier") return "carrier";
  return observation.source_type.startsWith("provider_") ? "provider" : "adapter";
}
