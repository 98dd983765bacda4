import { describe, expect, it } from "vitest";
import { AdapterDefinitionError, defineDescriptor } from "@underclaim/contract";
import { present } from "./present.ts";
import { gradeWith, pigeonDescriptor, pigeonDescriptorInput } from "./sample-adapter.ts";

type Input = ReturnType<typeof pigeonDescriptorInput>;

const broken = (change: (input: Input) => void): [rule: string, message: string][] => {
  try {
    pigeonDescriptor(change);
  } catch (error) {
    if (!(error instanceof AdapterDefinitionError)) throw error;
    return error.violations.map(({ rule, message }) => [rule, message]);
  }
  return [];
};

describe("defineDescriptor", () => {
  it("takes a consistent descriptor and fills its defaults", () => {
    expect(pigeonDescriptor().capability_profile.limitations).toEqual([]);
  });

  it("names the path of a wrong field", () => {
    const input = { ...pigeonDescriptorInput(), adapter_id: "" };
    expect(() => defineDescriptor(input)).toThrow(/\[descriptor\.schema\] adapter_id/);
  });

  it.each<[field: string, change: (input: Input) => void]>([
    [
      "expected_initial_events",
      (input) =>
        (present(input.supported_actions[0]).expected_initial_events = ["feed.item.published"]),
    ],
    [
      "possible_later_events",
      (input) =>
        (present(input.supported_actions[0]).possible_later_events = ["feed.item.published"]),
    ],
    [
      "required_for_events",
      (input) =>
        (present(input.feature_dependencies?.[0]).required_for_events = ["feed.item.published"]),
    ],
    [
      "expected_late_event_types",
      (input) => (input.late_event_policy.expected_late_event_types = ["feed.item.published"]),
    ],
    [
      "max_positive_event",
      (input) => (input.evidence_ceiling.max_positive_event = "feed.item.published"),
    ],
    [
      "max_grade",
      (input) => (present(input.evidence_ceiling.max_grade)["feed.item.published"] = gradeOnly({})),
    ],
  ])("names an undeclared event in %s", (field, change) => {
    expect(broken(change)).toEqual([
      ["descriptor.undeclared_event", expect.stringContaining(field)],
    ]);
  });

  it.each([
    "can_publish",
    "can_deliver_payload",
    "can_collect_payload",
    "can_grant_access",
    "can_revoke_access",
    "can_observe_identity",
    "can_observe_authority",
    "can_emit_display_or_read_receipts",
    "can_emit_return_or_failure_events",
    "can_cancel_after_dispatch",
  ] as const)("wants something behind %s", (flag) => {
    expect(broken((input) => (input.capability_profile[flag] = true))).toEqual([
      ["descriptor.capability", expect.stringContaining(`${flag} is true`)],
    ]);
  });

  it("does not count the registration of a context as notifying", () => {
    const change = (input: Input) =>
      (present(input.supported_actions[0]).action_type = "notification.register_tracking_context");
    expect(broken(change)).toEqual([
      ["descriptor.capability", expect.stringContaining("can_notify is true")],
    ]);
  });

  it("forbids events of what is said to be never observed", () => {
    expect(broken((input) => (input.capability_profile.can_observe_interaction = false))).toEqual([
      ["descriptor.capability", expect.stringContaining("interaction.reply_received")],
    ]);
  });

  it("wants late events accepted where they are emitted", () => {
    expect(broken((input) => (input.capability_profile.can_emit_late_events = false))).toEqual([
      ["descriptor.capability", expect.stringContaining("contradict")],
    ]);
  });

  it("wants idempotency where an action requires it", () => {
    expect(broken((input) => (input.capability_profile.supports_idempotency = "none"))).toEqual([
      ["descriptor.capability", expect.stringContaining("notification.send")],
    ]);
  });

  it("wants profile and ceiling to answer alike", () => {
    expect(broken((input) => (input.evidence_profile.can_prove_identity = "partially"))).toEqual([
      ["descriptor.evidence_profile", expect.stringContaining("can_prove_identity")],
    ]);
  });

  it("lets no event be stronger than the strongest", () => {
    const change = (input: Input) => {
      input.evidence_ceiling.max_positive_event = "notification.attempt.created";
    };
    expect(broken(change).map(([rule]) => rule)).toEqual([
      "ceiling.max_positive_strength",
      "ceiling.max_positive_event",
      "ceiling.max_positive_event",
    ]);
  });

  it("names a strongest event whose strength nobody says", () => {
    const change = (input: Input) =>
      delete present(input.evidence_ceiling.max_grade)["notification.endpoint.accepted"];
    expect(broken(change)).toEqual([
      ["ceiling.missing_max_grade", expect.stringContaining("notification.endpoint.accepted")],
    ]);
  });

  it("lets no ceiling be stronger than its strongest event", () => {
    const change = (input: Input) => (input.evidence_ceiling.max_positive_strength = "conclusive");
    expect(broken(change)).toEqual([
      ["ceiling.max_positive_strength", expect.stringContaining('claims "conclusive"')],
    ]);
  });

  it.each<[field: string, change: (input: Input) => void]>([
    ["awareness_assurance", (input) => (input.assurance_capability.awareness_assurance = "strong")],
    [
      "delivery_assurance",
      (input) => (input.assurance_capability.delivery_assurance = "conclusive"),
    ],
    ["identity_assurance", (input) => (input.assurance_capability.identity_assurance = "medium")],
    ["authority_assurance", (input) => (input.assurance_capability.authority_assurance = "medium")],
    [
      "non_repudiation_assurance",
      (input) => (input.assurance_capability.non_repudiation_assurance = "strong"),
    ],
    ["identity_strength", (input) => (input.identity_profile.identity_strength = "low_to_high")],
    ["authority_strength", (input) => (input.identity_profile.authority_strength = "high")],
    [
      "strongest_evidence_level",
      (input) => (input.evidence_profile.strongest_evidence_level = "weak_to_conclusive"),
    ],
  ])("lets no summary say more than the ceiling: %s", (field, change) => {
    expect(broken(change)).toEqual([["descriptor.summary", expect.stringContaining(field)]]);
  });

  it("takes the summaries of the documents' own descriptors", () => {
    const email = (input: Input) => (input.assurance_capability.awareness_assurance = "weak");
    expect(broken(email)).toEqual([]);
    const sms = (input: Input) => {
      input.identity_profile = {
        identity_strength: "low_to_medium",
        authority_strength: "none_to_low",
      };
      input.evidence_profile.strongest_evidence_level = "medium_to_strong";
    };
    expect(broken(sms)).toEqual([]);
  });

  it("names an event type that the specification tells adapters to avoid", () => {
    const change = (input: Input) => {
      input.emitted_event_types = [...input.emitted_event_types, "delivery.postal.delivered"];
    };
    expect(broken(change)).toEqual([
      [
        "descriptor.discouraged_event",
        expect.stringContaining("Use delivery.postal.delivery_confirmed"),
      ],
    ]);
  });

  it("lets no maximum contradict what can be proven", () => {
    const change = (input: Input) => {
      present(input.evidence_ceiling.max_grade)["interaction.reply_received"] = gradeOnly({
        strength: "strong",
        actor_certainty: "high",
      });
    };
    expect(broken(change)).toEqual([
      ["ceiling.can_prove_identity", expect.stringContaining("actor_certainty")],
    ]);
  });

  it("names an event that is declared twice", () => {
    const change = (input: Input) => {
      input.emitted_event_types = [...input.emitted_event_types, "interaction.reply_received"];
    };
    expect(broken(change).map(([rule]) => rule)).toEqual(["descriptor.repeated"]);
  });
});

function gradeOnly(parts: Parameters<typeof gradeWith>[0]) {
  const { notes: _, ...grade } = gradeWith(parts);
  return grade;
}
