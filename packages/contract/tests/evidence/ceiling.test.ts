import { describe, expect, it } from "vitest";
import { checkCeiling, checkGrade, EvidenceCeiling } from "@underclaim/contract";
import { gradeWith } from "../mapping/sample-adapter.ts";

const nothingProven = {
  max_positive_event: "interaction.reply_received",
  max_positive_strength: "strong",
  can_prove_human_awareness: false,
  can_prove_payload_access: false,
  can_prove_payload_delivery: false,
  can_prove_identity: false,
  can_prove_authority: false,
  can_prove_non_repudiation: false,
} as const;

const found = (
  eventType: string,
  parts: Parameters<typeof gradeWith>[0],
  ceiling: Readonly<Record<string, unknown>> = {},
) =>
  checkGrade(
    "row",
    eventType,
    gradeWith(parts),
    EvidenceCeiling.parse({ ...nothingProven, ...ceiling }),
  ).map(({ rule, dimension, declared }) => `${rule} ${dimension} ${declared}`);

describe("the evidence ceiling", () => {
  it("bounds positive strength by the strongest of the adapter", () => {
    expect(found("interaction.reply_received", { strength: "conclusive" })).toEqual([
      "ceiling.max_positive_strength strength strong",
    ]);
    expect(found("interaction.reply_received", { strength: "strong" })).toEqual([]);
  });

  it.each([
    ["interaction.authenticated_actor_interaction", "can_prove_identity"],
    ["identity.actor_confirmed_by_voice", "can_prove_identity"],
    ["interaction.authorized_actor_interaction", "can_prove_authority"],
    ["authority.notary_confirmed", "can_prove_authority"],
  ])("lets %s be no more than weak without %s", (eventType, capability) => {
    expect(found(eventType, { strength: "strong" })).toEqual([
      `ceiling.${capability} strength weak`,
    ]);
    expect(found(eventType, { strength: "weak" })).toEqual([]);
  });

  it.each([
    ["interaction.message.understood", "can_prove_human_awareness"],
    ["delivery.payload.read_by_person", "can_prove_payload_delivery"],
    ["access.document.read", "can_prove_payload_access"],
  ])("lets %s, which nobody has defined, be no more than medium without %s", (type, capability) => {
    expect(found(type, { strength: "strong" })).toContain(`ceiling.${capability} strength medium`);
    expect(found(type, { strength: "medium" })).toEqual([]);
  });

  it("lets it be as sure as it is that an actor is not known", () => {
    expect(found("identity.actor_unknown", { strength: "strong" })).toEqual([]);
    expect(found("authority.self_asserted", { strength: "strong" })).toEqual([]);
  });

  it("lets failures and ambiguity be as sure as they are", () => {
    const ceiling = { max_positive_strength: "none" };
    expect(found("notification.endpoint.unknown", { strength: "negative" }, ceiling)).toEqual([]);
    expect(found("notification.endpoint.unknown", { strength: "ambiguous" }, ceiling)).toEqual([]);
  });

  it("allows no more than weak where the strongest is unknown", () => {
    const ceiling = { max_positive_strength: "unknown" };
    expect(found("interaction.reply_received", { strength: "weak" }, ceiling)).toEqual([]);
    expect(found("interaction.reply_received", { strength: "medium" }, ceiling)).toEqual([
      "ceiling.max_positive_strength strength weak",
    ]);
  });

  it("lets an undeclared event type know its actor no better than low without identity", () => {
    expect(found("interaction.reply_received", { actor_certainty: "medium" })).toEqual([
      "ceiling.can_prove_identity actor_certainty low",
    ]);
    const declared = { max_grade: { "interaction.reply_received": maximum } };
    expect(found("interaction.reply_received", { actor_certainty: "medium" }, declared)).toEqual(
      [],
    );
    const partially = { ...declared, can_prove_identity: "partially" };
    expect(found("interaction.reply_received", { actor_certainty: "high" }, partially)).toEqual([
      "ceiling.max_grade actor_certainty medium",
    ]);
  });

  it("bounds authority and non-repudiation where they cannot be proven", () => {
    const grade = { authority_certainty: "medium", non_repudiation_strength: "medium" } as const;
    expect(found("interaction.reply_received", grade)).toEqual([
      "ceiling.can_prove_authority authority_certainty low",
      "ceiling.can_prove_non_repudiation non_repudiation_strength low",
    ]);
  });

  it.each([
    ["interaction.notification.opened", "can_prove_human_awareness"],
    ["delivery.payload.downloaded", "can_prove_payload_access"],
    ["delivery.payload.received", "can_prove_payload_delivery"],
  ])("lets %s be no more than medium without %s", (eventType, capability) => {
    expect(found(eventType, { strength: "strong" })).toEqual([
      `ceiling.${capability} strength medium`,
    ]);
    expect(found(eventType, { strength: "strong" }, { [capability]: "partially" })).toEqual([]);
    expect(found(eventType, { strength: "negative" })).toEqual([]);
  });

  it("is itself checked for contradictions", () => {
    const ceiling = EvidenceCeiling.parse({
      ...nothingProven,
      max_grade: { "interaction.reply_received": { ...maximum, strength: "conclusive" } },
    });
    expect(checkCeiling(ceiling).map(({ row, rule }) => [row, rule])).toEqual([
      ["max_grade.interaction.reply_received", "ceiling.max_positive_strength"],
    ]);
  });
});

const { notes: _, ...maximum } = gradeWith({ strength: "strong", actor_certainty: "medium" });
