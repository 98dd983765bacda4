import { grade, type EvidenceEvent } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { timelineEntries } from "../../src/index.ts";
import { event } from "./events.ts";

const GRADE = grade("weak", { timing: "high" }, ["Somebody saw it."]);
const evidence = (id: string, event_type: string): EvidenceEvent => ({
  evidence_event_id: id,
  event_type,
  event_family: "notification",
  observed_at: "2026-01-01T12:00:00Z",
  coordination_case_id: "case_1",
  normalized_meaning: `It means ${event_type}.`,
  evidence_grade: GRADE,
  provider_refs: [],
  confidence: { level: "medium", basis: [] },
  correlation: { correlation_id: "c_1", coordination_case_id: "case_1", external_refs: [] },
});

describe("a timeline", () => {
  it("has an entry for each piece of evidence of an event", () => {
    const seen = event("pigeon.seen", {
      occurred_at: "2026-01-01T11:59:00Z",
      native_event_type: "SEEN",
      raw_event_ref: "native:1",
      normalized_events: [evidence("ev_1", "one"), evidence("ev_2", "two")],
    });
    const common = {
      event_type: "pigeon.seen",
      occurred_at: "2026-01-01T11:59:00Z",
      native_event_type: "SEEN",
      raw_event_ref: "native:1",
      evidence_grade: GRADE,
    };
    expect(timelineEntries(seen)).toEqual([
      {
        ...common,
        event_id: "ev_1",
        normalized_event_type: "one",
        summary: "It means one.",
      },
      {
        ...common,
        event_id: "ev_2",
        normalized_event_type: "two",
        summary: "It means two.",
      },
    ]);
  });

  it("has one, too, for what is evidence of nothing, graded as nothing, and invents no time", () => {
    expect(timelineEntries(event("pigeon.heard"))).toEqual([
      {
        event_id: "ne_pigeon.heard",
        event_type: "pigeon.heard",
        occurred_at: null,
        native_event_type: null,
        normalized_event_type: null,
        summary: "pigeon.heard was recorded; it is evidence of nothing by itself.",
        evidence_grade: grade("none", {}, []),
        raw_event_ref: null,
      },
    ]);
  });
});
