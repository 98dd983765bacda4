import type { EvidenceEvent } from "@underclaim/contract";
import { expect, it } from "vitest";
import { publish } from "../support/requests.ts";
import { itemOf, testService } from "../support/service.ts";
import { as, TWO_TENANTS } from "../support/tenants.ts";

const feed = (title: string) => ({
  feed_id: "example",
  feed_url: "https://example.com/feed.xml",
  title,
});

it("two tenants have feeds, items and timelines of one name and see only their own", async () => {
  const test = await testService({ configuration: TWO_TENANTS });
  for (const tenant of ["acme", "globex"] as const) {
    expect((await test.post("/feeds", feed(`Feed of ${tenant}`), as(tenant))).status).toBe(201);
  }
  const request = { ...publish(), participant_id: "p1" };
  const acme = itemOf(await test.act(request, as("acme")));
  const globex = itemOf(await test.act(request, as("globex")));
  expect(globex).not.toBe(acme);

  for (const [tenant, own, other] of [
    ["acme", acme, globex],
    ["globex", globex, acme],
  ] as const) {
    const served = await test.feed(`/t/${tenant}/feeds/example/rss.xml`);
    expect(served.body).toContain(`Feed of ${tenant}`);
    expect(served.body).toContain(own);
    expect(served.body).not.toContain(other);
    expect(
      (await test.get<{ feed: { title: string } }>("/feeds/example", as(tenant))).body.feed.title,
    ).toBe(`Feed of ${tenant}`);

    const nothing = await test.get("/adapter/feed-items/item_nothing/timeline", as(tenant));
    for (const path of [
      `/adapter/feed-items/${other}/timeline`,
      `/adapter/feed-items/${other}/assessment`,
    ]) {
      const refused = await test.get(path, as(tenant));
      expect([refused.status, refused.body]).toEqual([404, nothing.body]);
    }
    const events: EvidenceEvent[] = await test.events(as(tenant));
    expect(events.map(({ metadata }) => metadata?.["subject_ref"])).toContain(own);
    expect(JSON.stringify(events)).not.toContain(other);
  }
});

it("another tenant's feed is the same 404 as no feed, and its id and address are free", async () => {
  const test = await testService({ configuration: TWO_TENANTS });
  await test.post("/feeds", feed("Acme's"), as("acme"));
  const foreign = await test.get("/feeds/example", as("globex"));
  const none = await test.get("/feeds/none", as("globex"));
  expect([foreign.status, foreign.body]).toEqual([404, none.body]);

  const refused = await test.act(publish(), as("globex"));
  expect(refused.status).toBe(422);
  expect(refused.body.error?.message).toMatch(/No feed is registered/);
  expect((await test.post("/feeds", feed("Globex's"), as("globex"))).status).toBe(201);
});

it("a served path of another tenant, of no tenant and of no feed answer the same bytes", async () => {
  const test = await testService({ configuration: TWO_TENANTS });
  await test.post("/feeds", feed("Acme's"), as("acme"));
  const answers = await Promise.all(
    [
      "/t/globex/feeds/example/rss.xml",
      "/t/nobody/feeds/example/rss.xml",
      "/t/acme/feeds/none/rss.xml",
      "/feeds/example/rss.xml",
    ].map((path) => test.feed(path)),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect((await test.feed("/t/acme/feeds/example/rss.xml")).status).toBe(200);
});

it("without a key nothing but served feeds is to be had", async () => {
  const test = await testService({ configuration: TWO_TENANTS });
  await test.post("/feeds", feed("Acme's"), as("acme"));
  for (const path of ["/feeds/example", "/adapter/events"])
    expect((await test.get(path)).status).toBe(401);
  expect((await test.post("/feeds", feed("x"))).status).toBe(401);
  expect((await test.act(publish())).status).toBe(401);
  expect((await test.feed("/t/acme/feeds/example/rss.xml")).status).toBe(200);
});
