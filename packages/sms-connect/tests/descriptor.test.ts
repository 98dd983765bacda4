import type { AdapterActionCapability } from "@underclaim/contract";
import { crossCheck, exceeds, mappingRows } from "@underclaim/contract";
import { defineAdapter } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { smsDescriptor } from "../src/descriptor.ts";
import { assessSms } from "../src/evidence/assess.ts";
import { smsMapping } from "../src/evidence/mapping.ts";
import type { SmsNative } from "../src/native/types.ts";

const ACTIONS = [
  "notification.send",
  "notification.send_reminder",
  "notification.schedule",
  "notification.cancel",
  "notification.register_tracking_context",
  "recipient.suppress",
  "recipient.unsuppress",
  "recipient.opt_in_record",
  "recipient.opt_out_record",
];

const actions = ACTIONS.map((action_type): AdapterActionCapability => ({
  action_type,
  mode: "async",
  idempotency_required: true,
  required_fields: [],
  optional_fields: [],
  supported_channels: ["sms"],
  supported_endpoint_types: ["phone_number"],
  preconditions: [],
  postconditions: [],
  capability_dependencies: [],
  unsupported_when: [],
  expected_initial_events: ["notification.attempt.accepted_by_adapter"],
  possible_later_events: [],
  known_failure_modes: [],
}));
const descriptor = smsDescriptor({ actions, idempotencyRetention: "P7D" });

test("the descriptor and the mapping agree", () => {
  expect(crossCheck(descriptor, smsMapping)).toEqual([]);
});

test("an adapter can be defined with them", () => {
  const stub = Object.fromEntries(
    actions.map((capability) => [
      capability.action_type,
      {
        capability,
        request: { parse: (value: unknown) => value } as never,
        plan: () => {
          throw new Error("a stub");
        },
      },
    ]),
  );
  const definition = defineAdapter<SmsNative>({
    descriptor,
    actions: stub,
    sources: {},
    mapping: smsMapping,
    assess: assessSms,
    subjects: { path: "messages", prefix: "sms_" },
    operationPrefix: "smsop",
    parkMs: 1,
  });
  expect(definition.descriptor.adapter_id).toBe("sms-connect.default");
});

test("it says what §15 says", () => {
  expect(descriptor).toMatchObject({
    adapter_name: "sms-connect",
    adapter_contract_version: "1.1",
    adapter_types: ["notification", "communication", "interaction"],
    provider_family: "sms",
    deployment_mode: "external",
    supported_channels: ["sms"],
    evidence_profile: {
      strongest_evidence_level: "medium_to_strong",
      can_prove_human_awareness: false,
      can_prove_payload_delivery: false,
      can_prove_identity: false,
    },
    identity_profile: { identity_strength: "low_to_medium", authority_strength: "none_to_low" },
    idempotency_retention: "P7D",
  });
  expect(descriptor.limitations).toEqual(
    expect.arrayContaining([
      "Alphanumeric sender IDs may not support inbound replies.",
      "Link clicks do not prove actor identity.",
    ]),
  );
});

test("every event that §4.2, §15 and §36 name is declared, but for the one that needs another's identity evidence", () => {
  expect(descriptor.emitted_event_types).toEqual(
    expect.arrayContaining([
      "notification.attempt.created",
      "notification.endpoint.unreachable",
      "notification.channel.complaint_received",
      "notification.channel.reputation_warning",
      "interaction.acknowledgement_recorded",
      "system.provider.unavailable",
    ]),
  );
  expect(descriptor.emitted_event_types).not.toContain(
    "interaction.authenticated_actor_interaction",
  );
});

test("no maximum is higher than the strongest row needs", () => {
  for (const [event, most] of Object.entries(descriptor.evidence_ceiling.max_grade)) {
    const grades = mappingRows(smsMapping)
      .filter(({ row }) => row.event === event)
      .map(({ row }) => row.grade);
    for (const dimension of [
      "actor_certainty",
      "payload_certainty",
      "channel_certainty",
    ] as const) {
      const reached = grades.some(
        (grade) => exceeds(most, { [dimension]: grade[dimension] }).length === 0,
      );
      expect([event, dimension, reached]).toEqual([event, dimension, true]);
    }
  }
});
