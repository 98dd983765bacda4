// What is asked of one item, as observations (RssAdapterSpecification §12.4): once an hour for each kind of client.
import { contentHash, timestamp, type Instant, type Observation } from "@underclaim/runtime";
import type { ClassifiedAgent } from "@underclaim/runtime/links";
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import { itemFetchType, payloadType, type LinkType } from "../native/item-types.ts";
import type { RssNativeType } from "../native/types.ts";
import { targetOfItem } from "./contents.ts";
import type { ItemRecord } from "./documents.ts";
import type { LinkRecord } from "./own-documents.ts";

interface Client {
  readonly id: string;
  readonly participant_id: string | null;
}

const HOUR_MS = 3_600_000;
const hourOf = (at: Instant): string => timestamp(Math.floor(at / HOUR_MS) * HOUR_MS);

export interface ItemFetch {
  readonly record: ItemRecord;
  readonly what: "page" | "payload";
  readonly consumer: ClassifiedConsumer;
  readonly client: Client | null;
  readonly status: 200 | 304;
  /** Headers only, or 304: content was not sent. */
  readonly revalidated: boolean;
  readonly at: Instant;
}

const UNKNOWN: ClassifiedConsumer = {
  classification: "unknown",
  confidence: "low",
  basis: ["system_of_another_participant"],
  product: null,
  claimed_subscribers: null,
};

/** A system that authenticated for one participant is nobody in particular to an item for another. */
const isForeign = ({ item }: ItemRecord, client: Client | null): boolean =>
  client !== null && item.participant_id != null && item.participant_id !== client.participant_id;

export function itemFetched(fetch: ItemFetch): Observation {
  const { record, what, status, revalidated, at } = fetch;
  const foreign = isForeign(record, fetch.client);
  const client = foreign ? null : fetch.client;
  const consumer = foreign ? UNKNOWN : fetch.consumer;
  const { classification } = consumer;
  const type: RssNativeType = revalidated
    ? "item.revalidated"
    : what === "page"
      ? itemFetchType(classification)
      : payloadType(classification);
  const who = client === null ? classification : `${classification}:${client.id}`;
  return observation({
    record,
    type,
    client,
    key: [what, type, status, who, hourOf(at), ...(foreign ? [fetch.client?.id ?? ""] : [])],
    evidenceKey: `${what}:${type}:${who}:${hourOf(at)}`,
    at,
    nativeType: what === "page" ? "item_fetch" : "payload_fetch",
    nativeStatus: String(status),
    known: classification !== "unknown",
    notes: consumer.basis,
    told: {
      consumer_classification: classification,
      classification_confidence: consumer.confidence,
      product: consumer.product,
    },
  });
}

export interface LinkFollowed {
  readonly record: ItemRecord;
  readonly link: LinkRecord;
  readonly token: string;
  readonly agent: ClassifiedAgent;
  /** The same client as a consumer of feeds: what reads feeds by itself follows links by itself. */
  readonly consumer: ClassifiedConsumer;
  readonly client: Client | null;
  readonly at: Instant;
}

const LINK_TYPES: Readonly<Record<ClassifiedAgent["classification"], LinkType>> = {
  human_like_click: "link.clicked",
  unverified_click: "link.clicked",
  unknown_click: "link.clicked",
  scanner_click: "link.scanned",
  link_preview_fetch: "link.previewed",
};

export function linkFollowed({ record, link, token, at, ...by }: LinkFollowed): Observation {
  const agent = asConsumer(by.agent, by.consumer);
  const client = isForeign(record, by.client) ? null : by.client;
  const { classification } = agent;
  const type: LinkType = client === null ? LINK_TYPES[classification] : "link.followed_by_system";
  const who = client === null ? `${classification}:${agent.agent}` : client.id;
  // The token itself opens the link: it is not told.
  const name = contentHash(token).slice(0, 24);
  const followed = observation({
    record,
    type,
    client,
    key: ["link", name, type, who, hourOf(at)],
    evidenceKey: `link:${name}:${type}:${who}:${hourOf(at)}`,
    at,
    nativeType: "link_request",
    nativeStatus: classification,
    known: type !== "link.clicked",
    notes: agent.basis,
    told: {
      link_id: link.link_id,
      classification,
      scanner_classification: agent.scanner,
      classification_confidence: agent.confidence,
    },
  });
  // What is not even like a browser shows less (§20: "actor certainty should remain low").
  return classification === "human_like_click" || type !== "link.clicked"
    ? followed
    : {
        ...followed,
        native: {
          ...followed.native,
          lower: { strength: "weak", payload_certainty: "low", interaction_certainty: "low" },
        },
      };
}

function asConsumer(agent: ClassifiedAgent, { classification, basis }: ClassifiedConsumer) {
  const machine = itemFetchType(classification) === "item.fetched.machine";
  if (!machine || LINK_TYPES[agent.classification] !== "link.clicked") return agent;
  return {
    ...agent,
    classification: "link_preview_fetch" as const,
    scanner: "likely" as const,
    basis: [...basis, ...agent.basis],
  };
}

interface Told {
  readonly record: ItemRecord;
  readonly type: RssNativeType;
  readonly client: Client | null;
  readonly key: readonly unknown[];
  readonly evidenceKey: string;
  readonly at: Instant;
  readonly nativeType: string;
  readonly nativeStatus: string;
  readonly known: boolean;
  readonly notes: readonly string[];
  readonly told: Readonly<Record<string, string | null>>;
}

function observation(of: Told): Observation {
  const { record, client } = of;
  const { feed_id: feedId, feed_item_id: itemId } = record.item;
  const target = targetOfItem(record);
  const participant = target.correlation.participant_id ?? client?.participant_id ?? null;
  return {
    native: {
      type: of.type,
      source: "feed_server",
      dedupeKey: JSON.stringify([feedId, itemId, record.revision, ...of.key]),
      evidenceKey: of.evidenceKey,
      occurredAt: of.at,
      nativeType: of.nativeType,
      nativeStatus: of.nativeStatus,
      refs: [],
      observation: {
        source_type: "feed_server",
        source_confidence: "medium",
        notes: [...of.notes],
      },
      endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
      actor: {
        actor_ref: client?.id ?? null,
        actor_type: of.known ? "system" : "unknown",
        identity_strength: client === null ? "none" : "medium",
        authority_strength: "none",
        authenticated: client !== null,
      },
      data: {
        ...of.told,
        feed_item_id: itemId,
        client: client?.id ?? null,
        known_participant_id: client?.participant_id ?? null,
      },
      metadata: {
        ...of.told,
        known_participant_id: client?.participant_id ?? null,
        observed_per: "hour",
      },
    },
    targets: [{ ...target, correlation: { ...target.correlation, participant_id: participant } }],
  };
}
