import type { AdapterEvent, EvidenceEvent } from "@underclaim/contract";
import type { JsonObject } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { stateOfTimeline } from "../../src/evidence/attempt-state.ts";
import { REPLY } from "../../src/evidence/grades.ts";
import { smsMapping } from "../../src/evidence/mapping.ts";
import { SmsMessageTimeline } from "../../src/model/timeline.ts";
import { smsTimeline } from "../../src/model/timeline/project.ts";
import { messageRef } from "../../src/native/references.ts";
import type { SmsNative } from "../../src/native/types.ts";

const AT = "2026-01-01T12:00:00.000Z";

interface Told {
  readonly operation?: string | null;
  readonly ids?: readonly string[];
  readonly metadata?: JsonObject;
  readonly source?: AdapterEvent["observation"]["source_type"];
  readonly at?: string | null;
}

/** An event as the runtime's timeline has it. */
function event(type: SmsNative, told: Told = {}): AdapterEvent {
  const {
    operation = "smsop_1",
    ids = [],
    metadata = {},
    source = "provider_webhook",
    at = null,
  } = told;
  const correlation = {
    correlation_id: "c",
    coordination_case_id: "case_1",
    adapter_operation_id: operation,
    external_refs: [],
  };
  const observation = {
    source_type: source,
    observed_at: AT,
    source_confidence: "medium" as const,
    notes: [],
  };
  return {
    event_id: `ne_${type}_${ids.join("")}`,
    adapter_id: "sms-connect.default",
    adapter_event_type: type,
    native_event_type: "status",
    native_status: null,
    occurred_at: at,
    received_at: AT,
    observation,
    correlation,
    provider_refs: ids.map((id) => messageRef("main", id)),
    raw_event_ref: `native:ne_${type}`,
    normalization_status: "normalized",
    normalized_events: smsMapping[type].map((row, index): EvidenceEvent => ({
      evidence_event_id: `ev_${type}_${index}`,
      event_type: row.event,
      event_family: row.event.split(".", 1)[0] as EvidenceEvent["event_family"],
      observed_at: AT,
      coordination_case_id: "case_1",
      provider_refs: [],
      normalized_meaning: row.meaning,
      evidence_grade: row.grade,
      confidence: { level: row.confidence, basis: [] },
      correlation,
    })),
    metadata: { correlation_method: "reference", raw_hash: null, ...metadata },
  };
}

const assessment = {
  subject_ref: "sms_1",
  adapter_id: "sms-connect.default",
  coordination_case_id: "case_1",
  participant_id: "p_1",
  category: "success",
  subclass: "success.delivered",
  confidence: "medium",
  strongest_signal: "receipt.delivered",
  evidence_summary: [],
  recommended_coordination_interpretation: "undef.delivered_but_awareness_unproven",
  limitations: [],
} as const;

const project = (...events: AdapterEvent[]): SmsMessageTimeline =>
  SmsMessageTimeline.parse(
    smsTimeline(
      { subject_ref: "sms_1", events },
      { ...assessment, evidence_summary: [], limitations: [] },
    ),
  );

const planned = (segments = 1) =>
  event("message.accepted", {
    source: "adapter",
    metadata: { account: "main", segments, encoding: "ucs2" },
  });
const answered = (...ids: string[]) =>
  event("submission.accepted", { source: "provider_api", ids, metadata: { provider: "main" } });

describe("the timeline of a message", () => {
  it("has an attempt for its operation, with its provider and the provider's name of the message", () => {
    const { sms_message_id, sms_attempts, segments, current_assessment } = project(
      planned(),
      answered("SM1"),
      event("receipt.delivered", { ids: ["SM1"], at: "2026-01-01T12:03:00Z" }),
    );
    expect(sms_message_id).toBe("sms_1");
    expect(sms_attempts).toMatchObject([
      { sms_attempt_id: "smsop_1", provider_name: "main", provider_message_id: "SM1" },
    ]);
    expect(
      sms_attempts[0]?.events.map((each) => [
        each.event_type,
        each.normalized_event_type,
        each.occurred_at,
      ]),
    ).toEqual([
      ["message.accepted", "notification.attempt.accepted_by_adapter", null],
      ["submission.accepted", "notification.attempt.accepted_by_provider", null],
      ["receipt.delivered", "notification.endpoint.accepted", "2026-01-01T12:03:00Z"],
    ]);
    expect(segments).toEqual([]);
    expect(current_assessment).toMatchObject({ sms_message_id: "sms_1", participant_id: "p_1" });
  });

  it("has one entry for each piece of evidence, graded as the evidence is", () => {
    const [attempt] = project(planned(), event("inbound.acknowledgement")).sms_attempts;
    expect(attempt?.events.slice(1)).toMatchObject([
      { normalized_event_type: "interaction.reply_received", evidence_grade: REPLY },
      { normalized_event_type: "interaction.acknowledgement_recorded" },
    ]);
  });

  it("keeps what is evidence of nothing, graded as nothing", () => {
    const [attempt] = project(
      planned(),
      event("endpoint.shared", { operation: null }),
    ).sms_attempts;
    expect(attempt?.events[1]).toMatchObject({
      event_type: "endpoint.shared",
      normalized_event_type: null,
      evidence_grade: { strength: "none", channel_certainty: "none" },
    });
  });

  it("knows its provider before it has answered, and where it never did", () => {
    expect(project(planned()).sms_attempts[0]?.provider_name).toBe("main");
    const lost = project(planned(), event("receipt.carrier_accepted", { ids: ["SM9"] }));
    expect(lost.sms_attempts[0]?.provider_message_id).toBe("SM9");
  });

  it("counts a cancellation to the attempt that it would end", () => {
    const { sms_attempts } = project(
      planned(),
      event("cancellation.accepted", { operation: "smsop_2", source: "provider_api" }),
    );
    expect(sms_attempts.map(({ events }) => events.length)).toEqual([2]);
  });

  it("of what is no message has one attempt of its own name", () => {
    expect(project(event("inbound.opt_out", { operation: null })).sms_attempts).toMatchObject([
      { sms_attempt_id: "sms_1", provider_name: "unknown", provider_message_id: null },
    ]);
  });

  it.each<[SmsNative, Told["source"], string]>([
    ["message.accepted", "adapter", "adapter"],
    ["receipt.delivered", "provider_webhook", "provider"],
    ["receipt.delivered", "carrier", "carrier"],
    ["inbound.reply", "provider_webhook", "inbound_sms"],
    ["link.clicked", "system", "tracking"],
    ["operator.resolved_accepted", "adapter", "operator"],
    ["endpoint.shared", "manual", "operator"],
  ])("says of %s by %s that it came from %s", (type, source, told) => {
    expect(project(event(type, { source })).sms_attempts[0]?.events[0]?.source).toBe(told);
  });
});

describe("the parts of a message", () => {
  const segment = (state: string, message: string, at: string | null = null) =>
    event(`segment.${state}` as SmsNative, {
      ids: [message],
      at,
      metadata: { message, segment_count: 2, receipt: state },
    });

  it("are told apart where the provider names them", () => {
    const { segments } = project(
      planned(2),
      answered("p1", "p2"),
      segment("delivered", "p2", "2026-01-01T12:04:00Z"),
    );
    expect(segments).toEqual([
      expect.objectContaining({
        sms_segment_id: "smsop_1:1",
        segment_index: 1,
        segment_count: 2,
        encoding: "ucs2",
        provider_segment_id: "p1",
        state: "unknown",
        delivered_at: null,
      }),
      expect.objectContaining({
        segment_index: 2,
        provider_segment_id: "p2",
        state: "delivered",
        delivered_at: "2026-01-01T12:04:00Z",
        failed_at: null,
      }),
    ]);
  });

  it("have no state of their own where the provider speaks of the whole", () => {
    const { segments } = project(
      planned(3),
      answered("SM1"),
      event("receipt.delivered", { ids: ["SM1"] }),
    );
    expect(segments.map(({ state, provider_segment_id }) => [state, provider_segment_id])).toEqual([
      ["unknown", null],
      ["unknown", null],
      ["unknown", null],
    ]);
  });

  it("that contradict themselves are unknown, and both times are kept", () => {
    const { segments } = project(
      planned(2),
      answered("p1", "p2"),
      segment("delivered", "p1", "2026-01-01T12:01:00Z"),
      segment("failed", "p1", "2026-01-01T12:02:00Z"),
    );
    expect(segments[0]).toMatchObject({
      state: "unknown",
      delivered_at: "2026-01-01T12:01:00Z",
      failed_at: "2026-01-01T12:02:00Z",
    });
  });
});

it("the state of an attempt is read from the timeline as from what was recorded", () => {
  const events = [planned(), answered("SM1"), event("receipt.buffered", { ids: ["SM1"] })];
  expect(stateOfTimeline({ subject_ref: "sms_1", events })).toBe("buffered");
});
