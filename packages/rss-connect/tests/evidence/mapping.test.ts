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
      expect([nativeType, row.grade.authority_certainty]).toEqual([nativeType, "none"]);
      expect(["none", "low"]).toContain(row.grade.interaction_certainty);
      expect(["weak", "medium", "negative"]).toContain(row.grade.strength);
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
      expect(row.event).not.toMatch(/recipient|notified|aware|read|opened|delivered|legal/);
  });
});
