// RFC 9110 §8.8.2: Last-Modified is of the document that is served, and not of what its items say of themselves.
import { describe, expect, it } from "vitest";
import { content, publish, remove, update } from "../support/requests.ts";
import { EXAMPLE_FEED, itemOf, testService, type TestService } from "../support/service.ts";

const LONG_AGO = "2025-06-01T00:00:00Z";
const TOKEN = "participant-token-0123456789";
const AS_ERP = { authorization: `Bearer ${TOKEN}` };

const FEEDS = {
  feeds: [{ ...EXAMPLE_FEED }],
  public_url: "https://feeds.example.com",
};
const PRIVATE = {
  feeds: [{ ...EXAMPLE_FEED, visibility: "private", per_participant: true }],
  consumers: [{ id: "erp", kind: "participant_system", participant_id: "p1", token: TOKEN }],
};

const news = content({ subject: "Old news" });
const inThePast = {
  "an item dated in the past is published": (test: TestService) =>
    test.act(
      publish({ content: news, parameters: { published_at: LONG_AGO, categories: ["news"] } }),
    ),
  "an item is updated with a date in the past": (test: TestService, item: string) =>
    test.act(update({ feed_item_id: item, updated_at: "2026-01-01T12:00:01Z" })),
  "an item is removed": (test: TestService, item: string) =>
    test.act(remove({ feed_item_id: item })),
} as const;

const DOCUMENTS = ["rss.xml", "atom.xml", "feed.json", "categories/news/rss.xml"] as const;

async function since(test: TestService, path: string, headers: Record<string, string> = {}) {
  const { headers: got } = await test.feed(path, headers);
  return { ...headers, "if-modified-since": got["last-modified"] ?? "" };
}

describe("a reader that asks with If-Modified-Since alone", () => {
  for (const document of DOCUMENTS) {
    const path = `/feeds/example/${document}`;
    it.each(Object.entries(inThePast))(`gets ${document} anew after %s`, async (_what, act) => {
      const test = await testService({ configuration: FEEDS });
      const item = itemOf(await test.act(publish({ parameters: { categories: ["news"] } })));
      await test.feed(path);
      await test.clock.advance(5_000);
      const asks = await since(test, path);
      expect((await test.feed(path, asks)).status).toBe(304);
      expect((await act(test, item)).status).toBe(202);
      expect((await test.feed(path, asks)).status).toBe(200);
      await test.clock.advance(5_000);
      expect((await test.feed(path, asks)).status).toBe(200);
      expect((await test.feed(path, await since(test, path))).status).toBe(304);
    });
  }

  it("gets what another reader's change within the same second left", async () => {
    const test = await testService({ configuration: FEEDS });
    await test.act(publish());
    const path = "/feeds/example/rss.xml";
    await test.feed(path);
    await test.clock.advance(10_300);
    await test.act(publish());
    const between = await test.feed(path);
    expect(between.headers).not.toHaveProperty("last-modified");
    const date = new Date(test.clock.now()).toUTCString();
    await test.act(publish());
    await test.clock.advance(60_000);
    expect((await test.feed(path, { "if-modified-since": date })).status).toBe(200);
  });

  it("gets what was published after the clock was set back, however it was told the date before", async () => {
    const test = await testService({ configuration: FEEDS });
    await test.act(publish());
    const path = "/feeds/example/rss.xml";
    await test.feed(path);
    await test.clock.advance(2_000);
    // Of a feed that is rendered already.
    const asks = await since(test, path);
    await test.clock.advance(-1_900);
    await test.act(publish());
    await test.feed(path);
    await test.clock.advance(5_000);
    expect((await test.feed(path, asks)).status).toBe(200);
  });

  it("gets what was published before a restart and asked for by nobody", async () => {
    const test = await testService({ configuration: FEEDS });
    await test.act(publish());
    const path = "/feeds/example/rss.xml";
    await test.feed(path);
    await test.clock.advance(5_000);
    const asks = await since(test, path);
    await test.act(publish({ parameters: { published_at: LONG_AGO } }));
    const restarted = await test.again();
    await restarted.clock.advance(5_000);
    expect((await restarted.feed(path, asks)).status).toBe(200);
  });

  for (const document of [...DOCUMENTS, "pages/2/atom.xml"] as const) {
    it(`is told the same date of ${document} after restarts that changed nothing`, async () => {
      const feed = { ...EXAMPLE_FEED, history: "paged", page_size: 1 };
      let test = await testService({ configuration: { ...FEEDS, feeds: [feed] } });
      for (const _ of [1, 2])
        await test.act(publish({ parameters: { published_at: LONG_AGO, categories: ["news"] } }));
      const path = `/feeds/example/${document}`;
      const first = await test.feed(path);
      expect(first.status).toBe(200);
      await test.clock.advance(5_000);
      const asks = await since(test, path);
      expect(asks["if-modified-since"]).toBe("Thu, 01 Jan 2026 12:00:01 GMT");
      for (const _ of [1, 2]) {
        test = await test.again();
        await test.clock.advance(5_000);
        expect(await since(test, path)).toEqual(asks);
        expect((await test.feed(path, asks)).status).toBe(304);
      }
    });
  }

  it("is told the same date of its own document after a restart, and a new one when its own item came", async () => {
    const test = await testService({ configuration: PRIVATE });
    const path = "/feeds/example/atom.xml";
    await test.act(publish({ participant_id: "p1" }));
    await test.feed(path, AS_ERP);
    await test.clock.advance(5_000);
    const asks = await since(test, path, AS_ERP);
    const again = await test.again();
    await again.clock.advance(5_000);
    expect((await again.feed(path, asks)).status).toBe(304);
    await again.act(publish({ participant_id: "p1", parameters: { published_at: LONG_AGO } }));
    expect((await again.feed(path, asks)).status).toBe(200);
  });

  it("gets a category that was emptied, and filled as it was, after a restart in between", async () => {
    // JSON Feed says no date of its own: its bytes can be again what they were.
    const path = "/feeds/example/categories/news/feed.json";
    const test = await testService({ configuration: FEEDS });
    await test.act(publish({ parameters: { published_at: LONG_AGO, categories: ["news"] } }));
    const full = await test.feed(path);
    const item = itemOf(
      await test.act(publish({ parameters: { published_at: LONG_AGO, categories: ["news"] } })),
    );
    await test.feed(path);
    await test.clock.advance(5_000);
    const asks = await since(test, path);
    await test.act(remove({ feed_item_id: item }));
    const again = await test.again();
    const back = await again.feed(path);
    expect(back.headers["etag"]).toBe(full.headers["etag"]);
    await again.clock.advance(5_000);
    expect((await again.feed(path, asks)).status).toBe(200);
  });

  it("gets a private feed anew when its own item came, and 304 when another participant's did", async () => {
    const test = await testService({ configuration: PRIVATE });
    await test.act(publish({ participant_id: "p1" }));
    const path = "/feeds/example/rss.xml";
    await test.feed(path, AS_ERP);
    await test.clock.advance(5_000);
    const asks = await since(test, path, AS_ERP);
    await test.act(publish({ participant_id: "p2", parameters: { published_at: LONG_AGO } }));
    await test.clock.advance(5_000);
    expect((await test.feed(path, asks)).status).toBe(304);
    await test.act(publish({ participant_id: "p1", parameters: { published_at: LONG_AGO } }));
    await test.clock.advance(5_000);
    expect((await test.feed(path, asks)).status).toBe(200);
  });

  it("is given no date by an item's page, whose version may say any", async () => {
    const test = await testService({ configuration: FEEDS });
    const item = itemOf(await test.act(publish({ parameters: { published_at: LONG_AGO } })));
    await test.clock.advance(5_000);
    const path = `/feeds/example/items/${item}`;
    const page = await test.feed(path);
    expect(page.headers).not.toHaveProperty("last-modified");
    const asks = { "if-modified-since": new Date(test.clock.now()).toUTCString() };
    await test.act(update({ feed_item_id: item, updated_at: "2025-06-02T00:00:00Z" }));
    expect((await test.feed(path, asks)).status).toBe(200);
    expect((await test.feed(path, { "if-none-match": page.headers["etag"] ?? "" })).status).toBe(
      200,
    );
  });
});
