import { expect, it } from "vitest";
import { assessFeedEndpoint } from "../../src/evidence/endpoint-quality.ts";
import { native } from "./natives.ts";

it("of a feed nothing was seen of yet, nothing is said", () => {
  expect(assessFeedEndpoint([native("item.published", 0)])).toMatchObject({
    validity: "unknown",
    reachability: "unknown",
    confidence: "low",
    last_success_at: "2026-01-01T12:00:00.000Z",
    adapter_specific: {
      rss: { feed_valid: null, last_fetch_observed: null, cache_status: "unknown" },
    },
  });
});

it("a valid feed that is fetched and checked is reachable", () => {
  expect(
    assessFeedEndpoint([
      native("feed.valid", 0),
      native("feed.fetched.feed_reader", 1),
      native("feed.revalidated", 2),
    ]),
  ).toMatchObject({
    validity: "valid",
    reachability: "reachable",
    verification_state: "recently_successful",
    quality_signals: ["feed_valid", "last_fetch_observed", "cache_validation_observed"],
    adapter_specific: {
      rss: {
        feed_valid: true,
        last_fetch_observed: "2026-01-01T12:01:00.000Z",
        cache_status: "revalidated",
      },
    },
  });
});

it.each([
  ["since", 1, "invalid"],
  ["at the same time", 0, "invalid"],
  ["before", -1, "valid"],
])("a feed that was found invalid %s it was valid", (_when, minute, validity) => {
  expect(
    assessFeedEndpoint([native("feed.valid", 0), native("feed.invalid", minute)]),
  ).toMatchObject({ validity });
});
