// RssAdapterSpecification §12.5, §13.1: what WebSub shows. What it reads like is what it does.
import type { EvidenceGrade, Mapping, MappingRow } from "@underclaim/contract";
import type { HubType } from "../types.ts";
import {
  CALLBACK_ACCEPTED,
  CALLBACK_ACCEPTED_BY_SYSTEM,
  CALLBACK_REFUSED,
  CALLBACKS_SENT,
  CONTENT_RECEIVED,
  HUB_FAILED,
  HUB_NOTIFIED,
} from "./grades.ts";

const CLAUSE = "RssAdapterSpecification §12.5";
const NOT_AWARENESS = ["A human is aware of the item.", "Any system processed what it was sent."];

function row(
  event: string,
  grade: EvidenceGrade,
  meaning: string,
  more: Partial<MappingRow> = {},
): MappingRow {
  return {
    event,
    grade,
    meaning,
    confidence: "high",
    scope: "feed",
    terminal: false,
    doesNotMean: NOT_AWARENESS,
    clause: CLAUSE,
    basis: ["The answer was read off the connection."],
    ...more,
  };
}

const accepted = (grade: EvidenceGrade, whose: string, confidence: MappingRow["confidence"]) =>
  row(
    "webhook.response.accepted",
    grade,
    `${whose} answered that it took the edition with the item.`,
    {
      confidence,
      clause: "RssAdapterSpecification §14.7",
    },
  );

export const websubMapping: Mapping<HubType> = {
  "topic.registered": [],
  "hub.queued": [],
  "hub.notified": [
    row("feed.hub.notified", HUB_NOTIFIED, "A hub took the notice that the feed has changed.", {
      clause: "RssAdapterSpecification §14.6",
      warning: "What the hub does with it is not visible here.",
    }),
  ],
  "hub.delayed": [],
  "hub.unreachable": [
    row(
      "feed.hub.notification_failed",
      HUB_FAILED,
      "A hub could not be told that the feed has changed.",
      {
        retryable: true,
        doesNotMean: ["The item is not published.", "Clients that poll will miss it."],
      },
    ),
  ],
  "hub.rejected": [
    row(
      "feed.hub.notification_failed",
      HUB_FAILED,
      "A hub refused the notice that the feed has changed.",
      {
        retryable: false,
        doesNotMean: ["The item is not published.", "Clients that poll will miss it."],
      },
    ),
  ],
  "hub.distribution.sent": [
    row(
      "webhook.request.sent",
      CALLBACKS_SENT,
      "The embedded hub began to send the edition with the item to its subscribers.",
      { basis: ["Written before the first request leaves."] },
    ),
  ],
  "hub.delivery.accepted": [accepted(CALLBACK_ACCEPTED, "A subscriber nobody has named", "medium")],
  "hub.delivery.accepted.internal_system": [
    accepted(CALLBACK_ACCEPTED_BY_SYSTEM, "A known internal system", "high"),
  ],
  "hub.delivery.accepted.participant_system": [
    accepted(CALLBACK_ACCEPTED_BY_SYSTEM, "A system registered for a participant", "high"),
  ],
  "hub.delivery.rejected": [
    row(
      "webhook.response.rejected",
      CALLBACK_REFUSED,
      "A subscriber's callback refused the edition.",
      {
        retryable: true,
        doesNotMean: ["A human refused it.", "Other subscribers did not get it."],
      },
    ),
  ],
  "hub.delivery.failed": [
    row(
      "webhook.delivery.failed",
      CALLBACK_REFUSED,
      "The edition could not be brought to a subscriber's callback.",
      {
        retryable: true,
        confidence: "medium",
        doesNotMean: ["It certainly did not arrive.", "Other subscribers did not get it."],
      },
    ),
  ],
  "hub.subscription.confirmed": [],
  "hub.subscription.ended": [],
  "subscriber.content.received": [
    row(
      "delivery.payload.received",
      CONTENT_RECEIVED,
      "A hub sent this system the topic's content, signed.",
      {
        scope: "delivery",
        clause: "RssAdapterSpecification §34",
        basis: ["The signature was made with the secret of this subscription."],
      },
    ),
  ],
  "subscriber.subscription.active": [],
  "subscriber.subscription.denied": [],
  "subscriber.subscription.failed": [],
};
