import { describe, expect, it, test } from "vitest";
import { content, FEED_URL, publish, remove, update } from "../support/requests.ts";
import { itemOf, testService, type TestService } from "../support/service.ts";

const PUBLIC = "https://feeds.example.com";
const configuration = (feed: object = {}) => ({
  public_url: PUBLIC,
  feeds: [{ feed_id: "example", feed_url: FEED_URL, title: "Example", ...feed }],
});
const link = (url: string) =>
  content({
    action_links: [{ link_id: "portal", purpose: "open_action_surface", url, tokenized: false }],
  });
const tokenOf = (answer: Awaited<ReturnType<TestService["act"]>>): string =>
  (answer.body.metadata?.["tracked_links"] as { token: string }[] | undefined)?.[0]?.token ?? "";
const types = async (test: TestService) =>
  (await test.events()).map(({ event_type }) => event_type);
const TRACKED = configuration({
  visibility: "private",
  track_links: true,
  policy: { require_authentication: false },
});

describe("an item's page", () => {
  it("shows the item and nothing that runs, while the item stands", async () => {
    const test = await testService({ configuration: configuration() });
    const item = itemOf(
      await test.act(
        publish({
          content: content({
            subject: "<script>x</script>",
            body_html: "<p onclick=x>Hi</p><script>y</script>",
          }),
        }),
      ),
    );
    const page = await test.feed(`/feeds/example/items/${item}`);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.body).toContain("&lt;script&gt;x&lt;/script&gt;");
    expect(page.body).not.toMatch(/<script|onclick/);
    expect(
      (
        await test.feed(`/feeds/example/items/${item}`, {
          "if-none-match": String(page.headers["etag"]),
        })
      ).status,
    ).toBe(304);
    const unchanged = await test.service.app.inject({
      method: "HEAD",
      url: `/feeds/example/items/${item}`,
      headers: { "if-none-match": String(page.headers["etag"]) },
    });
    expect([unchanged.statusCode, unchanged.headers["content-length"]]).toEqual([304, undefined]);
    await test.act(remove({ feed_item_id: item }));
    expect((await test.feed(`/feeds/example/items/${item}`)).status).toBe(404);
  });

  it("is the item's link where it has none, and only where the service knows its own address", async () => {
    const test = await testService({ configuration: configuration() });
    const item = itemOf(await test.act(publish()));
    expect((await test.feed()).body).toContain(
      `<link>${PUBLIC}/feeds/example/items/${item}</link>`,
    );
    const other = await testService();
    await other.act(publish());
    expect((await other.feed()).body).not.toContain("/items/");
  });

  it("of a private feed is for those who authenticate, and for a participant's own system where it is theirs", async () => {
    const test = await testService({
      configuration: {
        ...configuration({ visibility: "restricted" }),
        consumers: [
          {
            id: "theirs",
            kind: "participant_system",
            participant_id: "p2",
            token: "token-of-theirs",
          },
        ],
      },
    });
    const item = itemOf(await test.act(publish({ participant_id: "p1" })));
    expect((await test.feed(`/feeds/example/items/${item}`)).status).toBe(401);
    const headers = { authorization: "Bearer token-of-theirs" };
    expect((await test.feed(`/feeds/example/items/${item}`, headers)).status).toBe(200);
    const [fetched] = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.item.fetched",
    );
    // Another participant's system is nobody in particular.
    expect(fetched).toMatchObject({
      participant_id: "p1",
      actor_context: { authenticated: false, actor_ref: null },
      evidence_grade: { actor_certainty: "low" },
    });
  });
});

describe("a payload that an item carries", () => {
  const carrying = () =>
    publish({
      participant_id: "p1",
      policy_context: { payload_sensitivity: "public" },
      content: content({ inline_data: { monday: "9-12" } }),
    });

  it("stands in every format, follows updates, and goes with the item", async () => {
    const test = await testService({ configuration: configuration() });
    const item = itemOf(await test.act(carrying()));
    const path = `/feeds/example/items/${item}/payload.json`;
    expect((await test.feed()).body).toContain(PUBLIC + path);
    expect((await test.feed("/feeds/example/feed.json")).body).toContain(PUBLIC + path);
    await test.act(
      update(
        { feed_item_id: item },
        {
          policy_context: { payload_sensitivity: "public" },
          content: content({ inline_data: { monday: "10-12" } }),
        },
      ),
    );
    expect((await test.feed(path)).body).toBe('{"monday":"10-12"}');
    expect((await test.feed()).body.match(/payload\.json/g)).toHaveLength(1);
    await test.act(remove({ feed_item_id: item }));
    expect((await test.feed(path)).status).toBe(404);
  });

  it("is retrieved by who got it, and only checked by who asked for headers or was told 304", async () => {
    const test = await testService({ configuration: configuration() });
    const item = itemOf(await test.act(carrying()));
    const url = `/feeds/example/items/${item}/payload.json`;
    await test.service.app.inject({ method: "HEAD", url });
    expect(await types(test)).not.toContain("delivery.payload.retrieved");
    await test.feed(url);
    expect(await types(test)).toContain("delivery.payload.retrieved");
  });

  it("goes when its participant is erased", async () => {
    const test = await testService({ configuration: configuration() });
    const item = itemOf(await test.act(carrying()));
    await test.service.runtime.erase("default", "p1");
    expect((await test.feed(`/feeds/example/items/${item}/payload.json`)).status).toBe(404);
  });
});

test("whoever reads or follows may add parameters; whoever operates is told of a wrong one", async () => {
  const test = await testService({ configuration: TRACKED });
  const answer = await test.act(publish({ content: link("https://portal.example.com/a") }));
  const own = "utm_source=reader&fbclid=1";
  expect((await test.feed(`/feeds/example/rss.xml?${own}`)).status).toBe(200);
  expect((await test.feed(`/feeds/example/items/${itemOf(answer)}?${own}`)).status).toBe(200);
  expect((await test.feed(`/l/${tokenOf(answer)}?${own}`)).status).toBe(302);
  const wrong = await test.get<Record<string, unknown>>("/feeds/example/fetch-events?limt=5");
  expect(wrong).toMatchObject({ status: 400, body: { problems: [{ path: "limt" }] } });
});

describe("a tracked link", () => {
  it("leads to its target, is one for each address, and is told in no event and no log", async () => {
    const test = await testService({ configuration: TRACKED });
    const answer = await test.act(
      publish({ content: link("https://portal.example.com/a?b=1&c=2") }),
    );
    const token = tokenOf(answer);
    const followed = await test.feed(`/l/${token}`, {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    });
    expect(followed).toMatchObject({
      status: 302,
      headers: { location: "https://portal.example.com/a?b=1&c=2", "cache-control": "no-store" },
    });
    const told = JSON.stringify(await test.events()) + test.logged();
    expect(told).toContain("interaction.unverified_actor_interaction");
    expect(told).not.toContain(token);
    expect((await test.feed("/l/none")).status).toBe(404);
  });

  it("is not tracked twice by an update that keeps it", async () => {
    const test = await testService({ configuration: TRACKED });
    const item = itemOf(await test.act(publish({ content: link("https://portal.example.com/a") })));
    await test.act(update({ feed_item_id: item }, { content: content({ subject: "Again" }) }));
    const [, address = ""] =
      /<link>(https:\/\/feeds\.example\.com\/l\/\w+)<\/link>/.exec((await test.feed()).body) ?? [];
    expect((await test.feed(new URL(address).pathname)).headers["location"]).toBe(
      "https://portal.example.com/a",
    );
  });

  it("still leads to its target when its item has gone", async () => {
    const test = await testService({ configuration: TRACKED });
    const answer = await test.act(publish({ content: link("https://portal.example.com/a") }));
    await test.act(remove({ feed_item_id: itemOf(answer) }));
    expect((await test.feed(`/l/${tokenOf(answer)}`)).status).toBe(302);
  });
});
