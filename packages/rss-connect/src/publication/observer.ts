// Fetches as observations (RssAdapterSpecification §19): gathered in bounded memory, written each second.
import type {
  AdapterRuntime,
  Clock,
  Instant,
  NativeDraft,
  Observation,
  Target,
  TenantId,
} from "@underclaim/runtime";
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import { FETCH_TYPES, type RssNativeType } from "../native/types.ts";
import { feedTarget } from "./feed-target.ts";
import { degraded } from "./trouble.ts";
import type { Edition } from "./edition.ts";

export interface Fetch {
  readonly tenant: TenantId;
  readonly edition: Edition;
  readonly consumer: ClassifiedConsumer;
  /** The registered client, where one authenticated. */
  readonly client: { readonly id: string; readonly participant_id: string | null } | null;
  readonly status: 200 | 304;
  /** Headers only, or 304: content was not sent. */
  readonly revalidated: boolean;
  /** Whether the request asked conditionally. */
  readonly conditional: boolean;
  readonly at: Instant;
}

export interface FetchObserver {
  note(fetch: Fetch): void;
  /** Any other observation; one that is equal to what was gathered is dropped. */
  gather(tenant: TenantId, observation: Observation): void;
  /** Writes what was gathered. */
  flush(): Promise<void>;
}

export interface ObserverOptions {
  readonly clock: Clock;
  readonly observe: AdapterRuntime["observe"];
  readonly onError: (error: unknown) => void;
}

const FLUSH_EVERY_MS = 1_000;
const HOUR_MS = 3_600_000;
/** With this many different observations the buffer is written at once; while that lasts, no more than these are kept. */
export const MOST_GATHERED = 4_096;

/**
 * Anonymous clients are told apart by kind only: one observation per edition, kind and hour, never one per poll. A
 * registered client is one by itself.
 */
export function createFetchObserver({ clock, observe, onError }: ObserverOptions): FetchObserver {
  let gathered = new Map<string, { tenant: TenantId; observation: Observation }>();
  let cancel: (() => void) | null = null;
  let writing: Promise<void> | null = null;
  let dropped = 0;
  /** What was gathered of an edition: it is written, or waits to be. */
  let noted = new WeakMap<Edition, Noted>();
  /** Feeds of which observations could not be written when it was their turn. */
  const troubled = new Map<string, { tenant: TenantId; feedId: string }>();

  const wake = (): void => {
    cancel ??= clock.wakeAt(clock.now() + FLUSH_EVERY_MS, () => void flush());
  };
  const keep = (tenant: TenantId, observation: Observation): void => {
    const key = keyOf(tenant, observation);
    if (gathered.size < MOST_GATHERED || gathered.has(key))
      gathered.set(key, { tenant, observation });
    else {
      dropped += 1;
      // What is lost may come again.
      noted = new WeakMap();
    }
  };

  const write = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    const batch = gathered;
    gathered = new Map();
    const failed = new Map<string, { tenant: TenantId; feedId: string }>();
    for (const { tenant, observation } of batch.values()) {
      const feedId = observation.native.endpoint?.endpoint_id ?? "";
      const trouble = JSON.stringify([tenant, feedId]);
      await observe(tenant, [observation]).catch((error: unknown) => {
        onError(error);
        // The store was unavailable: kept for the next second, as long as there is room.
        keep(tenant, observation);
        if (feedId !== "") failed.set(trouble, { tenant, feedId });
      });
    }
    // What was gathered has been written again; that it was not for a while is told, too.
    for (const [name, { tenant, feedId }] of troubled) {
      if (failed.has(name)) continue;
      troubled.delete(name);
      keep(tenant, degraded(feedId, clock.now()));
    }
    for (const [name, which] of failed) troubled.set(name, which);
    if (dropped > 0)
      onError(new Error(`${dropped} fetch observations found no room and are lost.`));
    dropped = 0;
  };
  /** One batch at a time is with the store. What was gathered before the call is written when it resolves, or kept. */
  const flush = async (): Promise<void> => {
    while (writing !== null) await writing;
    writing = write().finally(() => {
      writing = null;
      if (gathered.size > 0) wake();
    });
    await writing;
  };

  const gather = (tenant: TenantId, observation: Observation): void => {
    if (!gathered.has(keyOf(tenant, observation))) keep(tenant, observation);
    if (writing !== null) return;
    if (gathered.size >= MOST_GATHERED) void flush();
    else wake();
  };

  return {
    flush,
    gather,
    note(fetch) {
      // Most fetches are like one before: nothing is made of them.
      const hour = Math.floor(fetch.at / HOUR_MS);
      let known = noted.get(fetch.edition);
      if (known === undefined || known.hour !== hour) {
        known = { tenant: fetch.tenant, hour, anonymous: new Map(), clients: new Set() };
        noted.set(fetch.edition, known);
      }
      if (!isNew(known, fetch)) return;
      for (const observation of observationsOf(fetch)) gather(fetch.tenant, observation);
    },
  };
}

/** What was seen of an edition within an hour. */
interface Noted {
  readonly tenant: TenantId;
  readonly hour: number;
  /** Of each kind of client a bit for each of the answers that tell two fetches apart. */
  readonly anonymous: Map<string, number>;
  readonly clients: Set<string>;
}

function isNew({ tenant, anonymous, clients }: Noted, fetch: Fetch): boolean {
  const { client, consumer, status, revalidated } = fetch;
  const { classification } = consumer;
  const bit = 1 << ((status === 304 ? 1 : 0) + (revalidated ? 2 : 0));
  if (client === null && fetch.tenant === tenant) {
    const seen = anonymous.get(classification) ?? 0;
    if ((seen & bit) !== 0) return false;
    anonymous.set(classification, seen | bit);
    return true;
  }
  const like = `${fetch.tenant} ${bit} ${classification} ${client?.id ?? ""}`;
  if (clients.has(like)) return false;
  if (clients.size >= MOST_GATHERED) clients.clear();
  clients.add(like);
  return true;
}

const keyOf = (tenant: TenantId, { native }: Observation): string =>
  JSON.stringify([tenant, native.dedupeKey]);

/**
 * A participant's system is evidence about items for that participant or for nobody in particular. To an item for
 * somebody else its fetch is that of a client unknown.
 */
function observationsOf(fetch: Fetch): Observation[] {
  const { edition, client, consumer } = fetch;
  if (client === null || consumer.classification !== "known_participant_system")
    return [observationOf(fetch)];
  const foreign = edition.targets.filter(
    ({ correlation: { participant_id: whose } }) => whose && whose !== client.participant_id,
  );
  if (foreign.length === 0) return [observationOf(fetch)];
  const own = edition.targets.filter((target) => !foreign.includes(target));
  const unknown: ClassifiedConsumer = {
    classification: "unknown",
    confidence: "low",
    basis: ["system_of_another_participant"],
    product: null,
    claimed_subscribers: null,
  };
  return [
    ...(own.length > 0 ? [observationOf({ ...fetch, edition: { ...edition, targets: own } })] : []),
    observationOf(
      { ...fetch, client: null, consumer: unknown, edition: { ...edition, targets: foreign } },
      client.id,
    ),
  ];
}

/** `behind`: the client that is not named, so that its fetch is not taken for the same as that of another. */
function observationOf(
  { edition, consumer, client, status, revalidated, conditional, at }: Fetch,
  behind = "",
): Observation {
  const { classification } = consumer;
  const feedId = edition.record.feed.feed_id;
  const hour = new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString();
  const who = client === null ? classification : `${classification}:${client.id}`;
  const what = revalidated ? "revalidated" : "fetched";
  const type: RssNativeType = revalidated ? "feed.revalidated" : FETCH_TYPES[classification];
  const native: NativeDraft<RssNativeType> = {
    type,
    source: "feed_server",
    dedupeKey: JSON.stringify([
      feedId,
      edition.rendered.representations.identity.etag,
      what,
      status,
      who,
      hour,
      ...(behind === "" ? [] : [behind]),
    ]),
    evidenceKey: `${what}:${who}:${hour}`,
    occurredAt: at,
    nativeType: revalidated ? "cache_validation" : "feed_fetch",
    nativeStatus: String(status),
    refs: [],
    observation: {
      source_type: "feed_server",
      source_confidence: "medium",
      notes: [...consumer.basis],
    },
    endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
    actor: {
      actor_ref: client?.id ?? null,
      actor_type: classification === "unknown" ? "unknown" : "system",
      identity_strength: client === null ? "none" : "medium",
      authority_strength: "none",
      authenticated: client !== null,
    },
    data: {
      classification,
      classification_confidence: consumer.confidence,
      revalidated,
      conditional_request: conditional,
      client: client?.id ?? null,
      known_participant_id: client?.participant_id ?? null,
      as_of: edition.asOf,
    },
    metadata: {
      consumer_classification: classification,
      classification_confidence: consumer.confidence,
      conditional_request: conditional,
      cache_status: revalidated ? "revalidated" : "unknown",
      product: consumer.product,
      known_participant_id: client?.participant_id ?? null,
      claimed_subscribers:
        consumer.claimed_subscribers === null ? null : { ...consumer.claimed_subscribers },
      observed_per: "hour",
    },
  };
  // An empty feed was fetched all the same: that is said of the feed.
  const about = edition.targets.length > 0 ? edition.targets : [feedTarget(feedId)];
  return {
    native,
    targets: about.map((target) => withParticipant(target, client?.participant_id ?? null)),
  };
}

/** A broadcast item names no participant; the registered client's is known then. It is their system, not they. */
function withParticipant(target: Target, participant: string | null): Target {
  if (participant === null || target.correlation.participant_id) return target;
  return { ...target, correlation: { ...target.correlation, participant_id: participant } };
}
