import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.2. */
export const feed = meanings("feed", {
  "feed.item.published": {
    meaning: "An item was made available in a feed.",
    doesNotMean: [
      "a client fetched the item",
      "a participant saw the item or is aware of it",
      "subscribers were told of it",
    ],
  },
  "feed.item.updated": {
    meaning: "An item in a feed was replaced by a newer version.",
    doesNotMean: ["clients show the new version", "anyone noticed the change"],
  },
  "feed.item.removed": {
    meaning: "An item was taken out of a feed.",
    doesNotMean: ["nobody saw it before", "copies in readers and caches are gone"],
  },
  "feed.item.expired": {
    meaning: "An item passed its expiry and is no longer active in the feed.",
    doesNotMean: ["nobody saw it before", "the matter it announced has ended"],
  },
  "feed.item.fetched": {
    meaning: "A client requested one particular item.",
    doesNotMean: [
      "a human read the item",
      "the client belongs to a participant",
      "the client is not a bot, cache or aggregator",
    ],
  },
  "feed.feed.fetched": {
    meaning: "A client requested the feed document.",
    doesNotMean: [
      "a human read any item",
      "the client belongs to a participant",
      "the client processed a given item",
    ],
  },
  "feed.feed.validated": {
    meaning: "The feed document passed the adapter's validation.",
    doesNotMean: ["anyone can reach the feed", "anyone fetched the feed"],
  },
  "feed.feed.validation_failed": {
    meaning: "A feed document or an item meant for it failed the adapter's validation.",
    doesNotMean: ["the feed stopped serving", "items published earlier were withdrawn"],
  },
  "feed.hub.notified": {
    meaning: "Telling a hub that a topic has changed was attempted and no failure was seen.",
    doesNotMean: [
      "the hub will distribute the update",
      "subscribers received the update",
      "a human is aware of it",
    ],
  },
  "feed.hub.notification_failed": {
    meaning: "A hub could not be told that a topic has changed.",
    doesNotMean: ["the item is not published", "clients that poll will miss it"],
  },
});
