// RssAdapterSpecification §23: how a feed does, from its own events.
import type { AdapterEvent } from "@underclaim/contract";
import { z } from "zod";

const Instant = z.iso.datetime({ offset: true }).nullable();

export const RssChannelHealth = z
  .strictObject({
    feed_id: z.string(),
    status: z.enum(["healthy", "degraded", "failing", "unknown"]),
    feed_url: z.string(),
    last_successful_publish_at: Instant,
    last_successful_validation_at: Instant,
    last_fetch_observed_at: Instant,
    validation_status: z.enum(["valid", "invalid", "unknown"]),
    availability_status: z.enum(["available", "unavailable", "degraded", "unknown"]),
    hub_status: z.enum(["healthy", "degraded", "unavailable", "not_configured", "unknown"]),
    known_degradations: z.array(z.string()),
  })
  .meta({ id: "RssChannelHealth", description: "How a feed does (RssAdapterSpecification §23)." });
export type RssChannelHealth = z.infer<typeof RssChannelHealth>;

type Event = Pick<AdapterEvent, "adapter_event_type" | "occurred_at" | "received_at">;

export interface HealthFacts {
  readonly feed: {
    readonly feed_id: string;
    readonly feed_url: string;
    readonly hub_links: readonly string[];
  };
  /** Of the feed, in order of arrival. */
  readonly events: readonly Event[];
  /** What its readers get now: the feed as it stands, an older edition, or nothing. */
  readonly serving: "current" | "older" | "nothing";
  /** What aggregators claim of its audience is not kept whole. */
  readonly claimsDropped: boolean;
}

const HUB: readonly (readonly [RegExp, RssChannelHealth["hub_status"]])[] = [
  [/^hub\.notified$/, "healthy"],
  [/^hub\.delayed$/, "degraded"],
  [/^hub\.(?:unreachable|rejected)$/, "unavailable"],
];

export function channelHealth({
  feed,
  events,
  serving,
  claimsDropped,
}: HealthFacts): RssChannelHealth {
  const last = (wanted: RegExp): Event | undefined =>
    events.findLast(({ adapter_event_type: type }) => wanted.test(type));
  const when = (event: Event | undefined): string | null =>
    event === undefined ? null : (event.occurred_at ?? event.received_at);
  const verdict = last(/^feed\.(?:valid|invalid|published)$/)?.adapter_event_type;
  const hub = last(/^hub\.(?:notified|delayed|unreachable|rejected)$/)?.adapter_event_type;
  const hubStatus =
    hub === undefined
      ? feed.hub_links.length === 0
        ? "not_configured"
        : "unknown"
      : (HUB.find(([type]) => type.test(hub))?.[1] ?? "unknown");
  const valid =
    verdict === undefined ? "unknown" : verdict === "feed.invalid" ? "invalid" : "valid";
  const available =
    serving === "nothing"
      ? valid === "unknown"
        ? "unknown"
        : "unavailable"
      : serving === "older"
        ? "degraded"
        : "available";
  const degradations = [
    ...(valid === "invalid" ? ["feed_invalid"] : []),
    ...(serving === "older" ? ["older_edition_served"] : []),
    ...(last(/^feed\.degraded$/) === undefined ? [] : ["fetches_recorded_late"]),
    ...(hubStatus === "degraded" || hubStatus === "unavailable" ? [`hub_${hubStatus}`] : []),
  ];
  return {
    feed_id: feed.feed_id,
    status:
      available === "unavailable"
        ? "failing"
        : available === "unknown"
          ? "unknown"
          : degradations.length > 0
            ? "degraded"
            : "healthy",
    feed_url: feed.feed_url,
    last_successful_publish_at: when(
      last(/^item\.(?:published|updated|reordered|removed|expired)$/),
    ),
    last_successful_validation_at: when(last(/^feed\.(?:valid|published)$/)),
    last_fetch_observed_at: when(last(/^(?:feed|item|payload)\.(?:fetched|retrieved)\./)),
    validation_status: valid,
    availability_status: available,
    hub_status: hubStatus,
    // Anybody can bring that about: it does not make the feed a bad one.
    known_degradations: [...degradations, ...(claimsDropped ? ["subscriber_claims_dropped"] : [])],
  };
}
