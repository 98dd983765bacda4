// What the own server said, and what was known of the recipient then (XmppAdapterSpecification §12.2, §12.3, §13.1).
import type { XmppNative } from "../../native/types.ts";
import { ARCHIVED, CONCLUDED_ACCEPTED, DEFERRED, UNKNOWN } from "../further-grades.ts";
import { SERVER_ACCEPTED } from "../grades.ts";
import { endpointRow, row, type Row, type Rows } from "../row.ts";
import { UNKNOWN_AT, WAITING_AT } from "./acceptance.ts";

type Server =
  | Extract<XmppNative, `server.${string}` | `recipient.${string}`>
  | "offline.presumed"
  | "routing.unknown";

const accepted = (told: Partial<Row>, grade: Row["grade"] = SERVER_ACCEPTED): Row =>
  row("notification.attempt.accepted_by_provider", grade, "§14.1, §12.2, §13.1", told);

const waiting = (meaning: string, clause: string): Row =>
  endpointRow("notification.endpoint.deferred", DEFERRED, clause, WAITING_AT, {
    meaning,
    confidence: "low",
    ambiguous: true,
    requiredFeatures: ["xmpp_presence"],
  });

export const serverAnswers: Readonly<Record<Server, Rows>> = {
  "server.acknowledged": [
    accepted({
      confidence: "high",
      scope: "transport",
      meaning: "The own server has handled the stanza (XEP-0198).",
      requiredFeatures: ["xmpp_stream_management"],
      basis: ["The server's own acknowledgement. Stanzas that bounce are acknowledged, too."],
    }),
  ],
  "server.answered_after": [
    accepted(
      {
        scope: "transport",
        meaning: "The own server has answered something that was sent after the stanza.",
        basis: ["Servers process a stream in order (RFC 6120 §10.1)."],
      },
      CONCLUDED_ACCEPTED,
    ),
  ],
  "server.archived": [
    accepted(
      {
        meaning: "The stanza stands in the account's own archive (XEP-0313).",
        requiredFeatures: ["xmpp_archive"],
        basis: ["It was found there by its random id."],
      },
      ARCHIVED,
    ),
  ],
  "recipient.unavailable": [
    waiting("The recipient was not available when the server took the stanza.", "§12.3, §13.1"),
  ],
  "offline.presumed": [
    waiting(
      "The recipient was not available, and its server is said to store messages for later.",
      "§12.3, §13.1",
    ),
  ],
  "routing.unknown": [
    endpointRow("notification.endpoint.unknown", UNKNOWN, "§12.3", UNKNOWN_AT, {
      confidence: "low",
      ambiguous: true,
      meaning: "It was addressed to an account of which no resource is known.",
      warning: "The server may route it to a client, store it, or drop it.",
    }),
  ],
};
