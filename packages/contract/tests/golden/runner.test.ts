import { describe, expect, it } from "vitest";
import { describeFailure, type GoldenTest, runGolden } from "@underclaim/contract/golden";
import { present } from "../mapping/present.ts";
import { type Defect, fakeDriver } from "./fake-driver.ts";
import { pigeonGolden } from "./pigeon-golden.ts";

const failuresOf = async (changes: Partial<GoldenTest>, ...defects: Defect[]) => {
  const result = await runGolden(pigeonGolden(changes), fakeDriver(...defects));
  expect(result.status).toBe(result.failures.length === 0 ? "pass" : "fail");
  return result.failures;
};
const rulesOf = async (changes: Partial<GoldenTest>, ...defects: Defect[]) => [
  ...new Set((await failuresOf(changes, ...defects)).map(({ rule }) => rule)),
];

describe("the golden runner", () => {
  it("passes an honest adapter", async () => {
    expect(await runGolden(pigeonGolden(), fakeDriver())).toEqual({
      test_id: "pigeon_landed_is_not_read",
      status: "pass",
      failures: [],
    });
  });

  it("names a lost event and what came nearest", async () => {
    const [failure] = await failuresOf({}, "loses_replies");
    expect(failure).toMatchObject({
      rule: "missing_event",
      where: "expected_evidence_events[0]",
      expected: { event_type: "interaction.reply_received" },
    });
  });

  it("names every event beyond the expected ones", async () => {
    const expected = pigeonGolden().expected_evidence_events?.slice(1) ?? [];
    expect(await failuresOf({ expected_evidence_events: expected })).toEqual([
      expect.objectContaining({
        rule: "unexpected_event",
        actual: expect.objectContaining({ event_type: "interaction.reply_received" }),
      }),
    ]);
    expect(await rulesOf({ expected_evidence_events: [] })).toEqual(["unexpected_event"]);
  });

  it("checks no events where none are spoken of", async () => {
    const changes = { expected_evidence_events: undefined, must_not_emit: undefined };
    expect(await rulesOf(changes, "loses_replies")).toEqual([]);
  });

  it("names what must not be emitted, by type and by prefix", async () => {
    expect(await rulesOf({}, "emits_undeclared")).toContain("forbidden_event");
    expect(await rulesOf({ must_not_emit: ["interaction.*"] })).toEqual(["forbidden_event"]);
    expect(await rulesOf({ must_not_emit: ["interact.*"] })).toEqual([]);
  });

  it("checks the answer of each step", async () => {
    expect(await failuresOf({}, "answers_wrongly")).toEqual([
      expect.objectContaining({
        rule: "action_result",
        where: "steps[0]: status",
        expected: 202,
        actual: 200,
      }),
    ]);
  });

  it.each<[rule: string, changes: Partial<GoldenTest>]>([
    ["assessment", { expected_assessment: { category: "fail" } }],
    ["participant_assessment", { expected_participant_assessment: { category: "success" } }],
    ["action_result", { expected_action_result: { error_code: "suppressed" } }],
    ["adapter_event", { expected_adapter_events: [{ adapter_event_type: "pigeon.lost" }] }],
    ["health", { expected_health: { status: "degraded" } }],
    ["descriptor", { expected_descriptor: { adapter_id: "dove.default" } }],
    [
      "endpoint_quality",
      { expected_endpoint_quality: [{ endpoint_id: "ep_1", quality: { validity: "valid" } }] },
    ],
  ])("judges the %s", async (rule, changes) => {
    expect(await rulesOf(changes)).toEqual([rule]);
  });

  it.each([
    { status: 404 },
    { json: { ring: "8" } },
    { body_contains: ["feather"] },
    { body_excludes: ["ring"] },
    { headers: { "content-type": "text/html" } },
  ])("judges a response by %j", async (expect_) => {
    const steps = pigeonGolden().steps.map((step) =>
      "request" in step ? { request: { ...step.request, expect: expect_ } } : step,
    );
    expect(await rulesOf({ steps })).toEqual(["response"]);
  });

  it("judges the answer to a native event", async () => {
    const steps = pigeonGolden().steps.map((step) =>
      "native" in step ? { ...step, expect: { status: 401 } } : step,
    );
    expect(await rulesOf({ steps })).toEqual(["native_answer"]);
  });

  it("fails a golden whose capture names nothing", async () => {
    const steps = [{ request: { method: "GET" as const, path: "/{{response[3].body}}" } }];
    expect(await failuresOf({ steps })).toEqual([
      expect.objectContaining({ rule: "golden", actual: expect.stringContaining("response[3]") }),
    ]);
  });

  it("captures out of an answer that is JSON, and nothing out of what is none", async () => {
    const asking = (capture: string) => ({
      steps: [
        ...pigeonGolden().steps,
        { request: { method: "GET" as const, path: `/pigeons/{{response[0].${capture}}}` } },
      ],
    });
    expect(await rulesOf(asking("body.ring"))).toEqual([]);
    expect(await rulesOf(asking("body.beak"))).toEqual(["golden"]);
    expect(await rulesOf(asking("headers.content-type.ring"))).toEqual(["golden"]);
  });

  it("fails a golden that expects an assessment of nothing", async () => {
    expect(await rulesOf({ steps: [], expected_action_result: undefined })).toContain("golden");
  });

  it("says in words what failed and why it matters", async () => {
    const [failure] = await failuresOf({}, "answers_wrongly");
    expect(describeFailure(present(failure))).toBe(
      "[action_result] steps[0]: status\n  expected 202\n  actual   200\n" +
        "  The engine acts on the answer: a wrong one makes it repeat, give up or wait for nothing.",
    );
  });

  it("fills what an action leaves out, the same each time, and keeps what it says", async () => {
    const seen: Readonly<Record<string, unknown>>[] = [];
    const driver = fakeDriver();
    const action = driver.action.bind(driver);
    driver.action = (request) => {
      seen.push(request);
      return action(request);
    };
    const sent = { action: { action_type: "notification.send", idempotency_key: null } };
    await runGolden(pigeonGolden({ steps: [{ advance: "PT1M" }, sent] }), driver);
    expect(seen).toEqual([
      {
        action_type: "notification.send",
        request_id: "req_pigeon_landed_is_not_read_0",
        coordination_case_id: "case_pigeon_landed_is_not_read",
        idempotency_key: null,
        requested_at: "2026-01-01T12:01:00.000Z",
        tracking_context: {
          correlation_id: "corr_pigeon_landed_is_not_read_0",
          coordination_case_id: "case_pigeon_landed_is_not_read",
        },
      },
    ]);
  });
});
