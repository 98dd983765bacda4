// Which feed an action is meant for: by the endpoint's id, or by the feed's public address.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { Read, Snapshot } from "@underclaim/runtime";
import type { ValidationProblem } from "../model/problem.ts";
import { redactUrl } from "../model/url.ts";
import { addressKey, feedKey, feedOf } from "../publication/documents.ts";
import type { FeedRecord } from "../publication/feed-record.ts";

/** One feed in every format: which of them the caller thinks of makes no difference. */
const ENDPOINT_TYPES: readonly string[] = ["rss_feed", "atom_feed"];

/** Reads for the target; asks for the feed itself once its id is known. */
export function feedReads(request: AdapterActionRequest, known: Snapshot | null): Read[] {
  const endpoint = request.target_endpoint;
  if (endpoint?.endpoint_id) return [{ doc: feedKey(endpoint.endpoint_id) }];
  if (!endpoint?.value) return [];
  const address = addressKey(endpoint.value);
  const feedId = known?.doc(address)?.text;
  return [{ doc: address }, ...(feedId === undefined ? [] : [{ doc: feedKey(feedId) }])];
}

export function feedIdOf(request: AdapterActionRequest, snapshot: Snapshot | null): string | null {
  const endpoint = request.target_endpoint;
  if (endpoint?.endpoint_id) return endpoint.endpoint_id;
  if (!endpoint?.value) return null;
  return snapshot?.doc(addressKey(endpoint.value))?.text ?? null;
}

export type TargetFeed =
  | { readonly ok: true; readonly record: FeedRecord; readonly version: number }
  | { readonly ok: false; readonly problem: ValidationProblem };

/** §12.1 "Missing feed URL": without a registered feed there is no publication surface. */
export function targetFeed(request: AdapterActionRequest, snapshot: Snapshot): TargetFeed {
  const endpoint = request.target_endpoint;
  const feedId = feedIdOf(request, snapshot);
  const doc = feedId === null ? null : snapshot.doc(feedKey(feedId));
  if (doc !== null) {
    if (!ENDPOINT_TYPES.includes(endpoint?.endpoint_type ?? "")) {
      return refused(
        "target_endpoint.endpoint_type",
        `The endpoint type ${endpoint?.endpoint_type} is not one this adapter publishes to.`,
        "Use rss_feed or atom_feed.",
      );
    }
    return { ok: true, record: feedOf(doc), version: doc.version };
  }
  if (!endpoint?.value && !endpoint?.endpoint_id) {
    return refused(
      "target_endpoint",
      "The request names no feed.",
      "Give target_endpoint with the address or the endpoint_id of a registered feed.",
    );
  }
  const named = endpoint.value ? redactUrl(endpoint.value) : "this endpoint_id";
  return refused(
    "target_endpoint",
    `No feed is registered for ${named}.`,
    "Register the feed (POST /feeds), or name one that is.",
  );
}

const refused = (field: string, message: string, remedy: string): TargetFeed => ({
  ok: false,
  problem: { rule: "feed_target", subclass: "fail.publish_failed", field, message, remedy },
});
