import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreUnavailableError, type Store } from "@underclaim/runtime";
import { turn } from "@underclaim/runtime/testing";
import { describe, expect, it } from "vitest";
import { content, publish } from "../support/requests.ts";
import { elements, itemOf, newFolder, testService } from "../support/service.ts";

const big = () => publish({ content: content({ body_text: "x".repeat(20_000) }) });

describe("on a full disk", () => {
  it("publications are answered 503, what was answered 2xx is there, and all works again once there is room", async () => {
    const folder = newFolder();
    const test = await testService({ folder, maxPages: 300 });
    const published: string[] = [];
    let answer = await test.act(big());
    for (; answer.status === 202; answer = await test.act(big())) published.push(itemOf(answer));
    expect(published.length).toBeGreaterThan(3);
    expect(answer).toMatchObject({
      status: 503,
      body: { type: "urn:underclaim:problem:store_unavailable" },
    });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toMatch(/store\.db|\.ts:|SQLITE|underclaim-rss/i);
    expect((await test.get("/adapter/health")).status).toBe(200);
    await test.close();

    const again = await testService({ folder, clock: test.clock, seed: 2 });
    expect(elements((await again.feed()).body, "guid")).toHaveLength(published.length);
    const events = (await again.events()).filter(
      ({ event_type }) => event_type === "feed.item.published",
    );
    expect(events.map(({ metadata }) => metadata?.["subject_ref"])).toEqual(published);
    expect((await again.act(publish())).status).toBe(202);
  });

  it("a key that was answered 503 is still free", async () => {
    const folder = newFolder();
    const test = await testService({ folder, maxPages: 200 });
    let request = big();
    for (let n = 0; n < 1_000 && (await test.act(request)).status === 202; n += 1) request = big();
    await test.close();
    const again = await testService({ folder, clock: test.clock, seed: 2 });
    const answer = await again.act({ ...request, content: content({ subject: "Shorter" }) });
    expect([answer.status, answer.headers["idempotency-replayed"]]).toEqual([202, undefined]);
  });
});

describe("while another program holds the database", () => {
  it(
    "publications are answered 503 and the feed is still served; afterwards all is as it was",
    { timeout: 60_000 },
    async () => {
      const test = await testService();
      await test.act(publish());
      const before = await test.feed();
      const events = await test.events();
      const other = new DatabaseSync(join(test.folder, "data", "store.db"));
      other.exec("BEGIN IMMEDIATE");
      expect(await test.act(publish())).toMatchObject({
        status: 503,
        headers: { "retry-after": expect.stringMatching(/^\d+$/) },
      });
      expect((await test.feed()).body).toBe(before.body);
      other.exec("ROLLBACK");
      other.close();
      expect(await test.events()).toEqual(expect.arrayContaining(events));
      expect((await test.act(publish())).status).toBe(202);
      expect(elements((await test.feed()).body, "guid")).toHaveLength(2);
    },
  );
});

describe("when the store refuses for a while", () => {
  /** A store whose commits can be refused. */
  function refusable() {
    const state = { down: false };
    const wrap = (store: Store): Store => ({
      ...store,
      commit: async (tenant, changes) => {
        if (state.down) throw new StoreUnavailableError("No space left: free disk space.", true);
        return store.commit(tenant, changes);
      },
    });
    return { state, wrap };
  }

  it("fetches are observed all the same and recorded when it is back", async () => {
    const { state, wrap } = refusable();
    const test = await testService({ wrap });
    await test.act(publish());
    await test.feed();
    await test.events();
    state.down = true;
    await test.feed(undefined, { "user-agent": "newsboat/2.21.0 (Linux x86_64)" });
    await test.clock.advance(5_000, turn);
    expect(test.logged()).toMatch(/fetch observations were not recorded/);
    state.down = false;
    await test.clock.advance(1_000, turn);
    const refs = (await test.events()).map(
      ({ native_status_mapping_ref }) => native_status_mapping_ref,
    );
    expect(refs).toContain("mapping:feed.fetched.feed_reader");
  });

  it("a feed can be read by its readers, although its validity cannot be recorded now", async () => {
    const { state, wrap } = refusable();
    const test = await testService({ wrap });
    await test.act(publish());
    state.down = true;
    const served = await test.feed();
    expect([served.status, elements(served.body, "guid").length]).toEqual([200, 1]);
    state.down = false;
    await test.feed();
    expect((await test.events()).map(({ event_type }) => event_type)).toContain(
      "feed.feed.validated",
    );
  });

  it("registering a feed is answered 503, and again once it is back it is new", async () => {
    const { state, wrap } = refusable();
    const test = await testService({ wrap });
    const feed = { feed_id: "news", feed_url: "https://example.org/news.xml", title: "News" };
    state.down = true;
    expect((await test.post("/feeds", feed)).status).toBe(503);
    state.down = false;
    expect((await test.post("/feeds", feed)).status).toBe(201);
  });
});
