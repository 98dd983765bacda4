import { describe, expect, it } from "vitest";
import {
  AdapterDefinitionError,
  assertDefinable,
  crossCheck,
  type MappingRow,
} from "@underclaim/contract";
import { gradeWith, pigeonDescriptor, pigeonMapping, rowWith } from "./sample-adapter.ts";

const withRow = (row: MappingRow) => ({ ...pigeonMapping, "pigeon.odd": [row] });

describe("crossCheck", () => {
  it("finds nothing in a consistent adapter", () => {
    expect(crossCheck(pigeonDescriptor(), pigeonMapping)).toEqual([]);
  });

  it("lets no overclaiming adapter define, and names row and dimension", () => {
    const row = rowWith({
      event: "interaction.reply_received",
      grade: gradeWith({ strength: "strong", actor_certainty: "high" }),
    });
    const define = () => assertDefinable(pigeonDescriptor(), withRow(row));
    expect(define).toThrow(AdapterDefinitionError);
    expect(define).toThrow(/pigeon\.odd\[0\] .*claims actor_certainty "high"/);
    expect(crossCheck(pigeonDescriptor(), withRow(row))).toEqual([
      {
        rule: "ceiling.max_grade",
        row: "pigeon.odd[0]",
        eventType: "interaction.reply_received",
        dimension: "actor_certainty",
        declared: "medium",
        claimed: "high",
        message: expect.stringContaining("actor_certainty"),
      },
      expect.objectContaining({ rule: "ceiling.can_prove_identity", declared: "medium" }),
    ]);
  });

  it.each([
    "strength",
    "actor_certainty",
    "authority_certainty",
    "payload_certainty",
    "interaction_certainty",
    "timing_certainty",
    "channel_certainty",
    "non_repudiation_strength",
  ] as const)("bounds %s", (dimension) => {
    const top =
      dimension === "strength" ? { strength: "conclusive" as const } : { [dimension]: "high" };
    const row = rowWith({ grade: gradeWith(top) });
    expect(crossCheck(pigeonDescriptor(), withRow(row))).toContainEqual(
      expect.objectContaining({ row: "pigeon.odd[0]", dimension, rule: "ceiling.max_grade" }),
    );
  });

  it("checks a table that defineMapping has not seen", () => {
    const claims = { strength: "legal_proof" } as never;
    const rules = (row: MappingRow) =>
      crossCheck(pigeonDescriptor(), withRow(row)).map(({ rule }) => rule);
    expect(rules(rowWith({ grade: gradeWith(claims) }))).toContain("mapping.grade");
    expect(rules({ ...rowWith({}), event: "notification.endpoint.accepted" })).toContain(
      "mapping.acceptance",
    );
  });

  it("checks a descriptor that defineDescriptor has not seen, and says where it is wrong", () => {
    const { evidence_ceiling: ceiling, ...rest } = pigeonDescriptor();
    const raw = (change: object) => ({
      ...rest,
      evidence_ceiling: { ...ceiling, ...change },
    });
    expect(crossCheck(raw({ can_prove_identity: "yes" }), pigeonMapping)).toEqual([
      {
        rule: "descriptor.schema",
        message: expect.stringContaining("evidence_ceiling.can_prove_identity"),
      },
    ]);
    const { feature_dependencies: _, ...without } = pigeonDescriptor();
    expect(crossCheck(without as ReturnType<typeof pigeonDescriptor>, pigeonMapping)).toEqual([
      expect.objectContaining({ message: expect.stringContaining("feature_dependencies") }),
    ]);
  });

  it("names a row whose event is not declared or not bounded", () => {
    const found = crossCheck(
      pigeonDescriptor(),
      withRow(rowWith({ event: "notification.attempt.queued" })),
    );
    expect(found.map(({ rule, row }) => [rule, row])).toEqual([
      ["mapping.undeclared_event", "pigeon.odd[0]"],
      ["ceiling.missing_max_grade", "pigeon.odd[0]"],
    ]);
  });

  it("names a declared event that no row emits, unless a reason is given", () => {
    const descriptor = pigeonDescriptor((input) => {
      input.emitted_event_types = [...input.emitted_event_types, "system.provider.degraded"];
    });
    const event = "system.provider.degraded";
    expect(crossCheck(descriptor, pigeonMapping)).toEqual([
      expect.objectContaining({ rule: "mapping.unreachable_event", eventType: event }),
    ]);
    const reason = {
      unreachable: { [event]: "Emitted by the health watch, not by a native event." },
    };
    expect(crossCheck(descriptor, pigeonMapping, reason)).toEqual([]);
    expect(crossCheck(descriptor, pigeonMapping, { unreachable: { [event]: " " } })).toHaveLength(
      1,
    );
  });

  it("names an exemption that nothing needs", () => {
    const found = crossCheck(pigeonDescriptor(), pigeonMapping, {
      unreachable: { "interaction.reply_received": "It is mapped." },
    });
    expect(found.map(({ rule }) => rule)).toEqual(["mapping.needless_exemption"]);
  });

  it("names a feature that a row requires and the descriptor does not declare", () => {
    const found = crossCheck(pigeonDescriptor(), withRow(rowWith({ requiredFeatures: ["radar"] })));
    expect(found).toEqual([
      expect.objectContaining({ rule: "mapping.undeclared_feature", row: "pigeon.odd[0]" }),
    ]);
  });
});
