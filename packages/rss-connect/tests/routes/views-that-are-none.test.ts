import { expect, it } from "vitest";
import { content, FEED_URL, publish } from "../support/requests.ts";
import { testService } from "../support/service.ts";

const feed = { feed_id: "example", feed_url: FEED_URL, title: "Example" };

it("a category that no document can name is none, in every format", async () => {
  const test = await testService({ configuration: { feeds: [feed] } });
  await test.act(publish());
  for (const name of ["%01", "a%00b", "%EF%BF%BE", "%1B%5B31m"])
    for (const file of ["rss.xml", "atom.xml", "feed.json"])
      expect((await test.feed(`/feeds/example/categories/${name}/${file}`)).status).toBe(404);
});

it("a format that the feed does not fit in is not there for now; its own is served", async () => {
  const test = await testService({ configuration: { feeds: [feed], max_feed_bytes: 2_560 } });
  await test.act(publish({ content: content({ body_text: "\\".repeat(1_400) }) }));
  const statuses = [];
  for (const file of ["rss.xml", "feed.json"])
    statuses.push((await test.feed(`/feeds/example/${file}`)).status);
  expect(statuses).toEqual([200, 503]);
  expect((await test.events()).map(({ event_type: type }) => type)).not.toContain(
    "system.provider.unavailable",
  );
});

it.each(["0", "01", "1e0", "0x1", "%201", "-1", "1.0", "9999999999"])(
  "a page or an archive has one address: %s is none",
  async (number) => {
    const test = await testService({ configuration: { feeds: [feed] } });
    for (const part of ["pages", "archives"])
      expect((await test.feed(`/feeds/example/${part}/${number}/rss.xml`)).status).toBe(400);
  },
);
