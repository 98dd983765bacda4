import { crossCheck, exceeds, mappingRows } from "@underclaim/contract";
import { expect, test } from "vitest";
import { xmppConnect } from "../src/adapter.ts";
import { xmppMapping } from "../src/evidence/mapping.ts";
import { kitOf } from "./support/kit.ts";

const { descriptor } = xmppConnect(kitOf(), { idempotencyRetention: "P7D" });

test("the descriptor and the mapping agree, with the actions as they are", () => {
  expect(crossCheck(descriptor, xmppMapping)).toEqual([]);
});

test("it says what §20 says", () => {
  expect(descriptor).toMatchObject({
    adapter_id: "xmpp-connect.default",
    adapter_name: "xmpp-connect",
    adapter_contract_version: "1.1",
    adapter_types: ["notification", "communication", "interaction", "feed"],
    provider_family: "xmpp",
    provider_name: "configurable",
    deployment_mode: "external",
    supported_channels: ["xmpp", "xmpp_muc", "xmpp_pubsub"],
    evidence_profile: {
      strongest_evidence_level: "medium_to_strong",
      can_prove_human_awareness: "partially",
      can_prove_payload_delivery: false,
      can_prove_identity: "partially",
    },
    identity_profile: {
      identity_strength: "medium_to_high",
      authority_strength: "none_to_medium",
    },
    idempotency_retention: "P7D",
  });
  expect(descriptor.supported_endpoint_types).toEqual(
    expect.arrayContaining([
      "bare_jid",
      "full_jid",
      "component_jid",
      "muc_room_jid",
      "pubsub_node",
    ]),
  );
  expect(descriptor.limitations).toEqual(
    expect.arrayContaining([
      "Server acceptance does not prove client delivery.",
      "Displayed markers provide stronger awareness evidence but not comprehension.",
    ]),
  );
});

test("end-to-end encryption and knowledge of a room's occupants are not promised, and that is said", () => {
  expect(descriptor.limitations.join(" ")).toMatch(
    /participant-specific awareness.*End-to-end encryption/s,
  );
});

test("every event that §4.2, §20 and §36 name of one-to-one messages is declared", () => {
  expect(descriptor.emitted_event_types).toEqual(
    expect.arrayContaining([
      "notification.attempt.created",
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.rejected_by_adapter",
      "notification.attempt.accepted_by_provider",
      "notification.attempt.rejected_by_provider",
      "notification.endpoint.accepted",
      "notification.endpoint.deferred",
      "notification.endpoint.rejected_temporary",
      "notification.endpoint.rejected_permanent",
      "notification.endpoint.unreachable",
      "notification.endpoint.unknown",
      "interaction.notification.opened",
      "interaction.reply_received",
      "interaction.acknowledgement_recorded",
      "interaction.authenticated_actor_interaction",
      "interaction.unverified_actor_interaction",
      "identity.actor_authenticated",
      "system.provider.degraded",
      "system.provider.unavailable",
    ]),
  );
});

test("no maximum is higher than the strongest row needs", () => {
  for (const [event, most] of Object.entries(descriptor.evidence_ceiling.max_grade)) {
    const grades = mappingRows(xmppMapping)
      .filter(({ row }) => row.event === event)
      .map(({ row }) => row.grade);
    for (const dimension of [
      "strength",
      "actor_certainty",
      "authority_certainty",
      "payload_certainty",
      "interaction_certainty",
      "timing_certainty",
      "channel_certainty",
      "non_repudiation_strength",
    ] as const) {
      const reached = grades.some(
        (grade) => exceeds(most, { [dimension]: grade[dimension] }).length === 0,
      );
      expect([event, dimension, reached]).toEqual([event, dimension, true]);
    }
  }
});
