import type { AdapterEvent, EvidenceEvent } from "@underclaim/contract";
import type { JsonObject } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { stateOfEvents } from "../../src/evidence/attempt-state.ts";
import { ACKNOWLEDGED } from "../../src/evidence/grades.ts";
import { xmppMapping } from "../../src/evidence/mapping.ts";
import { messageOf } from "../../src/model/message-view.ts";
import { XmppMessageTimeline } from "../../src/model/timeline.ts";
import { xmppTimeline } from "../../src/model/timeline/project.ts";
import { XmppMessage } from "../../src/model/xmpp-message.ts";
import type { XmppNative } from "../../src/native/types.ts";

const AT = "2026-01-01T12:00:00.000Z";

interface Told {
  readonly operation?: string | null;
  readonly metadata?: JsonObject;
  readonly source?: AdapterEvent["observation"]["source_type"];
  readonly at?: string | null;
}

/** An event as the runtime's timeline has it. */
function event(type: XmppNative, told: Told = {}): AdapterEvent {
  const { operation = "xmppop_1", metadata = {}, source = "recipient_client", at = null } = told;
  const correlation = {
    correlation_id: "c",
    coordination_case_id: "case_1",
    participant_id: "p_1",
    adapter_operation_id: operation,
    external_refs: [],
  };
  return {
    event_id: `ne_${type}`,
    adapter_id: "xmpp-connect.default",
    adapter_event_type: type,
    native_event_type: "message",
    native_status: null,
    occurred_at: at,
    received_at: AT,
    observation: {
      source_type: source,
      observed_at: AT,
      source_confidence: "medium",
      notes: [],
    },
    correlation,
    provider_refs: [],
    raw_event_ref: `native:ne_${type}`,
    normalization_status: "normalized",
    normalized_events: xmppMapping[type].map((row, index): EvidenceEvent => ({
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
  subject_ref: "xmpp_1",
  adapter_id: "xmpp-connect.default",
  coordination_case_id: "case_1",
  participant_id: "p_1",
  category: "success",
  subclass: "success.delivered_to_client",
  confidence: "medium",
  strongest_signal: "receipt.received",
  recommended_coordination_interpretation: "undef.delivered_but_awareness_unproven",
} as const;

const project = (...events: AdapterEvent[]): XmppMessageTimeline =>
  XmppMessageTimeline.parse(
    xmppTimeline(
      { subject_ref: "xmpp_1", events },
      { ...assessment, evidence_summary: [], limitations: [] },
    ),
  );

const planned = event("message.accepted", {
  source: "adapter",
  metadata: { account: "desk", stanza_id: "m1", stream: "notification", template_ref: "hello" },
});

describe("the timeline of a message", () => {
  it("has an attempt for its operation, with its account, its stanza and what became of it", () => {
    const { xmpp_message_id, xmpp_attempts, current_assessment } = project(
      planned,
      event("server.acknowledged", { source: "provider_api" }),
      event("receipt.received", { at: "2026-01-01T12:03:00Z", metadata: { resource: "jid_r" } }),
    );
    expect(xmpp_message_id).toBe("xmpp_1");
    expect(xmpp_attempts).toMatchObject([
      {
        xmpp_attempt_id: "xmppop_1",
        xmpp_account_ref: "desk",
        stanza_id: "m1",
        state: "delivered_to_client",
      },
    ]);
    expect(
      xmpp_attempts[0]?.events.map((each) => [
        each.event_type,
        each.source,
        each.normalized_event_type,
        each.occurred_at,
        each.resource,
      ]),
    ).toEqual([
      ["message.accepted", "adapter", "notification.attempt.accepted_by_adapter", null, null],
      ["server.acknowledged", "server", "notification.attempt.accepted_by_provider", null, null],
      [
        "receipt.received",
        "client",
        "notification.endpoint.accepted",
        "2026-01-01T12:03:00Z",
        "jid_r",
      ],
    ]);
    expect(current_assessment).toMatchObject({ xmpp_message_id: "xmpp_1", participant_id: "p_1" });
  });

  it("has one entry for each piece of evidence, graded as the evidence is", () => {
    const [attempt] = project(planned, event("inbound.acknowledgement.known")).xmpp_attempts;
    expect(attempt?.events.slice(1)).toMatchObject([
      { normalized_event_type: "interaction.reply_received", source: "inbound" },
      {
        normalized_event_type: "interaction.acknowledgement_recorded",
        evidence_grade: ACKNOWLEDGED,
      },
      { normalized_event_type: "interaction.authenticated_actor_interaction" },
      { normalized_event_type: "identity.actor_authenticated" },
    ]);
  });

  it("keeps what is evidence of nothing, graded as nothing", () => {
    const [attempt] = project(
      planned,
      event("receipt.not_requested", { operation: null }),
    ).xmpp_attempts;
    expect(attempt?.events[1]).toMatchObject({
      normalized_event_type: null,
      evidence_grade: { strength: "none", channel_certainty: "none" },
    });
  });

  it("of what is no message has one attempt of its own name", () => {
    expect(project(event("presence.available", { operation: null })).xmpp_attempts).toMatchObject([
      { xmpp_attempt_id: "xmpp_1", xmpp_account_ref: "unknown", stanza_id: null },
    ]);
  });
});

describe("a message (§9.1)", () => {
  it("is read from what was recorded when it was taken on", () => {
    const view = messageOf({ subject_ref: "xmpp_1", events: [planned] });
    expect(view?.operation).toBe("xmppop_1");
    expect(XmppMessage.parse(view?.message)).toEqual(view?.message);
    expect(view?.message).toMatchObject({
      xmpp_message_id: "xmpp_1",
      coordination_case_id: "case_1",
      participant_id: "p_1",
      purpose: "notification",
      template_ref: "hello",
      created_at: AT,
    });
  });

  it("is not what is no message", () => {
    const presence = event("presence.available");
    expect(messageOf({ subject_ref: "xmpp_1", events: [presence] })).toBeNull();
    expect(messageOf({ subject_ref: "endpoint:ep_1", events: [planned] })).toBeNull();
  });
});

it("the state of an attempt is read from the timeline as from what was recorded", () => {
  const events = [planned, event("server.acknowledged", { source: "provider_api" })];
  expect(stateOfEvents(events)).toBe("server_acknowledged");
});
