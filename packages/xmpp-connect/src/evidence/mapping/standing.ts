// Presence, roster and the endpoint's standing (XmppAdapterSpecification §12.3, §15, §17). None of it is about a message.
import type { XmppNative } from "../../native/types.ts";
import { DEFERRED, SUPPRESSED, UNKNOWN, UNSUPPRESSED } from "../further-grades.ts";
import { PRESENCE_AVAILABLE } from "../grades.ts";
import { endpointRow, OWN_WORK, row, type Rows } from "../row.ts";
import { AVAILABLE_AT, UNKNOWN_AT, WAITING_AT } from "./acceptance.ts";

type Standing =
  | Extract<XmppNative, `presence.${string}` | `subscription.${string}` | `endpoint.${string}`>
  | "roster.changed"
  | "capabilities.told";

const PRESENCE = { requiredFeatures: ["xmpp_presence"] } as const;

export const standing: Readonly<Record<Standing, Rows>> = {
  "presence.available": [
    endpointRow(
      "notification.endpoint.accepted",
      PRESENCE_AVAILABLE,
      "§14.2, §12.3, §15",
      AVAILABLE_AT,
      {
        ...PRESENCE,
        meaning: "A JID or one of its resources appears available.",
        warning: "Reachability, of no message: it is not evidence in any case.",
      },
    ),
  ],
  "presence.unavailable": [
    endpointRow("notification.endpoint.deferred", DEFERRED, "§12.3, §15", WAITING_AT, {
      ...PRESENCE,
      ambiguous: true,
      meaning: "A JID or one of its resources went offline.",
    }),
  ],
  "presence.error": [
    endpointRow("notification.endpoint.unknown", UNKNOWN, "§12.3, §15", UNKNOWN_AT, {
      ...PRESENCE,
      ambiguous: true,
      confidence: "low",
      meaning: "A JID's presence cannot be told.",
    }),
  ],
  "presence.noted": [],
  "subscription.requested": [],
  "subscription.refused": [],
  "roster.changed": [],
  "capabilities.told": [],
  "endpoint.suppressed": [
    row("notification.channel.suppression_added", SUPPRESSED, "§4.2, §17", {
      ...OWN_WORK,
      meaning: "The JID was suppressed: nothing more is sent to it.",
    }),
  ],
  "endpoint.unsuppressed": [
    row("notification.channel.suppression_removed", UNSUPPRESSED, "§4.2", {
      ...OWN_WORK,
      meaning: "A suppression of the JID was removed on request.",
    }),
  ],
};
