import { StoreUnavailableError, type Store } from "@underclaim/runtime";
import { quiet } from "@underclaim/runtime/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FEED_FORMATS } from "../../src/model/feed.ts";
import { FORMATS } from "../../src/model/formats.ts";
import { content, FEED_URL, publish, remove, update } from "../support/requests.ts";
import { elements, itemOf, testService, type TestService } from "../support/service.ts";

const configuration = {
  public_url: "https://feeds.example.com",
  feeds: [
    { feed_id: "example", feed_url: FEED_URL, title: "Example", history: "archived", page_size: 3 },
  ],
};
const turn = async (): Promise<void> =>
  void (await new Promise((resolve) => setImmediate(resolve)));

async function filled(
  items: number,
  wrap: (store: Store) => Store = (store) => store,
): Promise<{ test: TestService; ids: string[] }> {
  const test = await testService({ configuration, wrap });
  const ids: string[] = [];
  for (let n = 1; n <= items; n += 1) {
    const guid = `tag:example.com,2026:${n}`;
    ids.push(
      itemOf(
        await test.act(
          publish({ content: content({ subject: `Item ${n}` }), parameters: { guid } }),
        ),
      ),
    );
    await test.clock.advance(1_000, turn);
    await quiet(test.service.runtime);
  }
  return { test, ids };
}
const titles = (xml: string): string[] => elements(xml, "title").slice(1);
const archive = (test: TestService, number: number) =>
  test.feed(`/feeds/example/archives/${number}/rss.xml`);

describe("a feed with an archive (RFC 5005 §4)", () => {
  it("moves the older page away once there are two, and readers can reconstruct the whole", async () => {
    const { test } = await filled(9);
    const subscription = (await test.feed()).body;
    expect(titles(subscription)).toEqual(["Item 9", "Item 8", "Item 7"]);
    expect(subscription).toContain(
      'href="https://feeds.example.com/feeds/example/archives/2/rss.xml" rel="prev-archive"',
    );
    const second = (await archive(test, 2)).body;
    expect(second).toContain("<fh:archive");
    expect(second).toContain('archives/1/rss.xml" rel="prev-archive"');
    const all = [subscription, second, (await archive(test, 1)).body].flatMap(titles);
    expect(all).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `Item ${n}`));
    expect((await archive(test, 3)).status).toBe(404);
  });

  it("has archive documents that stay the same, byte for byte, and after a restart", async () => {
    const { test } = await filled(6);
    const before = await archive(test, 1);
    await test.act(publish());
    const again = await test.again(configuration);
    const after = await archive(again, 1);
    expect(after.body).toBe(before.body);
    expect(after.headers["etag"]).toBe(before.headers["etag"]);
  });

  it("brings an archived item back with its update; the archive keeps the version it had", async () => {
    const { test, ids } = await filled(6);
    const before = (await archive(test, 1)).body;
    const answer = await test.act(
      update({ feed_item_id: ids[0] }, { content: content({ subject: "Item 1, revised" }) }),
    );
    expect(answer.status).toBe(202);
    expect(titles((await test.feed()).body)).toContain("Item 1, revised");
    expect((await archive(test, 1)).body).toBe(before);
  });

  it("takes a removed item out of the archive, too, and frees its GUID", async () => {
    const { test, ids } = await filled(6);
    const guid = "tag:example.com,2026:1";
    expect((await test.act(publish({ parameters: { guid } }))).status).toBe(422);
    expect((await test.act(remove({ guid }))).status).toBe(202);
    expect(titles((await archive(test, 1)).body)).toEqual(["Item 3", "Item 2"]);
    const atom = await test.feed("/feeds/example/archives/1/atom.xml");
    expect(atom.body).toContain("deleted-entry");
    expect((await test.act(publish({ parameters: { guid } }))).status).toBe(202);
    expect((await test.assessment(ids[0] ?? "")).channel.subclass).toBe("success.item_removed");
  });

  it("is archived although it is published in without a pause", async () => {
    let timers = 0;
    const test = await testService({
      configuration,
      wrap: (store) => ({
        ...store,
        async commit(tenant, changes) {
          const due = (changes.docs ?? []).filter(
            (write) => "put" in write && write.put[0] === "archive_due",
          );
          timers += due.length;
          return store.commit(tenant, changes);
        },
      }),
    });
    const publishing = async (from: number, until: number): Promise<void> => {
      for (let n = from; n < until; n += 1) {
        const guid = `tag:example.com,2026:${n}`;
        await test.act(
          publish({ content: content({ subject: `Item ${n}` }), parameters: { guid } }),
        );
      }
    };
    await publishing(0, 20);
    // What waits to be worked off was not written anew: then its event would be superseded, again and again.
    expect(timers).toBe(1);
  });

  it("archives a feed that holds more than it reads at once, each item once", async () => {
    const test = await testService({
      configuration: {
        ...configuration,
        feeds: [{ ...configuration.feeds[0], page_size: 1, max_items: 100 }],
      },
    });
    const publishing = (n: number) =>
      test.act(
        publish({
          content: content({ subject: `Item ${n}` }),
          parameters: { guid: `tag:example.com,2026:${n}` },
        }),
      );
    // At one instant: the clock's alarm comes when it goes on.
    for (let n = 0; n < 30; n += 1) await publishing(n);
    for (let n = 30; n < 33; n += 1) {
      await test.clock.advance(1_000, turn);
      await quiet(test.service.runtime);
      await publishing(n);
    }
    await test.clock.advance(1_000, turn);
    await quiet(test.service.runtime);
    const archived = await Promise.all(
      Array.from({ length: 32 }, async (_, n) => titles((await archive(test, n + 1)).body)),
    );
    expect(archived.map(({ length }) => length)).toEqual(Array.from({ length: 32 }, () => 1));
    expect(new Set(archived.flat())).toEqual(
      new Set(Array.from({ length: 32 }, (_, n) => `Item ${n}`)),
    );
    expect(titles((await test.feed()).body)).toEqual(["Item 32"]);
  });

  it("never refuses an item because of what is archived", async () => {
    const { test } = await filled(14);
    expect(titles((await test.feed()).body).length).toBeLessThanOrEqual(6);
  });
});

describe("an archive document, once it was served", () => {
  afterEach(() => void vi.restoreAllMocks());

  const all = (test: TestService) =>
    Promise.all(
      FEED_FORMATS.flatMap((format) =>
        ["identity", "gzip"].map(async (encoding) => {
          const path = `/feeds/example/archives/1/${FORMATS[format].file}`;
          const { status, headers, bytes } = await test.feed(path, { "accept-encoding": encoding });
          return { status, etag: headers["etag"], dated: headers["last-modified"], bytes };
        }),
      ),
    );
  /** The next version of this service writes its documents otherwise. */
  const upgraded = (): void => {
    for (const format of FEED_FORMATS) {
      const { render } = FORMATS[format];
      vi.spyOn(FORMATS[format], "render").mockImplementation((feed, limits) =>
        render({ ...feed, title: "Rendered otherwise" }, limits),
      );
    }
  };

  it("has the same bytes and validators after an upgrade that renders otherwise, in every format and encoding", async () => {
    const { test } = await filled(6);
    await all(test);
    await test.clock.advance(5_000);
    const before = await all(test);
    expect(before.every(({ status, dated }) => status === 200 && dated !== undefined)).toBe(true);
    upgraded();
    const again = await test.again(configuration);
    await again.clock.advance(5_000);
    expect((await again.feed()).body).toContain("Rendered otherwise");
    expect(await all(again)).toEqual(before);
  });

  it("is made anew where an item of it was removed, and then stays the same again", async () => {
    const { test } = await filled(6);
    const before = await archive(test, 1);
    await test.clock.advance(5_000);
    const asks = { "if-modified-since": (await archive(test, 1)).headers["last-modified"] ?? "" };
    const ask = () => test.feed("/feeds/example/archives/1/rss.xml", asks);
    expect((await ask()).status).toBe(304);
    await test.act(remove({ guid: "tag:example.com,2026:1" }));
    expect((await ask()).status).toBe(200);
    const after = await archive(test, 1);
    expect(titles(after.body)).toEqual(["Item 3", "Item 2"]);
    expect(after.headers["etag"]).not.toBe(before.headers["etag"]);
    expect((await archive(await test.again(configuration), 1)).body).toBe(after.body);
  });

  it("is made anew where this service moved: its chain leads to where the documents stand now", async () => {
    const { test } = await filled(9);
    await archive(test, 2);
    const moved = await test.again({ ...configuration, public_url: "https://moved.example.com" });
    expect((await archive(moved, 2)).body).toContain(
      "https://moved.example.com/feeds/example/archives/1/rss.xml",
    );
  });

  it("is kept for nobody whom it names and who is erased", async () => {
    const { test } = await filled(0);
    for (let n = 1; n <= 6; n += 1) {
      await test.act(
        publish({
          participant_id: n === 1 ? "p1" : null,
          content: content({ subject: `Item ${n}` }),
        }),
      );
      await test.clock.advance(1_000, turn);
      await quiet(test.service.runtime);
    }
    expect(titles((await archive(test, 1)).body)).toEqual(["Item 3", "Item 2", "Item 1"]);
    await test.service.runtime.erase("default", "p1");
    expect(titles((await archive(test, 1)).body)).toEqual(["Item 3", "Item 2"]);
    expect(titles((await archive(await test.again(configuration), 1)).body)).toEqual([
      "Item 3",
      "Item 2",
    ]);
  });

  it("that the store would not keep is served all the same, without a date", async () => {
    const refusing = (store: Store): Store => ({
      ...store,
      commit: async (tenant, changes) => {
        if (changes.docs?.some((doc) => "put" in doc && doc.put[0] === "archive_document"))
          throw new StoreUnavailableError("full", true);
        return store.commit(tenant, changes);
      },
    });
    const { test } = await filled(6, refusing);
    await archive(test, 1);
    await test.clock.advance(5_000);
    const answer = await archive(test, 1);
    expect([answer.status, answer.headers["last-modified"]]).toEqual([200, undefined]);
    expect(test.logged()).toContain("tried again");
  });

  it("is one for all participants who see the same of it", async () => {
    const { test } = await filled(6);
    const kept = async () => {
      const range = { prefix: ["archive_document"] as const, limit: 100 };
      return (await test.store.load("default", [{ range }])).range(range).length;
    };
    await archive(test, 1);
    expect(await kept()).toBe(1);
    await Promise.all([archive(test, 1), archive(test, 1)]);
    expect(await kept()).toBe(1);
  });
});
