import { quiet } from "@underclaim/runtime/testing";
import { describe, expect, it } from "vitest";
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

async function filled(items: number): Promise<{ test: TestService; ids: string[] }> {
  const test = await testService({ configuration });
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

  it("never refuses an item because of what is archived", async () => {
    const { test } = await filled(14);
    expect(titles((await test.feed()).body).length).toBeLessThanOrEqual(6);
  });
});
