import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { updateItem } from "../../src/actions/update-item.ts";
import { itemKey, type ItemRecord } from "../../src/publication/documents.ts";
import { content, update } from "../support/requests.ts";
import { documentsWith, feedRecord, itemRecord } from "../support/records.ts";
import { planned } from "../support/snapshot.ts";

const standing = itemRecord("item_1");
const other = itemRecord("item_2");
const plan = (
  request: ReturnType<typeof update>,
  documents = documentsWith(feedRecord(), standing, other),
) => planned(updateItem(), request, documents);
const written = (made: AcceptPlan): ItemRecord => {
  const [first] = made.docs ?? [];
  return JSON.parse(first !== undefined && "put" in first ? first.text : "null") as ItemRecord;
};

describe("an update", () => {
  it.each([
    ["its id", { feed_item_id: "item_1" }],
    ["its GUID", { guid: "guid-item_1" }],
    ["both, where they agree", { feed_item_id: "item_1", guid: "guid-item_1" }],
  ])(
    "finds the item by %s and replaces its content under a guard on the version it read",
    (_how, parameters) => {
      const made = plan(update(parameters)) as AcceptPlan;
      expect(made).toMatchObject({ kind: "accept", subject: "item_1", dispatch: null });
      expect(made.guards).toEqual([{ doc: itemKey("example", "item_1"), version: 3 }]);
      expect(made.natives.map(({ type }) => type)).toEqual(["item.updated"]);
      expect(written(made)).toMatchObject({
        revision: 2,
        entry: {
          title: "Updated document",
          stable_id: "guid-item_1",
          updated_at: "2026-01-01T12:00:00.000Z",
        },
        item: {
          state: "updated",
          published_at: "2026-01-01T10:00:00.000Z",
          item_title: "Updated document",
        },
      });
    },
  );

  it("leaves alone what it is silent about, and replaces what it names", () => {
    const made = plan(update({ feed_item_id: "item_1", categories: ["sport"] })) as AcceptPlan;
    expect(written(made).entry).toMatchObject({
      authors: ["Ann"],
      categories: ["sport"],
      canonical_url: "https://portal.example.com/first",
    });
  });

  it("keeps whom the item is for and takes over the case of the update", () => {
    const own = itemRecord("item_1", {
      correlation: {
        correlation_id: "c",
        coordination_case_id: "case_1",
        participant_id: "p1",
        external_refs: [],
      },
    });
    const made = plan(
      update({ feed_item_id: "item_1" }, { coordination_case_id: "case_2" }),
      documentsWith(feedRecord(), own),
    );
    expect(written(made as AcceptPlan).correlation).toMatchObject({
      coordination_case_id: "case_2",
      participant_id: "p1",
    });
  });

  it("that moves the item says so: readers may show it as new, or not at all", () => {
    const made = plan(
      update({ feed_item_id: "item_1", published_at: "2026-01-01T11:00:00Z" }),
    ) as AcceptPlan;
    expect(made.natives.map(({ type }) => type)).toEqual(["item.reordered"]);
  });

  it("older than what stands changes nothing, is refused, and is kept in the item's own timeline", () => {
    const made = plan(
      update({ feed_item_id: "item_1", updated_at: "2026-01-01T09:59:59Z" }),
    ) as RefusePlan;
    expect(made).toMatchObject({
      kind: "refuse",
      subject: "item_1",
      error: { code: "update_outdated" },
    });
    expect(made.natives.map(({ type }) => type)).toEqual(["item.update_outdated"]);
    expect(made).not.toHaveProperty("docs");
  });

  it("as old as what stands is taken", () => {
    expect(plan(update({ feed_item_id: "item_1", updated_at: "2026-01-01T10:00:00Z" })).kind).toBe(
      "accept",
    );
  });

  it.each([
    ["no item", {}, "parameters", /names no item/],
    [
      "an item that is not there",
      { feed_item_id: "item_9" },
      "parameters.feed_item_id",
      /no active item "item_9"/,
    ],
    ["a GUID that is not there", { guid: "guid-9" }, "parameters.guid", /no active item "guid-9"/],
    [
      "two items at once",
      { feed_item_id: "item_1", guid: "guid-item_2" },
      "parameters.guid",
      /different items/,
    ],
  ])("that names %s is refused", (_what, parameters, field, message) => {
    const made = plan(update(parameters)) as RefusePlan;
    expect(made.natives.map(({ type }) => type)).toEqual(["item.refused.update"]);
    expect(made.error.message).toMatch(message);
    expect(made.error.details).toMatchObject({
      problems: [{ field, subclass: "fail.update_failed" }],
    });
  });

  it("is held to the same rules as a publication", () => {
    const made = plan(
      update({ feed_item_id: "item_1" }, { content: content({ body_text: "nul \u0000 here" }) }),
    ) as RefusePlan;
    expect(made.natives.map(({ type }) => type)).toEqual(["item.refused.feed_invalid"]);
    expect(made.error.details).toMatchObject({ problems: [{ field: "content.body_text" }] });
  });

  it("in a feed that is not registered is a failed update", () => {
    const made = plan(
      update({ guid: "x" }, { target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "no" } }),
    ) as RefusePlan;
    expect(made.error.details).toMatchObject({ problems: [{ subclass: "fail.update_failed" }] });
  });
});
