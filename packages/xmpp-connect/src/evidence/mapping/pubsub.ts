// PubSub (XmppAdapterSpecification §12.8, §13.1, §14.8, §19): publication is the service's word; of its subscribers it says nothing.
import type { XmppNative } from "../../native/types.ts";
import { FAILED, REFUSED_FOR_NOW, SERVER_REJECTED } from "../further-grades.ts";
import { ITEM_PUBLISHED } from "../grades.ts";
import { FETCHED, FOUND, NOTIFIED, REMOVED, STORED } from "../pubsub-grades.ts";
import { endpointRow, row, type Rows } from "../row.ts";
import { NODE_AT, REFUSED_AT, REFUSED_FOR_NOW_AT } from "./acceptance.ts";

const ANSWER = ["The service's answer to the request's own random id."];

export const pubsub: Readonly<Record<Extract<XmppNative, `pubsub.${string}`>, Rows>> = {
  "pubsub.published": [
    row("feed.item.published", ITEM_PUBLISHED, "§14.8, §12.8, §13.1, §32.5", {
      meaning: "The service has published the item in the node.",
      basis: ANSWER,
      requiredFeatures: ["xmpp_pubsub"],
    }),
  ],
  "pubsub.stored": [
    row("feed.item.published", STORED, "§14.8, §12.8, §13.1", {
      meaning: "The adapter's own component holds the item, for those who may read the node.",
      warning: "Whether a server routes to the component at some time is not shown by it.",
      basis: ["It was written to the adapter's own store before this event."],
      requiredFeatures: ["xmpp_pubsub"],
    }),
  ],
  "pubsub.found": [
    row("feed.item.published", FOUND, "§14.8, §12.8", {
      meaning: "The item stands in the node.",
      basis: ["It was asked for by its random id, after the answer to its publication was lost."],
      requiredFeatures: ["xmpp_pubsub"],
    }),
  ],
  "pubsub.service_unavailable": [
    row("feed.hub.notification_failed", FAILED, "§12.8", {
      meaning: "The PubSub service cannot be reached, or does not publish.",
      retryable: true,
      basis: ANSWER,
    }),
  ],
  "pubsub.node_missing": [
    endpointRow("notification.endpoint.rejected_permanent", FAILED, "§12.8, §24", REFUSED_AT, {
      meaning: "The service says that there is no such node.",
      terminal: true,
      retryable: false,
      basis: ANSWER,
    }),
  ],
  "pubsub.forbidden": [
    endpointRow("notification.endpoint.rejected_permanent", FAILED, "§12.8, §24", REFUSED_AT, {
      meaning: "The account may not publish in the node.",
      terminal: true,
      retryable: false,
      basis: ANSWER,
    }),
  ],
  "pubsub.refused": [
    row("notification.attempt.rejected_by_provider", SERVER_REJECTED, "§12.8, §24", {
      meaning: "The service does not take the item.",
      terminal: true,
      retryable: false,
      basis: ANSWER,
    }),
  ],
  "pubsub.deferred": [
    endpointRow(
      "notification.endpoint.rejected_temporary",
      REFUSED_FOR_NOW,
      "§12.8, §24",
      REFUSED_FOR_NOW_AT,
      {
        meaning: "The service did not take the item, for a reason that may pass.",
        ambiguous: true,
        retryable: true,
        basis: ANSWER,
      },
    ),
  ],
  "pubsub.notified": [
    endpointRow("notification.endpoint.accepted", NOTIFIED, "§12.8", NODE_AT, {
      meaning: "The service sent the item to a subscriber: to an account of this adapter.",
      warning: "A system's evidence: other subscribers may have been told, or not.",
      basis: ["The service's own notification, of the item's own random id."],
      requiredFeatures: ["xmpp_pubsub_subscription"],
    }),
  ],
  "pubsub.fetched": [
    row("feed.item.fetched", FETCHED, "§12.8", {
      scope: "interaction",
      meaning: "A JID that may read the node asked the adapter's component for the item.",
      warning:
        "Clients ask by themselves: no human is shown by it. The answer leaves after this is kept; that it arrived is not known.",
      basis: [
        "The component's server handed the request on; the asker's server vouches for the JID.",
        "The item stood in the node when it was asked for.",
      ],
    }),
  ],
  "pubsub.retracted": [
    row("feed.item.removed", REMOVED, "§19", {
      meaning: "The item was taken out of the node.",
      basis: ["The service's own word; of a node of the adapter's component, its store."],
    }),
  ],
  "pubsub.foreign": [],
};
