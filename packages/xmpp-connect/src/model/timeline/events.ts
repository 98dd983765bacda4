import type { AdapterEvent } from "@underclaim/contract";
import { timelineEntries } from "@underclaim/runtime";
import type { XmppTimelineEvent } from "../timeline.ts";

export function timelineEvents(event: AdapterEvent): XmppTimelineEvent[] {
  const resource = event.metadata?.["resource"];
  return timelineEntries(event).map((entry) => ({
    ...entry,
    source: sourceOf(event),
    resource: typeof resource === "string" ? resource : null,
  }));
}

/** Who told it. What a marker of a later message covers is the adapter's conclusion. */
function sourceOf({
  adapter_event_type: type,
  observation,
}: AdapterEvent): XmppTimelineEvent["source"] {
  if (type.startsWith("operator.") || observation.source_type === "manual") return "operator";
  if (observation.source_type === "adapter") return "adapter";
  if (type.startsWith("inbound.")) return "inbound";
  if (type.startsWith("presence.")) return "presence";
  return observation.source_type === "recipient_client" ? "client" : "server";
}
