import { describe, expect, it } from "vitest";
import { publish } from "../support/requests.ts";
import { EXAMPLE_FEED, itemOf, testService } from "../support/service.ts";

const TOKEN = "participant-token-0123456789";
const AS_ERP = { authorization: `Bearer ${TOKEN}` };
const OTHER_URL = "https://example.com/other.xml";
const feeds = [
  { ...EXAMPLE_FEED, visibility: "private" },
  { feed_id: "other", feed_url: OTHER_URL, title: "Other", visibility: "private" },
  { feed_id: "open", feed_url: "https://example.com/open.xml", title: "Open" },
];
const consumer = { id: "erp", kind: "participant_system", participant_id: "p1", token: TOKEN };
const statuses = async (consumers: object[]) => {
  const test = await testService({ configuration: { feeds, consumers } });
  const ask = async (feed: string) => (await test.feed(`/feeds/${feed}/rss.xml`, AS_ERP)).status;
  return { test, statuses: [await ask("example"), await ask("other"), await ask("open")] };
};

describe("a configured consumer", () => {
  it("reads every feed of its tenant where nothing is said of feeds", async () => {
    expect((await statuses([consumer])).statuses).toEqual([200, 200, 200]);
  });

  it("reads the feeds that are named and is nobody in particular to others", async () => {
    const { test, statuses: got } = await statuses([{ ...consumer, feeds: ["example"] }]);
    expect(got).toEqual([200, 401, 200]);
    const item = itemOf(
      await test.act(
        publish({ target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "open" } }),
      ),
    );
    await test.feed("/feeds/open/rss.xml", AS_ERP);
    const [fetched] = (await test.events()).filter(
      (event) =>
        event.event_type === "feed.feed.fetched" && event.metadata?.["subject_ref"] === item,
    );
    expect(fetched).toMatchObject({ actor_context: { actor_ref: null, authenticated: false } });
  });

  it("reads no items or payloads of feeds that are not named", async () => {
    const test = await testService({
      configuration: {
        public_url: "https://feeds.example.com",
        feeds,
        consumers: [{ ...consumer, feeds: ["other"] }],
      },
    });
    const item = itemOf(await test.act(publish()));
    expect((await test.feed(`/feeds/example/items/${item}`, AS_ERP)).status).toBe(401);
  });
});
