import { describe, expect, it } from "vitest";
import { testService, type TestService } from "../support/service.ts";

const NEWS = { feed_id: "news", feed_url: "https://example.org/news.xml", title: "News" };
const post = (test: TestService, body: object, headers?: Record<string, string>) =>
  test.post("/feeds", body, headers);

describe("POST /feeds", () => {
  it("registers a feed, which can then be read, served and published to", async () => {
    const test = await testService();
    const made = await post(test, NEWS);
    expect(made).toMatchObject({
      status: 201,
      body: {
        feed: { feed_id: "news", visibility: "public" },
        site_url: "https://example.org/",
        served_at: "/feeds/news/rss.xml",
      },
    });
    expect((await test.get("/feeds/news")).body).toEqual(made.body);
    expect((await test.feed("/feeds/news/rss.xml")).status).toBe(200);
  });

  it.each([
    ["with its id", NEWS],
    ["without an id", { feed_url: NEWS.feed_url, title: NEWS.title }],
  ])("the same registration again, %s, is the same feed", async (_how, registration) => {
    const test = await testService();
    const first = await post(test, registration);
    const again = await post(test, registration);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
  });

  it("many at once make one feed", async () => {
    const test = await testService();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(test, { feed_url: NEWS.feed_url, title: "News" })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      ...Array<number>(9).fill(200),
      201,
    ]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it.each([
    ["feed_id", { ...NEWS, title: "Other news" }],
    ["feed_url", { ...NEWS, feed_id: "other" }],
    ["feed_url", { ...NEWS, feed_id: "other", feed_url: "HTTPS://EXAMPLE.ORG:443/news.xml" }],
    ["feed_url", { feed_url: NEWS.feed_url, title: "Other news" }],
  ])("whose %s is taken is answered 409, naming it", async (field, registration) => {
    const test = await testService();
    await post(test, NEWS);
    const refused = await post(test, registration);
    expect(refused.status).toBe(409);
    expect(refused.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(refused.body.problems).toEqual([{ path: field, message: "Taken." }]);
  });

  it.each([
    ["an address that is none", { ...NEWS, feed_url: "news.xml" }, "feed_url"],
    [
      "an address with a password",
      { ...NEWS, feed_url: "https://u:secret@example.org/" },
      "feed_url",
    ],
    ["an empty title", { ...NEWS, title: " " }, "title"],
    ["a control character in its title", { ...NEWS, title: "a\u0000b" }, "title"],
    ["a language that is none", { ...NEWS, language: "english!" }, "language"],
    ["an id with a slash", { ...NEWS, feed_id: "a/b" }, "feed_id"],
    ["a title that is no text", { ...NEWS, title: 7 }, "title"],
    ["an unknown visibility", { ...NEWS, visibility: "secret" }, "visibility"],
    ["an unknown field", { ...NEWS, colour: "red" }, "colour"],
    [
      "an unknown policy",
      { ...NEWS, policy: { allow_everything: true } },
      "policy.allow_everything",
    ],
    ["no items", { ...NEWS, max_items: 0 }, "max_items"],
  ])(
    "with %s is answered 400 with the path, and registers nothing",
    async (_what, registration, path) => {
      const test = await testService();
      const refused = await post(test, registration);
      expect(refused.status).toBe(400);
      expect(refused.headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(refused.body.problems.map((problem) => problem.path)).toContain(path);
      expect(JSON.stringify(refused.body)).not.toMatch(/secret@|at .*\.ts/);
      expect((await test.get("/feeds/news")).status).toBe(404);
    },
  );
});
