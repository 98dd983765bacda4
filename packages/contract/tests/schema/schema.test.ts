import { describe, expect, it } from "vitest";
import {
  AdapterActionRequest,
  AdapterGoldenTest,
  EvidenceCeiling,
  EvidenceEvent,
  EVENT_FAMILIES,
  EventObservation,
  EventType,
} from "@underclaim/contract";
import { SAMPLES } from "./samples/index.ts";

describe("EventType", () => {
  it.each(EVENT_FAMILIES)("accepts a type of the family %s", (family) => {
    expect(EventType.safeParse(`${family}.something.happened`).success).toBe(true);
  });

  it.each([
    "authority.unknown",
    "feed.feed.fetched",
    "system.provider.degraded",
    "access.grant.suspicious_use_detected",
  ])("accepts %s", (type) => {
    expect(EventType.safeParse(type).success).toBe(true);
  });

  it.each([
    "notification",
    "notification.",
    "notification..accepted",
    "Notification.endpoint.accepted",
    "notification.endpoint.Accepted",
    "notifications.endpoint.accepted",
    "sms.message.delivered",
    " notification.endpoint.accepted",
    "notification.endpoint.accepted\n",
    `notification.${"a".repeat(250)}`,
  ])("refuses %j", (type) => {
    expect(EventType.safeParse(type).success).toBe(false);
  });
});

describe("defaults", () => {
  it("fill lists that were left out and nothing else", () => {
    const { provider_refs: _, ...event } = SAMPLES.EvidenceEvent;
    expect(EvidenceEvent.parse(event).provider_refs).toEqual([]);
    const { occurred_at: __, ...undated } = SAMPLES.EvidenceEvent;
    expect(EvidenceEvent.parse(undated)).not.toHaveProperty("occurred_at");
  });

  it("are not shared between two parsed values", () => {
    const sample = { ...SAMPLES.EvidenceCeiling, max_grade: undefined, conditions: undefined };
    const first = EvidenceCeiling.parse(sample);
    first.conditions.push("changed");
    first.max_grade["feed.item.published"] = SAMPLES.EvidenceGradeMaximum;
    expect(EvidenceCeiling.parse(sample)).toMatchObject({ conditions: [], max_grade: {} });
  });

  it("are not added to the expectations of a golden test", () => {
    const golden = AdapterGoldenTest.parse({
      ...SAMPLES.AdapterGoldenTest,
      expected_evidence_events: [
        { event_type: "feed.item.published", evidence_grade: { strength: "weak" } },
      ],
      expected_assessment: { category: "undef" },
    });
    expect(golden.expected_evidence_events).toEqual([
      { event_type: "feed.item.published", evidence_grade: { strength: "weak" } },
    ]);
    expect(golden.expected_assessment).toEqual({ category: "undef" });
  });
});

describe("timestamps", () => {
  it.each(["2026-01-01T12:00:00Z", "2026-01-01T12:00:00.123456Z", "2024-02-29T23:59:59-05:30"])(
    "accept %s",
    (observed_at) => {
      const observation = { ...SAMPLES.EventObservation, observed_at };
      expect(EventObservation.safeParse(observation).success).toBe(true);
    },
  );
});

it("a request keeps free objects as they are", () => {
  const variables = { nested: { list: [1, null, "x"] }, empty: "" };
  const parsed = AdapterActionRequest.parse({ ...SAMPLES.AdapterActionRequest, variables });
  expect(parsed.variables).toEqual(variables);
});

it("an event may carry a reserved case name", () => {
  const event = { ...SAMPLES.EvidenceEvent, coordination_case_id: "adapter:example.default" };
  expect(EvidenceEvent.safeParse(event).success).toBe(true);
});
