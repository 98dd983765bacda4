// What is known of a feed as an endpoint (AdapterInterfaceSpecification §9.10; rss: feed_valid, last_fetch_observed, cache_status).
import { timestamp, type AssessEndpoint, type StoredNative } from "@underclaim/runtime";
import type { RssNativeType } from "../native/types.ts";
import { newest } from "./newest.ts";
import { FETCHES } from "./readings.ts";

type Native = StoredNative<RssNativeType>;
const time = (native: Native): number => native.occurred_at ?? native.received_at;

export const assessFeedEndpoint: AssessEndpoint<RssNativeType> = (natives) => {
  const last = (wanted: (type: RssNativeType) => boolean): Native | null =>
    newest(natives.filter(({ type }) => wanted(type))) ?? null;
  const valid = last((type) => type === "feed.valid" || type === "feed.published");
  const invalid = last((type) => type === "feed.invalid");
  const fetch = last((type) => FETCHES.has(type));
  const check = last((type) => type === "feed.revalidated" || type === "item.revalidated");
  const written = last(
    (type) =>
      type === "item.published" ||
      type === "item.updated" ||
      type === "item.reordered" ||
      type === "item.removed" ||
      type === "item.expired",
  );
  const broken = invalid !== null && (valid === null || time(invalid) >= time(valid));
  const feedValid = broken ? false : valid === null ? null : true;
  return {
    validity: broken ? "invalid" : valid === null ? "unknown" : "valid",
    reachability: fetch === null && check === null ? "unknown" : "reachable",
    verification_state: broken ? "failed" : fetch === null ? "unverified" : "recently_successful",
    suppression_state: "active",
    last_success_at: written === null ? null : timestamp(time(written)),
    last_failure_at: invalid === null ? null : timestamp(time(invalid)),
    quality_signals: [
      ...(feedValid === null ? [] : [feedValid ? "feed_valid" : "feed_invalid"]),
      ...(fetch === null ? [] : ["last_fetch_observed"]),
      ...(check === null ? [] : ["cache_validation_observed"]),
    ],
    confidence: valid === null && invalid === null ? "low" : "medium",
    adapter_specific: {
      rss: {
        feed_valid: feedValid,
        last_fetch_observed: fetch === null ? null : timestamp(time(fetch)),
        cache_status: check === null ? "unknown" : "revalidated",
      },
    },
  };
};
