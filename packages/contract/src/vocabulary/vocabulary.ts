import { access } from "./access.ts";
import { authority } from "./authority.ts";
import { delivery } from "./delivery.ts";
import type { EventMeaning, VocabularyEntry } from "./entry.ts";
import { EVENT_FAMILIES, eventFamilyOf } from "./families.ts";
import type { EventFamily } from "./families.ts";
import { feed } from "./feed.ts";
import { identity } from "./identity.ts";
import { interaction } from "./interaction.ts";
import { notification } from "./notification.ts";
import { payment } from "./payment.ts";
import { publication } from "./publication.ts";
import { signature } from "./signature.ts";
import { system } from "./system.ts";
import { webhook } from "./webhook.ts";

const MEANINGS = {
  ...notification,
  ...publication,
  ...feed,
  ...access,
  ...delivery,
  ...interaction,
  ...identity,
  ...authority,
  ...payment,
  ...signature,
  ...webhook,
  ...system,
};

/** An event type of §11. The documents of the adapters name no other. */
export type KnownEventType = keyof typeof MEANINGS;

const SECTIONS: Partial<Record<EventFamily, string>> = {
  notification: "11.1",
  publication: "11.2",
  feed: "11.2",
  access: "11.3",
  delivery: "11.4",
  interaction: "11.5",
  identity: "11.6",
  authority: "11.7",
  payment: "11.8",
  signature: "11.9",
  webhook: "11.10",
  system: "11.10",
};

function entry(type: string, meaning: EventMeaning): VocabularyEntry {
  const family = eventFamilyOf(type);
  const section = family && SECTIONS[family];
  if (!family || !section) {
    throw new Error(
      `Event type ${type} belongs to no family of §11; known: ${EVENT_FAMILIES.join(", ")}.`,
    );
  }
  return { type, family, ...meaning, source: `AdapterInterfaceSpecification §${section}` };
}

/** Every known event type with its meaning, in the specification's order. */
export const VOCABULARY: readonly VocabularyEntry[] = Object.entries(MEANINGS).map(
  ([type, meaning]) => entry(type, meaning),
);

const BY_TYPE: ReadonlyMap<string, VocabularyEntry> = new Map(
  VOCABULARY.map((item) => [item.type, item]),
);

/** The event types of §11, without those the specification tells adapters to avoid. */
export const CANONICAL_EVENT_TYPES: readonly KnownEventType[] = VOCABULARY.filter(
  (item) => !item.discouraged,
).map((item) => item.type as KnownEventType);

/** The event types the specification tells adapters to avoid. */
export const DISCOURAGED_EVENT_TYPES: readonly KnownEventType[] = VOCABULARY.filter(
  (item) => item.discouraged,
).map((item) => item.type as KnownEventType);

export function isKnownEventType(type: string): type is KnownEventType {
  return BY_TYPE.has(type);
}

/** What an event type means and does not mean; undefined for a type outside the vocabulary. */
export function vocabulary(type: KnownEventType): VocabularyEntry;
export function vocabulary(type: string): VocabularyEntry | undefined;
export function vocabulary(type: string): VocabularyEntry | undefined {
  return BY_TYPE.get(type);
}
