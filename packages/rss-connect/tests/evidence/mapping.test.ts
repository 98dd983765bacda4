import { mappingRows } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { rssDescriptor } from "../../src/descriptor.ts";
import { rssMapping } from "../../src/evidence/mapping.ts";
import { FETCH_TYPES } from "../../src/native/types.ts";

const descriptor = rssDescriptor("P7D");
const rows = mappingRows(rssMapping);

describe("the mapping", () => {
  it("emits what the descriptor declares, all of it and no more", () => {
    expect(new Set(rows.map(({ row }) => row.event))).toEqual(
      new Set(descriptor.emitted_event_types),
    );
  });

  it("knows no person: interaction and authority are never more than low, and no fetch is strong", () => {
    for (const { nativeType, row } of rows) {
      // §14.7: a subscriber's system may be somebody's authority to receive; nothing else is anybody's.
      const most = nativeType.startsWith("hub.delivery.") ? ["none", "low"] : ["none"];
      expect(most, nativeType).toContain(row.grade.authority_certainty);
      // §14.4, §14.5: something was asked for in particular; by whom is another matter.
      const asked = /^(?:item|payload|link)\./.test(nativeType);
      expect(asked ? ["none", "low", "medium"] : ["none", "low"]).toContain(
        row.grade.interaction_certainty,
      );
      expect(["weak", "medium", "negative", "ambiguous"]).toContain(row.grade.strength);
    }
  });

  it("gives more than weak for a fetch only to a client that authenticated for a participant", () => {
    const stronger = rows
      .filter(({ row }) => row.event === "feed.feed.fetched" && row.grade.strength !== "weak")
      .map(({ nativeType }) => nativeType);
    expect(stronger).toEqual([FETCH_TYPES.known_participant_system]);
  });

  it("says of every row what it does not mean, and where it comes from", () => {
    for (const { row } of rows) {
      expect(row.doesNotMean.length).toBeGreaterThan(0);
      expect(row.clause).toMatch(/^RssAdapterSpecification §\d/);
    }
  });

  it("names no event as if a person had been reached (§32)", () => {
    for (const { row } of rows)
      expect(row.event).not.toMatch(
        /recipient|aware|read|opened|delivered|legal|(?<!hub\.)notified/,
      );
  });
});
