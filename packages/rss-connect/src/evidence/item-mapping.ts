// RssAdapterSpecification §12.4, §13.1, §23: what is asked of an item, and a feed in trouble → evidence.
import type { EvidenceGrade, MappingRow } from "@underclaim/contract";
import type { ItemType } from "../native/item-types.ts";
import {
  FEED_DEGRADED,
  FEED_UNAVAILABLE,
  ITEM_FETCHED,
  ITEM_FETCHED_BY_MACHINE,
  ITEM_FETCHED_BY_SYSTEM,
  ITEM_REVALIDATED,
  LINK_FOLLOWED,
  LINK_FOLLOWED_BY_SYSTEM,
  LINK_SCANNED,
} from "./item-grades.ts";

type Told = Pick<MappingRow, "confidence" | "meaning" | "clause"> &
  Partial<Pick<MappingRow, "warning" | "ambiguous">>;

const asked = (
  event: string,
  grade: EvidenceGrade,
  scope: MappingRow["scope"],
  doesNotMean: string[],
  told: Told,
): MappingRow => ({
  event,
  grade,
  scope,
  terminal: false,
  doesNotMean,
  basis: ["The request reached this service."],
  ...told,
  clause: `RssAdapterSpecification ${told.clause}`,
});

const item = (grade: EvidenceGrade, told: Told): readonly MappingRow[] => [
  asked(
    "feed.item.fetched",
    grade,
    "feed",
    ["A human read the item.", "The intended participant is aware of the item."],
    told,
  ),
];

const payload = (grade: EvidenceGrade, told: Told): readonly MappingRow[] => [
  asked(
    "delivery.payload.retrieved",
    grade,
    "delivery",
    ["A human opened or read the payload.", "The intended recipient has it."],
    told,
  ),
];

const link = (event: string, grade: EvidenceGrade, told: Told): readonly MappingRow[] => [
  asked(
    event,
    grade,
    "interaction",
    ["A human interacted.", "The intended participant interacted, or is aware of the item."],
    told,
  ),
];

export const ITEMS: Readonly<Record<ItemType, readonly MappingRow[]>> = {
  "item.fetched.unknown": item(ITEM_FETCHED, {
    confidence: "low",
    ambiguous: true,
    meaning: "The item was fetched by a client of unknown kind.",
    clause: "§12.4, §14.4",
  }),
  "item.fetched.machine": item(ITEM_FETCHED_BY_MACHINE, {
    confidence: "medium",
    meaning: "The item was fetched by an automated client.",
    clause: "§12.4",
    warning: "Feed readers prefetch, and search engines index, whether or not anybody reads.",
  }),
  "item.fetched.participant_system": item(ITEM_FETCHED_BY_SYSTEM, {
    confidence: "high",
    meaning: "The item was fetched by a system registered for a participant, which authenticated.",
    clause: "§12.4, §14.4",
  }),
  "item.revalidated": item(ITEM_REVALIDATED, {
    confidence: "medium",
    ambiguous: true,
    meaning: "A client checked whether the item, or what it carries, had changed.",
    clause: "§12.3",
  }),
  "payload.retrieved.unknown": payload(ITEM_FETCHED, {
    confidence: "low",
    ambiguous: true,
    meaning: "The payload that the item carries was handed to a client of unknown kind.",
    clause: "§12.4, §14.4",
  }),
  "payload.retrieved.machine": payload(ITEM_FETCHED_BY_MACHINE, {
    confidence: "medium",
    meaning: "The payload that the item carries was handed to an automated client.",
    clause: "§12.4",
  }),
  "payload.retrieved.participant_system": payload(ITEM_FETCHED_BY_SYSTEM, {
    confidence: "high",
    meaning:
      "The payload that the item carries was handed to a system registered for a participant, which authenticated.",
    clause: "§12.4, §14.4",
  }),
  "link.clicked": link("interaction.unverified_actor_interaction", LINK_FOLLOWED, {
    confidence: "medium",
    ambiguous: true,
    meaning: "A link of the item was followed; by whom is not known.",
    clause: "§12.4, §14.5",
  }),
  "link.scanned": link("interaction.scanner_or_bot_interaction", LINK_SCANNED, {
    confidence: "medium",
    meaning: "A link of the item was followed by a scanner or bot.",
    clause: "§12.4",
  }),
  "link.previewed": link("interaction.scanner_or_bot_interaction", LINK_SCANNED, {
    confidence: "medium",
    meaning: "A link of the item was fetched ahead of, or without, anybody following it.",
    clause: "§12.4",
  }),
  "link.followed_by_system": link(
    "interaction.unverified_actor_interaction",
    LINK_FOLLOWED_BY_SYSTEM,
    {
      confidence: "high",
      meaning: "A link of the item was followed by a system that authenticated for a participant.",
      clause: "§12.4, §14.5",
      warning: "The participant's system, not the participant.",
    },
  ),
  "feed.unavailable": [
    asked(
      "system.provider.unavailable",
      FEED_UNAVAILABLE,
      "feed",
      ["The item was removed.", "Clients that fetched it before lost it."],
      {
        confidence: "high",
        meaning: "A reader asked for the feed, and there is no valid document of it.",
        clause: "§23",
      },
    ),
  ],
  "feed.degraded": [
    asked(
      "system.provider.degraded",
      FEED_DEGRADED,
      "feed",
      ["The feed is not served.", "Nobody fetched the feed."],
      {
        confidence: "medium",
        ambiguous: true,
        meaning: "The feed is served, but fetches of it were seen that could not be recorded.",
        clause: "§23",
      },
    ),
  ],
};
