import { publishedGolden } from "@underclaim/contract/golden";
import { describe, expect, it } from "vitest";
import { pigeonGolden } from "./pigeon-golden.ts";

describe("a golden in the form of §30", () => {
  it("keeps its steps in order as what is fed in", () => {
    const golden = pigeonGolden();
    expect(publishedGolden(golden)).toMatchObject({
      test_id: golden.test_id,
      native_events: golden.steps,
      expected_assessment: { category: "success", subclass: "success.delivered" },
    });
  });

  it("names every event type that a prefix forbids", () => {
    const { must_not_emit: forbidden } = publishedGolden(
      pigeonGolden({ must_not_emit: ["delivery.postal.*", "interaction.link_opened"] }),
    );
    expect(forbidden).toContain("delivery.postal.handed_over");
    expect(forbidden).toContain("interaction.link_opened");
    expect(
      forbidden.every(
        (type) => type.startsWith("delivery.postal.") || type.startsWith("interaction."),
      ),
    ).toBe(true);
  });

  it("refuses what no evidence event could hold", () => {
    expect(() =>
      publishedGolden(
        pigeonGolden({
          expected_evidence_events: [{ event_type: "feed.item.published", stronger: true }],
        }),
      ),
    ).toThrow(/stronger/);
  });
});
