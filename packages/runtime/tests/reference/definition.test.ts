import { AdapterDefinitionError } from "@underclaim/contract";
import { defineAdapter } from "@underclaim/runtime";
import { referenceConnect } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";

const grade = (type: string) => {
  const [row] = referenceConnect.mapping[type] ?? [];
  if (row === undefined) throw new Error(`No row for ${type}`);
  return row;
};
const withRow = (type: string, change: object) => ({
  ...referenceConnect,
  mapping: { ...referenceConnect.mapping, [type]: [{ ...grade(type), ...change }] },
});

describe("an adapter that overclaims fails to define, naming row and dimension", () => {
  test("a receipt that knows who read it", () => {
    const type = "reference.receipt.delivered";
    const define = () =>
      defineAdapter(withRow(type, { grade: { ...grade(type).grade, actor_certainty: "high" } }));
    expect(define).toThrow(AdapterDefinitionError);
    expect(define).toThrow(/reference\.receipt\.delivered\[0\].*actor_certainty/);
  });

  test("an event it does not declare", () => {
    const define = () =>
      defineAdapter(withRow("reference.receipt.read", { event: "delivery.payload.viewed" }));
    expect(define).toThrow(/delivery\.payload\.viewed/);
  });

  test("an action it does not have", () => {
    const { "recipient.suppress": _, ...actions } = referenceConnect.actions;
    expect(() => defineAdapter({ ...referenceConnect, actions })).toThrow(/recipient\.suppress/);
  });
});

describe("an adapter that names what it does not have fails to define", () => {
  const untyped = (change: object) => () =>
    defineAdapter({ ...referenceConnect, ...(change as Partial<typeof referenceConnect>) });

  test("a moment of no native type", () => {
    const moments = { ...referenceConnect.moments, unknown: "reference.nothing" };
    expect(untyped({ moments })).toThrow(/moments\.unknown.*reference\.nothing/);
  });

  test("a resolution or a reaction of no native type", () => {
    expect(untyped({ resolves: { "reference.nothing": "accepted" } })).toThrow(
      /resolves.*reference\.nothing/,
    );
    const react = { "reference.nothing": { react: () => ({}) } };
    expect(untyped({ react })).toThrow(/react.*reference\.nothing/);
  });

  test("an action under another name than its capability", () => {
    const { "recipient.suppress": suppress, ...actions } = referenceConnect.actions;
    const renamed = { ...suppress?.capability, action_type: "recipient.forget" };
    const change = {
      actions: { ...actions, "recipient.suppress": { ...suppress, capability: renamed } },
    };
    expect(untyped(change)).toThrow(/recipient\.suppress.*recipient\.forget/);
  });
});

test("an assessment does not depend on the order of its events", () => {
  const natives = ["reference.receipt.failed", "reference.receipt.delivered"].map(
    (type) => ({ type }) as never,
  );
  expect(referenceConnect.assess(natives)).toEqual(referenceConnect.assess(natives.toReversed()));
  expect(referenceConnect.assess(natives).channel.subclass).toBe("undef.conflicting_evidence");
});

test("of a suppression and its end at one instant the suppression counts", () => {
  const at = (type: string) => ({ type, occurred_at: 5, received_at: 5 }) as never;
  const both = [at("reference.endpoint.suppressed"), at("reference.endpoint.unsuppressed")];
  expect(referenceConnect.assessEndpoint?.(both).suppression_state).toBe("suppressed");
  expect(referenceConnect.assessEndpoint?.(both.toReversed()).suppression_state).toBe("suppressed");
});
