// Who asks for a feed, an item or an enclosure, and whether the feed's policy lets them.
import type { Clock } from "@underclaim/runtime";
import type { FastifyRequest } from "fastify";
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import type { ConsumerFacts } from "../native/consumers/classify.ts";
import type { FeedRecord } from "../publication/feed-record.ts";
import type { Library } from "../publication/library.ts";
import type { FetchObserver } from "../publication/observer.ts";
import type { KnownConsumer, KnownConsumers } from "./known-consumers.ts";

export interface Serving {
  readonly library: Library;
  readonly observer: FetchObserver;
  readonly consumers: KnownConsumers;
  /** Whose feeds stand under the path that names no tenant. */
  readonly home: string;
  readonly tenants: readonly string[];
  readonly clock: Clock;
  readonly classify: (facts: ConsumerFacts) => ClassifiedConsumer;
}

export interface Reader {
  /** Null: nobody in particular. */
  readonly client: KnownConsumer | null;
}

export const NOBODY: Reader = { client: null };

export async function admitReader(
  { consumers }: Pick<Serving, "consumers">,
  tenant: string,
  { policy, feed }: FeedRecord,
  { headers }: FastifyRequest,
): Promise<Reader | "refused"> {
  if (headers.authorization === undefined)
    return policy.require_authentication ? "refused" : NOBODY;
  const client = await consumers.authenticate(tenant, feed.feed_id, headers.authorization);
  return policy.require_authentication && client === null ? "refused" : { client };
}

export const consumerOf = (
  { classify }: Pick<Serving, "classify">,
  { headers }: Pick<FastifyRequest, "headers">,
  { client }: Reader,
): ClassifiedConsumer =>
  classify({
    userAgent: headers["user-agent"] ?? null,
    from: headers.from ?? null,
    referer: headers.referer ?? null,
    authenticatedClient: client === null ? null : { kind: client.kind },
  });

export const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value;
