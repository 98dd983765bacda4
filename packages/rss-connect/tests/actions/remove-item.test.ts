import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { removeItem } from "../../src/actions/remove-item.ts";
import {
  goneKey,
  guidKey,
  itemKey,
  lastRemovalKey,
  tombstoneKey,
} from "../../src/publication/documents.ts";
import { payloadKey } from "../../src/publication/own-documents.ts";
import { remove } from "../support/requests.ts";
import { documentsWith, feedRecord, itemRecord } from "../support/records.ts";
import { NOW, planned } from "../support/snapshot.ts";

const FORGOTTEN = NOW + 90 * 86_400_000;

const documents = documentsWith(feedRecord(), itemRecord("item_1", {}, { participant_id: "p1" }));
const plan = (parameters: Record<string, unknown>) =>
  planned(removeItem, remove(parameters), documents);

describe("a removal", () => {
  it.each([
    ["its id", { feed_item_id: "item_1" }],
    ["its GUID", { guid: "guid-item_1" }],
  ])("by %s takes the item out, frees its GUID, and keeps what it was", (_how, parameters) => {
    const made = plan(parameters) as AcceptPlan;
    expect(made).toMatchObject({ kind: "accept", subject: "item_1", dispatch: null });
    expect(made.docs).toEqual([
      { delete: itemKey("example", "item_1") },
      { delete: guidKey("example", "guid-item_1") },
      { delete: payloadKey("example", "item_1") },
      {
        put: goneKey("example", "item_1"),
        text: expect.stringContaining('"state":"removed"'),
        dueAt: FORGOTTEN,
        person: "p1",
      },
      {
        put: tombstoneKey("example", "item_1"),
        text: JSON.stringify({
          ref: "guid-item_1",
          when: "2026-01-01T12:00:00.000Z",
          participant_id: "p1",
        }),
        dueAt: FORGOTTEN,
        person: "p1",
      },
      { put: lastRemovalKey("example"), text: "2026-01-01T12:00:00.000Z" },
    ]);
    expect(made.guards).toEqual([{ doc: itemKey("example", "item_1"), version: 3 }]);
    expect(made.natives.map(({ type }) => type)).toEqual(["item.removed"]);
  });

  it.each([
    ["no item", {}, "parameters"],
    ["an item that is not there", { feed_item_id: "item_9" }, "parameters.feed_item_id"],
    ["a GUID that is not there", { guid: "guid-9" }, "parameters.guid"],
  ])("that names %s is refused", (_what, parameters, field) => {
    const made = plan(parameters) as RefusePlan;
    expect(made.natives.map(({ type }) => type)).toEqual(["item.refused.remove"]);
    expect(made.error.details).toMatchObject({
      problems: [{ field, subclass: "fail.remove_failed" }],
    });
  });
});
