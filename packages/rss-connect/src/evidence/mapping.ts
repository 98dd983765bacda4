// RssAdapterSpecification §12, §13.1: native type → evidence. What it reads like is what it does.
import { defineMapping, OWN_WORK, type EvidenceGrade, type MappingRow } from "@underclaim/contract";
import type { FetchType, RefusalType, RssNativeType } from "../native/types.ts";
import {
  FETCHED_BY_MACHINE,
  FETCHED_BY_SYSTEM,
  FETCHED_BY_UNKNOWN,
  INVALID,
  PUBLISHED,
  REMOVED,
  REVALIDATED,
  UPDATED,
  VALIDATED,
} from "./grades.ts";
import { EXPIRED } from "./item-grades.ts";
import { ITEMS } from "./item-mapping.ts";
import { HUB_FAILED } from "../websub/evidence/grades.ts";
import { targetMapping } from "../targets/evidence.ts";
import { websubMapping } from "../websub/evidence/mapping.ts";

const NOT_AWARENESS = [
  "Anybody fetched the item.",
  "Anybody saw, understood or acted on the item.",
];

function published(
  event: string,
  grade: EvidenceGrade,
  meaning: string,
  clause: string,
): MappingRow {
  return {
    ...OWN_WORK,
    event,
    grade,
    meaning,
    clause,
    scope: "publication",
    terminal: event === "feed.item.removed",
    doesNotMean: NOT_AWARENESS,
  };
}

function fetched(
  grade: EvidenceGrade,
  confidence: MappingRow["confidence"],
  who: string,
  clause: string,
  warning?: string,
): MappingRow {
  return {
    event: "feed.feed.fetched",
    grade,
    confidence,
    meaning: `The feed that carries the item was fetched by ${who}.`,
    scope: "feed",
    terminal: false,
    ambiguous: confidence === "low",
    doesNotMean: [
      "A human read the feed or the item.",
      "The intended participant is aware of the item.",
    ],
    clause,
    basis: ["The request reached this service."],
    ...(warning === undefined ? {} : { warning }),
  };
}

function refused(
  meaning: string,
  clause: string,
  event = "feed.feed.validation_failed",
): MappingRow {
  return {
    event,
    grade: INVALID,
    meaning,
    clause,
    confidence: "high",
    scope: event === "delivery.payload.failed" ? "delivery" : "feed",
    terminal: true,
    retryable: false,
    doesNotMean: ["Anything was published.", "An earlier version of the item is gone."],
    basis: ["The adapter checked it before publication."],
  };
}

const REFUSALS: Record<RefusalType, readonly MappingRow[]> = {
  "item.refused.feed_invalid": [
    refused("The item would have made the feed invalid.", "RssAdapterSpecification §12.1"),
  ],
  "item.refused.render_failed": [
    refused("The item could not be generated.", "RssAdapterSpecification §12.1"),
  ],
  "item.refused.no_surface": [
    refused("There was no feed to publish to.", "RssAdapterSpecification §12.1"),
  ],
  "item.refused.update": [refused("There was no item to update.", "RssAdapterSpecification §11.2")],
  "item.refused.remove": [refused("There was no item to remove.", "RssAdapterSpecification §11.2")],
  "item.refused.guid": [
    refused(
      "The item's GUID was invalid or already taken.",
      "RssAdapterSpecification §12.1, §12.2",
    ),
  ],
  "item.refused.url": [
    refused("A URL of the item was not usable.", "RssAdapterSpecification §12.1"),
  ],
  "item.refused.payload_reference": [
    refused("The item pointed to an invalid payload.", "RssAdapterSpecification §12.1"),
  ],
  "item.refused.payload_enclosure": [
    refused(
      "The payload that the item was to carry was invalid.",
      "RssAdapterSpecification §12.1",
      "delivery.payload.failed",
    ),
  ],
  "item.refused.visibility": [
    refused("The item was more private than its feed.", "RssAdapterSpecification §12.1, §22"),
  ],
  "item.refused.hub": [
    {
      ...refused(
        "There was no hub to tell, or none that may be told.",
        "RssAdapterSpecification §12.5",
        "feed.hub.notification_failed",
      ),
      grade: HUB_FAILED,
      doesNotMean: ["The item is not published.", "Clients that poll will miss it."],
    },
  ],
  "item.refused.unsupported": [],
};

const FETCHES: Record<FetchType, readonly MappingRow[]> = {
  "feed.fetched.unknown": [
    fetched(FETCHED_BY_UNKNOWN, "low", "a client of unknown kind", "RssAdapterSpecification §14.3"),
  ],
  "feed.fetched.feed_reader": [
    fetched(
      FETCHED_BY_UNKNOWN,
      "medium",
      "what names itself a feed reader",
      "RssAdapterSpecification §12.3, §14.3",
      "A feed reader fetches whether or not anybody reads.",
    ),
  ],
  "feed.fetched.aggregator": [
    fetched(
      FETCHED_BY_MACHINE,
      "medium",
      "what names itself an aggregator",
      "RssAdapterSpecification §12.3",
      "May stand for many users or none.",
    ),
  ],
  "feed.fetched.bot": [
    fetched(FETCHED_BY_MACHINE, "medium", "an automated client", "RssAdapterSpecification §12.3"),
  ],
  "feed.fetched.crawler": [
    fetched(FETCHED_BY_MACHINE, "medium", "a crawler", "RssAdapterSpecification §12.3"),
  ],
  "feed.fetched.search_engine": [
    fetched(FETCHED_BY_MACHINE, "medium", "a search engine", "RssAdapterSpecification §12.4"),
  ],
  "feed.fetched.cache": [
    fetched(
      FETCHED_BY_MACHINE,
      "medium",
      "a cache",
      "RssAdapterSpecification §20",
      "Who reads the cache is not visible here.",
    ),
  ],
  "feed.fetched.websub_hub": [
    fetched(FETCHED_BY_MACHINE, "medium", "a WebSub hub", "RssAdapterSpecification §20"),
  ],
  "feed.fetched.internal_system": [
    fetched(FETCHED_BY_MACHINE, "high", "a known internal system", "RssAdapterSpecification §20"),
  ],
  "feed.fetched.participant_system": [
    fetched(
      FETCHED_BY_SYSTEM,
      "high",
      "a system registered for a participant, which authenticated",
      "RssAdapterSpecification §12.3",
    ),
  ],
};

export const rssMapping = defineMapping<RssNativeType>({
  "item.published": [
    published(
      "feed.item.published",
      PUBLISHED,
      "The item was made available in the feed.",
      "RssAdapterSpecification §14.1",
    ),
  ],
  "item.updated": [
    published(
      "feed.item.updated",
      UPDATED,
      "The item in the feed was updated.",
      "RssAdapterSpecification §12.2",
    ),
  ],
  "item.reordered": [
    {
      ...published(
        "feed.item.updated",
        UPDATED,
        "The item in the feed was updated and moved to another place.",
        "RssAdapterSpecification §12.2",
      ),
      ambiguous: true,
      confidence: "medium",
      warning: "Readers may show it as new, or not at all.",
    },
  ],
  "item.removed": [
    published(
      "feed.item.removed",
      REMOVED,
      "The item was removed from the feed.",
      "RssAdapterSpecification §12.2",
    ),
  ],
  "item.expired": [
    {
      ...published(
        "feed.item.expired",
        EXPIRED,
        "The item's time in the feed is over.",
        "RssAdapterSpecification §12.2",
      ),
      terminal: true,
    },
  ],
  "item.expiry_set": [],
  "item.update_outdated": [],
  "feed.archived": [],
  "feed.published": [
    {
      event: "feed.feed.validated",
      grade: VALIDATED,
      confidence: "high",
      meaning: "The feed was registered, and its document passed validation.",
      scope: "feed",
      terminal: false,
      doesNotMean: ["Anybody fetched the feed.", "Anything was published in it."],
      clause: "RssAdapterSpecification §12.2, §14.2",
      basis: ["The adapter parsed the document before it registered the feed."],
    },
  ],
  "tracking.registered": [],
  "feed.valid": [
    {
      event: "feed.feed.validated",
      grade: VALIDATED,
      confidence: "high",
      meaning: "The rendered feed passed validation.",
      scope: "feed",
      terminal: false,
      doesNotMean: ["Anybody fetched the feed.", "Anybody is aware of an item in it."],
      clause: "RssAdapterSpecification §14.2",
      basis: ["The adapter parsed the bytes that it serves."],
    },
  ],
  "feed.invalid": [
    {
      ...refused(
        "The feed that carries the item no longer passes validation; the last valid document is served.",
        "RssAdapterSpecification §12.2",
      ),
      terminal: false,
      retryable: true,
      doesNotMean: ["The item was removed.", "Clients that fetched it before lost it."],
    },
  ],
  "feed.revalidated": [
    {
      ...fetched(
        REVALIDATED,
        "medium",
        "a client that only checked whether it had changed",
        "RssAdapterSpecification §12.3",
      ),
      ambiguous: true,
      warning: "May only confirm a cache check.",
    },
  ],
  ...FETCHES,
  ...ITEMS,
  ...websubMapping,
  ...targetMapping,
  ...REFUSALS,
});
