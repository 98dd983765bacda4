import {
  checkLaw,
  describeFailure,
  GoldenTest,
  lawsWith,
  runGolden,
} from "@underclaim/contract/golden";
import { afterAll, expect, test } from "vitest";
import { smsDriver } from "../../src/testing/index.ts";

const dlr = (id: string, status: string, reference = "") => ({
  native: {
    source: "vonage.dlr",
    account: "main",
    // A capture stands in the text as it is: it is filled in before the text is signed.
    body: `messageId=${id}&status=${status}&err-code=${status === "failed" ? 1 : 0}&client-ref=${reference}`,
  },
});

const golden = (steps: readonly object[], expected: object): GoldenTest =>
  GoldenTest.parse({
    test_id: "parts_over_the_wire",
    adapter_id: "sms-connect.default",
    scenario: "A message of two parts.",
    clause: { document: "SmsAdapterSpecification", section: "8.3" },
    provenance: "constructed",
    covers: [],
    given: {
      configuration: {
        providers: [
          {
            kind: "vonage",
            account: "main",
            api_key: "key",
            api_secret: "0123456789abcdef",
            signature_secrets: ["secret-of-the-test-provider"],
          },
        ],
        senders: [
          {
            sender_identity_id: "office",
            sender_type: "long_code",
            sender_value: "+4930123456",
          },
        ],
      },
    },
    steps: [
      {
        action: {
          action_type: "notification.send",
          participant_id: "participant-1",
          target_endpoint: { endpoint_type: "phone_number", value: "+491701234567" },
          content: { body_text: "x".repeat(170) },
        },
      },
      ...steps,
    ],
    ...expected,
  });

const answer = {
  provider_reply: {
    status: 200,
    body: {
      "message-count": "2",
      messages: ["p1", "p2"].map((id) => ({
        to: "491701234567",
        "message-id": id,
        status: "0",
      })),
    },
  },
};

const SENT = [
  { event_type: "notification.attempt.accepted_by_adapter" },
  { event_type: "notification.attempt.accepted_by_provider" },
];
const PART = {
  event_type: "notification.endpoint.accepted",
  evidence_grade: { strength: "medium" },
  metadata: { segment_count: 2 },
};
const FAILED_PART = {
  event_type: "notification.endpoint.rejected_temporary",
  metadata: { segment_count: 2 },
};
const WHOLE = {
  event_type: "notification.endpoint.accepted",
  evidence_grade: { strength: "strong", timing_certainty: "medium" },
  metadata: { aggregated: true },
};
const PARTIAL = {
  event_type: "notification.endpoint.unknown",
  metadata: { aggregated: true },
};

const OURS = "{{operation.adapter_operation_id}}";

const STORIES: readonly (readonly [string, GoldenTest])[] = [
  [
    "both parts are delivered: only then is the message",
    golden([answer, dlr("p1", "delivered"), dlr("p2", "delivered")], {
      expected_evidence_events: [...SENT, PART, PART, WHOLE],
      expected_assessment: { category: "success", subclass: "success.delivered" },
      expected_participant_assessment: {
        category: "undef",
        subclass: "undef.delivered_but_awareness_unproven",
      },
    }),
  ],
  [
    "one part is delivered and nothing is heard of the other: the message is not",
    golden([answer, dlr("p1", "delivered")], {
      expected_evidence_events: [...SENT, PART],
      expected_assessment: { category: "undef", subclass: "undef.provider_accepted_only" },
    }),
  ],
  [
    "… nor at the deadline",
    golden([answer, dlr("p1", "delivered"), { advance: "P4D" }], {
      expected_evidence_events: [...SENT, PART, { event_type: "notification.endpoint.unknown" }],
      expected_assessment: { category: "undef", subclass: "undef.delivery_receipt_missing" },
    }),
  ],
  [
    "one part is delivered and the other is not",
    golden([answer, dlr("p1", "delivered"), dlr("p2", "failed")], {
      expected_evidence_events: [...SENT, PART, FAILED_PART, PARTIAL],
      expected_assessment: { category: "undef", subclass: "undef.delivery_status_unknown" },
    }),
  ],
  [
    "a part that was delivered turns out not to be: the whole is told anew, and the old is kept",
    golden(
      [
        answer,
        dlr("p1", "delivered"),
        dlr("p2", "delivered"),
        { advance: "PT1S" },
        dlr("p2", "failed"),
      ],
      {
        expected_evidence_events: [...SENT, PART, PART, WHOLE, FAILED_PART, PARTIAL],
        expected_assessment: { category: "undef", subclass: "undef.conflicting_evidence" },
      },
    ),
  ],
  [
    "a part's receipt that outruns the answer is a part's all the same",
    golden([dlr("p1", "delivered", OURS), answer, dlr("p2", "delivered")], {
      expected_evidence_events: [...SENT, PART, PART, WHOLE],
      expected_assessment: { category: "success", subclass: "success.delivered" },
      exempt_laws: [
        { law: "late_accepted", reason: "Thirty days before the answer there is no answer." },
      ],
    }),
  ],
  [
    "parts whose message's answer was lost are told apart by the plan's count",
    golden(
      [
        { advance: "PT1H" },
        dlr("p1", "delivered", OURS),
        { advance: "PT1S" },
        dlr("p2", "delivered", OURS),
      ],
      {
        expected_evidence_events: [
          { event_type: "notification.attempt.accepted_by_adapter" },
          { event_type: "notification.endpoint.unknown" },
          PART,
          PART,
          WHOLE,
        ],
        expected_assessment: { category: "success", subclass: "success.delivered" },
      },
    ),
  ],
];

const driver = smsDriver();
afterAll(() => driver.close());

test.each(STORIES)("%s", async (_story, told) => {
  const { failures } = await runGolden(told, driver);
  expect(failures.map(describeFailure).join("\n")).toBe("");
});

/** Those that parts could break; every golden is held against all of them elsewhere. */
const LAWS = lawsWith({ seed: 7, rounds: 2 }).filter(({ id }) =>
  ["underclaim", "arrival_order", "late_accepted"].includes(id),
);

test.each(STORIES)("… in any order, and late: %s", async (_story, told) => {
  expect(LAWS).toHaveLength(3);
  for (const law of LAWS) expect((await checkLaw(law, told, driver)).violations).toEqual([]);
});
