import { describe, expect, it } from "vitest";
import { action, content, publish, remove, update } from "../support/requests.ts";
import { elements, EXAMPLE_FEED, itemOf, testService } from "../support/service.ts";

const published = async (test: Awaited<ReturnType<typeof testService>>) =>
  (await test.events()).filter(({ event_type }) => event_type === "feed.item.published");

describe("a GUID", () => {
  it("given by fifty publishers at once is accepted exactly once", async () => {
    const test = await testService();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        test.act(publish({ parameters: { guid: "tag:example.com,2026:one" } })),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      202,
      ...Array<number>(49).fill(422),
    ]);
    for (const { status, body } of answers) {
      if (status === 422)
        expect(body).toMatchObject({
          accepted: false,
          action_state: "rejected",
          error: { code: "guid_duplicate" },
        });
    }
    expect(elements((await test.feed()).body, "guid")).toEqual(["tag:example.com,2026:one"]);
    expect(await published(test)).toHaveLength(1);
  });

  it("is freed by a removal: the next item with it is another item", async () => {
    const test = await testService();
    const guid = "tag:example.com,2026:one";
    const first = itemOf(await test.act(publish({ parameters: { guid } })));
    expect((await test.act(publish({ parameters: { guid } }))).status).toBe(422);
    expect((await test.act(remove({ guid }))).status).toBe(202);
    const second = itemOf(
      await test.act(publish({ parameters: { guid }, content: content({ subject: "Second" }) })),
    );
    expect(second).not.toBe(first);
    expect(elements((await test.feed()).body, "title")).toEqual(["Example", "Second"]);
    expect((await test.assessment(first)).channel.subclass).toBe("success.item_removed");
  });

  it("stays the same through updates", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    const [before] = elements((await test.feed()).body, "guid");
    await test.act(update({ feed_item_id: item }));
    expect(elements((await test.feed()).body, "guid")).toEqual([before]);
  });
});

describe("an item", () => {
  it("can be updated and removed once each by many at once, and nothing is lost or doubled", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    const updates = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        test.act(update({ feed_item_id: item }, { content: content({ subject: `Update ${n}` }) })),
      ),
    );
    expect(updates.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(new Set(updates.map(({ body }) => body.metadata?.["revision"]))).toEqual(
      new Set(Array.from({ length: 20 }, (_, n) => n + 2)),
    );

    const removals = await Promise.all(
      Array.from({ length: 10 }, () => test.act(remove({ feed_item_id: item }))),
    );
    expect(removals.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      202,
      ...Array<number>(9).fill(422),
    ]);
    const types = (await test.events()).map(({ event_type }) => event_type);
    expect(types.filter((type) => type === "feed.item.updated")).toHaveLength(20);
    expect(types.filter((type) => type === "feed.item.removed")).toHaveLength(1);
  });

  it("is not overwritten by an older version that arrives later", async () => {
    const test = await testService();
    const item = itemOf(
      await test.act(publish({ parameters: { published_at: "2026-01-01T00:00:00Z" } })),
    );
    await test.act(
      update(
        { feed_item_id: item, updated_at: "2026-01-01T11:00:00Z" },
        { content: content({ subject: "Newer" }) },
      ),
    );
    const late = await test.act(
      update(
        { feed_item_id: item, updated_at: "2026-01-01T10:00:00Z" },
        { content: content({ subject: "Older" }) },
      ),
    );
    expect(late).toMatchObject({ status: 422, body: { error: { code: "update_outdated" } } });
    expect(elements((await test.feed()).body, "title")).toEqual(["Example", "Newer"]);
    expect((await test.assessment(item)).channel.subclass).toBe("undef.conflicting_evidence");
  });

  it("that moved is evidence in conflict: readers differ in what they show", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    const moved = await test.act(
      update({ feed_item_id: item, published_at: "2025-12-31T00:00:00Z" }),
    );
    expect(moved.body.initial_events.map(({ event_type }) => event_type)).toEqual([
      "feed.item.updated",
    ]);
    expect((await test.assessment(item)).channel.subclass).toBe("undef.conflicting_evidence");
  });

  it("updated after a fetch and not fetched since may not have reached its readers", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    await test.clock.advance(1_000);
    await test.feed();
    await test.clock.advance(1_000);
    await test.act(update({ feed_item_id: item }));
    expect((await test.assessment(item)).channel.subclass).toBe("undef.cache_interference");
  });

  it("finds no room in a full feed until another left it", async () => {
    const test = await testService({
      configuration: { feeds: [{ ...EXAMPLE_FEED, max_items: 3 }] },
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => test.act(publish())));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      202, 202, 202, 422, 422,
    ]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.body).toMatchObject({
      error: { code: "feed_full" },
      initial_events: [{ event_type: "feed.feed.validation_failed" }],
    });
    const standing = answers.find(({ status }) => status === 202);
    await test.act(remove({ feed_item_id: standing?.body.metadata?.["feed_item_id"] }));
    expect((await test.act(publish())).status).toBe(202);
    expect(elements((await test.feed()).body, "guid")).toHaveLength(3);
  });

  it("of a payload alone is refused: a reference is not resolved and an item needs a title or a text", async () => {
    const test = await testService();
    const refused = await test.act(
      action("feed.publish_item", {
        payload_ref: { ref_type: "coordination_payload", ref_id: "p" },
      }),
    );
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: "title_or_description" } },
    });
  });
});

it("a tracking context binds an external reference once, and the second time is refused", async () => {
  const test = await testService();
  const register = () =>
    action("notification.register_tracking_context", {
      tracking_context: {
        correlation_id: "corr_1",
        coordination_case_id: "case_1",
        external_context: [
          { key: "portal", value: "abc" },
          { key: "portal", value: "abc" },
        ],
      },
    });
  expect(await test.act(register())).toMatchObject({
    status: 202,
    body: { action_state: "completed", initial_events: [] },
  });
  expect(await test.act(register())).toMatchObject({
    status: 422,
    body: { error: { code: "reference_bound" } },
  });
});

it("an expired request publishes nothing", async () => {
  const test = await testService();
  const refused = await test.act(publish({ expires_at: "2026-01-01T11:59:59Z" }));
  expect(refused).toMatchObject({ status: 422, body: { error: { code: "expired" } } });
  expect(elements((await test.feed()).body, "guid")).toEqual([]);
});
