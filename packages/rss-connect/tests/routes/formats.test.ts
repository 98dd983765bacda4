import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/model/formats.ts";
import { FEED_FORMATS } from "../../src/model/feed.ts";
import { FEED_URL, publish, remove, content } from "../support/requests.ts";
import { itemOf, testService, type TestService } from "../support/service.ts";

const PUBLIC = "https://feeds.example.com";
const feed = (over: object = {}) => ({
  public_url: PUBLIC,
  feeds: [{ feed_id: "example", feed_url: FEED_URL, title: "Example", ...over }],
});
const item = (test: TestService, subject: string, parameters: object = {}) =>
  test.act(publish({ content: content({ subject }), parameters: { ...parameters } }));
const json = async (test: TestService, path: string) => {
  const { status, body } = await test.feed(path);
  expect(status).toBe(200);
  return JSON.parse(body) as {
    feed_url?: string;
    next_url?: string;
    title: string;
    items: { id: string; title: string }[];
  };
};
const titles = async (test: TestService, path: string) =>
  (await json(test, path)).items.map(({ title }) => title);

describe("a feed", () => {
  it("is served in every format, each with its own type and validators", async () => {
    const test = await testService({ configuration: feed() });
    await item(test, "First");
    const etags = new Set<string | undefined>();
    for (const format of FEED_FORMATS) {
      const answer = await test.feed(`/feeds/example/${FORMATS[format].file}`);
      expect(answer).toMatchObject({
        status: 200,
        headers: { "content-type": FORMATS[format].contentType },
      });
      expect(FORMATS[format].check(answer.bytes)).toEqual([]);
      etags.add(answer.headers["etag"]);
      const again = await test.feed(`/feeds/example/${FORMATS[format].file}`, {
        "if-none-match": String(answer.headers["etag"]),
      });
      expect(again.status).toBe(304);
    }
    expect(etags.size).toBe(3);
  });

  it("links each document to itself: its own format to its public address, the others to this service's", async () => {
    const test = await testService({ configuration: feed({ feed_type: "atom" }) });
    expect((await test.feed("/feeds/example/atom.xml")).body).toContain(
      `rel="self" type="application/atom+xml" href="${FEED_URL}"`,
    );
    expect((await test.feed()).body).toContain(`href="${PUBLIC}/feeds/example/rss.xml" rel="self"`);
    expect((await json(test, "/feeds/example/feed.json")).feed_url).toBe(
      `${PUBLIC}/feeds/example/feed.json`,
    );
  });

  it("claims no address for its other formats where the service's own is not known", async () => {
    const test = await testService();
    expect((await test.feed("/feeds/example/atom.xml")).body).not.toContain('rel="self"');
    expect(await json(test, "/feeds/example/feed.json")).not.toHaveProperty("feed_url");
  });

  it("has a feed for each category, of the same items", async () => {
    const test = await testService({ configuration: feed() });
    await item(test, "Water", { categories: ["utilities", { term: "R&D" }] });
    await item(test, "Roads", { categories: ["roads"] });
    expect(await titles(test, "/feeds/example/categories/utilities/feed.json")).toEqual(["Water"]);
    expect(await titles(test, "/feeds/example/categories/R%26D/feed.json")).toEqual(["Water"]);
    expect(await titles(test, "/feeds/example/categories/none/feed.json")).toEqual([]);
    await test.feed("/feeds/example/categories/roads/atom.xml", { "user-agent": "curl/8.5.0" });
    const fetched = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.feed.fetched",
    );
    expect(fetched.filter(({ actor_context }) => actor_context)).not.toEqual([]);
  });

  it("shows in pages what a page has no room for (RFC 5005 §3), each with an address", async () => {
    const test = await testService({ configuration: feed({ history: "paged", page_size: 2 }) });
    for (const subject of ["1", "2", "3", "4", "5"]) {
      await item(test, subject);
      await test.clock.advance(1_000, async () => undefined);
    }
    const first = await json(test, "/feeds/example/feed.json");
    expect(first.items.map(({ title }) => title)).toEqual(["5", "4"]);
    expect(first.next_url).toBe(`${PUBLIC}/feeds/example/pages/2/feed.json`);
    expect(await titles(test, "/feeds/example/pages/2/feed.json")).toEqual(["3", "2"]);
    expect(await titles(test, "/feeds/example/pages/3/feed.json")).toEqual(["1"]);
    const last = await test.feed("/feeds/example/pages/3/atom.xml");
    expect(last.body).toContain(`rel="previous" href="${PUBLIC}/feeds/example/pages/2/atom.xml"`);
    expect(last.body).not.toContain('rel="next"');
    expect((await test.feed("/feeds/example/pages/4/feed.json")).status).toBe(404);
  });

  it("says so where it holds every item there is (RFC 5005 §2)", async () => {
    const test = await testService({ configuration: feed({ history: "complete" }) });
    expect((await test.feed()).body).toContain("<fh:complete");
    expect((await test.feed("/feeds/example/categories/a/rss.xml")).body).toContain("<fh:complete");
  });

  it("says in Atom that an item is gone (RFC 6721), until it stands again", async () => {
    const test = await testService({ configuration: feed() });
    const guid = "tag:example.com,2026:a";
    const first = itemOf(await item(test, "A", { guid }));
    await test.act(remove({ feed_item_id: first }));
    const { body, bytes } = await test.feed("/feeds/example/atom.xml");
    expect(body).toContain(
      `<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="${guid}"`,
    );
    expect(FORMATS.atom.check(bytes)).toEqual([]);
    await item(test, "A again", { guid });
    expect((await test.feed("/feeds/example/atom.xml")).body).not.toContain("deleted-entry");
  });
});

describe("what a registration asks for must be possible:", () => {
  it.each([
    [{ history: "paged" }, "history"],
    [{ history: "archived" }, "history"],
    [{ track_links: true }, "track_links"],
    [{ per_participant: true }, "per_participant"],
    [{ language: "not a language" }, "language"],
  ])("%o is refused with its field", async (setting, field) => {
    const test = await testService();
    const answer = await test.post("/feeds", {
      feed_url: "https://example.com/other.xml",
      title: "Other",
      ...setting,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.problems.map(({ path }) => path)).toContain(field);
  });
});

it("a stream's feed is as closed as the stream asks, unless the registration says otherwise", async () => {
  const test = await testService();
  const registered = await test.post<{ feed: { visibility: string } }>("/feeds", {
    feed_url: "https://example.com/machines.xml",
    title: "Machines",
    stream: "internal_machine_feed",
  });
  expect(registered.body.feed.visibility).toBe("internal");
});
