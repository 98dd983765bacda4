import { expect, test } from "vitest";
import { ownAct } from "../../src/index.ts";

test("what the adapter did to an operation happens once for each type, and says nothing by itself", () => {
  const metadata = { reason: "late" };
  expect(ownAct("pigeon.kept", "op_1", { metadata })).toEqual({
    type: "pigeon.kept",
    source: "adapter",
    dedupeKey: "op_1:pigeon.kept",
    evidenceKey: "op_1:pigeon.kept",
    occurredAt: null,
    nativeType: null,
    nativeStatus: null,
    refs: [],
    observation: { source_type: "adapter", source_confidence: "high" },
    metadata,
  });
});
