import { quiet } from "@underclaim/runtime/testing";
import { describe, expect, it } from "vitest";
import { action, publish, update } from "../support/requests.ts";
import { itemOf, testService, type TestService } from "../support/service.ts";

const expire = (parameters: Record<string, unknown>) => action("feed.expire_item", { parameters });
const HOUR = 3_600_000;
const turn = async (): Promise<void> =>
  void (await new Promise((resolve) => setImmediate(resolve)));
async function later(test: TestService, ms: number): Promise<void> {
  await test.clock.advance(ms, turn);
  await quiet(test.service.runtime);
}
const types = async (test: TestService) =>
  (await test.events())
    .map(({ event_type }) => event_type)
    .filter((type) => type.startsWith("feed.item"));

describe("an item's time", () => {
  it("is over at once where no time is given, and its GUID is free", async () => {
    const test = await testService();
    const guid = "tag:example.com,2026:a";
    itemOf(await test.act(publish({ parameters: { guid } })));
    const answer = await test.act(expire({ guid }));
    expect(answer).toMatchObject({ status: 202, body: { action_state: "accepted" } });
    expect(await types(test)).toEqual(["feed.item.published", "feed.item.expired"]);
    expect((await test.act(publish({ parameters: { guid } }))).status).toBe(202);
  });

  it("is over when it is due, once, also where the service was down then", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    const set = await test.act(expire({ feed_item_id: item, expires_at: "2026-01-01T13:00:00Z" }));
    expect(set.body.action_state).toBe("scheduled");
    expect(await types(test)).toEqual(["feed.item.published"]);
    await test.close();
    await test.clock.advance(2 * HOUR, async () => undefined);
    const again = await test.again();
    await later(again, 1);
    expect(await types(again)).toEqual(["feed.item.published", "feed.item.expired"]);
    expect((await again.feed()).body).not.toContain("<item>");
    await later(again, HOUR);
    expect(await types(again)).toHaveLength(2);
  });

  it("is moved by an update that says so, and kept by one that does not", async () => {
    const test = await testService();
    const item = itemOf(
      await test.act(publish({ parameters: { expires_at: "2026-01-01T13:00:00Z" } })),
    );
    await later(test, 1_000);
    await test.act(update({ feed_item_id: item, expires_at: "2026-01-01T15:00:00Z" }));
    await later(test, 2 * HOUR);
    expect((await test.feed()).body).toContain("<item>");
    await test.act(update({ feed_item_id: item }));
    await later(test, 2 * HOUR);
    expect((await test.feed()).body).not.toContain("<item>");
  });

  it("is that of its feed where neither says one", async () => {
    const test = await testService({
      configuration: {
        feeds: [
          {
            feed_id: "example",
            feed_url: "https://example.com/feed.xml",
            title: "E",
            expire_after_seconds: 60,
          },
        ],
      },
    });
    await test.act(publish());
    await later(test, 61_000);
    expect(await types(test)).toEqual(["feed.item.published", "feed.item.expired"]);
  });

  it.each([
    [{ feed_item_id: "none" }, "parameters.feed_item_id"],
    [{}, "parameters"],
    [{ guid: "g", expires_at: "tomorrow" }, "parameters.guid"],
  ])("%o is refused, and nothing changes", async (parameters, field) => {
    const test = await testService();
    const answer = await test.act(expire(parameters));
    expect(answer.status).toBe(422);
    expect(answer.body.error?.details).toMatchObject({
      problems: [{ field, subclass: "fail.remove_failed" }],
    });
  });

  it("must be a time", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    const answer = await test.act(expire({ feed_item_id: item, expires_at: "tomorrow" }));
    expect(answer).toMatchObject({ status: 422, body: { error: { code: "timestamp" } } });
  });
});

it("an item of another stream is refused by the feed", async () => {
  const test = await testService();
  const answer = await test.act(publish({ parameters: { stream: "system_alerts" } }));
  expect(answer).toMatchObject({ status: 422, body: { error: { code: "stream" } } });
});
