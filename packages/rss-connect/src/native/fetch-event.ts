// An observed fetch in the form of RssAdapterSpecification §19.
import type { AdapterEvent } from "@underclaim/contract";
import type { FeedFetchEvent } from "../model/feed-consumer.ts";
import { ConsumerClassification, FETCH_CLASSIFICATION } from "./consumers/classification.ts";

const FETCH = /^(?:(?:feed|item)\.(?:fetched\.\w+|revalidated)|payload\.retrieved\.\w+)$/;

/** Empty: it is no fetch. Addresses and user agents are not kept (§25), so none are told. */
export function fetchEvent(
  event: Pick<
    AdapterEvent,
    "adapter_event_type" | "event_id" | "occurred_at" | "received_at" | "native_status" | "metadata"
  >,
  feedId: string,
  path: string,
): FeedFetchEvent[] {
  if (!FETCH.test(event.adapter_event_type)) return [];
  const told = event.metadata ?? {};
  const named = ConsumerClassification.safeParse(
    told["classification"] ?? told["consumer_classification"],
  );
  const classification = named.success ? named.data : "unknown";
  const revalidated = event.adapter_event_type.endsWith(".revalidated");
  const status = Number(event.native_status);
  const confidence = told["classification_confidence"];
  return [
    {
      fetch_event_id: event.event_id,
      feed_id: feedId,
      feed_item_id: typeof told["feed_item_id"] === "string" ? told["feed_item_id"] : null,
      occurred_at: event.occurred_at ?? event.received_at,
      request_url: path,
      ip_address: null,
      user_agent: null,
      http_method: null,
      status_code: Number.isInteger(status) ? status : null,
      cache_status: revalidated ? "revalidated" : "unknown",
      conditional_request:
        typeof told["conditional_request"] === "boolean" ? told["conditional_request"] : null,
      consumer_classification: FETCH_CLASSIFICATION[classification],
      participant_id:
        typeof told["known_participant_id"] === "string" ? told["known_participant_id"] : null,
      confidence: confidence === "high" || confidence === "medium" ? confidence : "low",
    },
  ];
}
