import type { GoldenTest, Played } from "@underclaim/contract/golden";
import fc from "fast-check";

/** What can happen to a feed. `item` counts publications and wraps around; the engine also names items that are gone. */
export type Happening =
  | { readonly what: "publish"; readonly subject: string }
  | { readonly what: "update"; readonly item: number; readonly subject: string }
  | { readonly what: "remove"; readonly item: number }
  | { readonly what: "fetch"; readonly by: string; readonly method: "GET" | "HEAD" }
  | { readonly what: "advance"; readonly by: string }
  | { readonly what: "restart" };

const subject = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 0, maxLength: 40 }),
  fc.constantFrom(
    "Closed",
    "]]>",
    "a & b < c",
    "Tab\there",
    "Bell\u0007",
    "\ud800",
    "x".repeat(900),
  ),
);
const item = fc.nat({ max: 5 });
const clients = [
  "",
  "curl/8.5.0",
  "newsboat/2.21.0 (Linux x86_64)",
  "Twitterbot/1.0",
  "Feedly/1.0",
];

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant("publish" as const), subject }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("update" as const), item, subject }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("remove" as const), item }) },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant("fetch" as const),
      by: fc.constantFrom(...clients),
      method: fc.constantFrom("GET" as const, "HEAD" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant("advance" as const),
      by: fc.constantFrom("PT1S", "PT20M", "PT3H"),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: "restart" as const }) },
);

/** A history begins with a publication, so that there is something to be about. */
export const histories: fc.Arbitrary<Happening[]> = fc
  .tuple(subject, fc.array(happening, { maxLength: 12 }))
  .map(([first, rest]) => [{ what: "publish", subject: first }, ...rest]);

const ENDPOINT = { endpoint_type: "rss_feed", value: "https://example.com/feed.xml" };
const guidOf = (nth: number): string => `tag:example.com,2026:item-${nth}`;

/** The history as a golden without expectations: what the laws are checked on. */
export function goldenOf(
  history: readonly Happening[],
  configuration: Record<string, unknown> = {},
): GoldenTest {
  let published = 0;
  const steps = history.map((each): GoldenTest["steps"][number] => {
    switch (each.what) {
      case "publish":
        published += 1;
        return {
          action: {
            action_type: "feed.publish_item",
            target_endpoint: ENDPOINT,
            parameters: { guid: guidOf(published) },
            content: { subject: each.subject, body_text: "A notice." },
          },
        };
      case "update":
        return {
          action: {
            action_type: "feed.update_item",
            target_endpoint: ENDPOINT,
            parameters: { guid: guidOf((each.item % published) + 1) },
            content: { subject: each.subject, body_text: "A changed notice." },
          },
        };
      case "remove":
        return {
          action: {
            action_type: "feed.remove_item",
            target_endpoint: ENDPOINT,
            parameters: { guid: guidOf((each.item % published) + 1) },
          },
        };
      case "fetch":
        return {
          request: {
            method: each.method,
            path: "/feeds/news/rss.xml",
            headers: { "user-agent": each.by },
          },
        };
      case "advance":
        return { advance: each.by };
      case "restart":
        return { restart: true };
    }
  });
  return {
    test_id: "history",
    adapter_id: "rss-connect.default",
    scenario: "A random history.",
    clause: { document: "RssAdapterSpecification", section: "26" },
    provenance: "random",
    given: {
      configuration: {
        feeds: [{ feed_id: "news", feed_url: ENDPOINT.value, title: "News" }],
        ...configuration,
      },
    },
    steps,
  };
}

/** The GUIDs that stand in the feed after the history, by what the actions were answered. */
export function activeGuids({ actions }: Played): Set<string> {
  const active = new Set<string>();
  for (const { request, answer } of actions.values()) {
    if (answer.status !== 202) continue;
    const { guid } = request["parameters"] as { guid: string };
    if (request["action_type"] === "feed.publish_item") active.add(guid);
    if (request["action_type"] === "feed.remove_item") active.delete(guid);
  }
  return active;
}
