import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { GoldenTest } from "@underclaim/contract/golden";
import { pigeonText } from "./pigeon-golden.ts";

const jsonSchema = z.toJSONSchema(GoldenTest, { target: "draft-2020-12", io: "input" });
const sample: Record<string, unknown> = parse(pigeonText, { schema: "core" });

function bothJudge(golden: unknown): boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const byJsonSchema = ajv.validate(jsonSchema, golden);
  const byZod = GoldenTest.safeParse(golden).success;
  expect(byJsonSchema).toBe(byZod);
  return byZod;
}

const without = (key: string) =>
  Object.fromEntries(Object.entries(sample).filter(([name]) => name !== key));

describe("the golden format, by zod and by its JSON Schema alike", () => {
  it("takes the sample", () => {
    expect(bothJudge(sample)).toBe(true);
  });

  it.each(["test_id", "adapter_id", "scenario", "clause", "provenance", "steps"])(
    "needs %s",
    (key) => {
      expect(bothJudge(without(key))).toBe(false);
    },
  );

  it.each([
    "covers",
    "given",
    "must_not_emit",
    "expected_evidence_events",
    "expected_assessment",
    "expected_health",
  ])("does without %s", (key) => {
    expect(bothJudge(without(key))).toBe(true);
  });

  it.each<[what: string, change: Record<string, unknown>]>([
    ["an unknown key", { expected_event: [] }],
    ["a step of two kinds", { steps: [{ advance: "PT1S", restart: true }] }],
    ["a step of no kind", { steps: [{}] }],
    ["a restart that is none", { steps: [{ restart: false }] }],
    ["months", { steps: [{ advance: "P1M" }] }],
    ["a relative path", { steps: [{ request: { method: "GET", path: "feed.xml" } }] }],
    ["a fault without a point", { steps: [{ fault: { at: "commit" } }] }],
    ["an exemption without a reason", { exempt_laws: [{ law: "durable" }] }],
    ["a wild pattern", { must_not_emit: ["*.opened"] }],
    ["an empty subject", { subject: "" }],
  ])("refuses %s", (_, change) => {
    expect(bothJudge({ ...sample, ...change })).toBe(false);
  });

  it.each([
    "rss/12.1/3",
    "sms/19/1",
    "subclass:rss/undef.aggregator_fetch",
    "category:duplicate action request",
    "flow:rss/29.1",
    "action:feed.publish_item",
    "state:sms/accepted",
    "signal:xmpp/receipt",
  ])("takes the coverage id %s", (id) => {
    expect(bothJudge({ ...sample, covers: [id] })).toBe(true);
  });
});
