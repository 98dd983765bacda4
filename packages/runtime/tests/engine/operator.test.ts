import { describe, expect, test } from "vitest";
import { stage } from "./stage.ts";

const RESOLVED = ["notification.endpoint.accepted", "notification.endpoint.rejected_temporary"];

async function unknownOperation() {
  const staged = await stage();
  const operation = await staged.send();
  await staged.reply({ error: "timeout" });
  expect(await staged.state(operation)).toBe("unknown");
  return { ...staged, operation };
}

describe("an operator's word", () => {
  test("is written with the transition only: of two at once one decides, and the other is told so", async () => {
    const { runtime, tenant, operation, state, driver } = await unknownOperation();
    const answers = await Promise.all([
      runtime().resolve(tenant, operation, "accepted", ""),
      runtime().resolve(tenant, operation, "rejected", ""),
    ]);
    expect(answers.toSorted()).toEqual(["not_unknown", "resolved"]);
    const decided = answers[0] === "resolved" ? "accepted" : "rejected";
    expect(await state(operation)).toBe(decided);
    const words = (await driver.adapterEvents()).filter(({ adapter_event_type: type }) =>
      type.startsWith("reference.operator."),
    );
    expect(words.map(({ adapter_event_type: type }) => type)).toEqual([
      `reference.operator.resolved_${decided}`,
    ]);
  });

  test("said twice at once is one word", async () => {
    const { runtime, tenant, operation, types } = await unknownOperation();
    const before = (await types()).length;
    const answers = await Promise.all(
      [1, 2, 3].map(() => runtime().resolve(tenant, operation, "accepted", "seen")),
    );
    expect(answers.toSorted()).toEqual(["not_unknown", "not_unknown", "resolved"]);
    const added = (await types()).slice(before);
    expect(added.filter((type) => RESOLVED.includes(type)).length).toBeLessThanOrEqual(1);
  });

  test("that comes after a receipt settled the operation is not written", async () => {
    const { runtime, tenant, operation, types, driver } = await unknownOperation();
    const store = runtime().store;
    const { commit } = store;
    // The receipt is committed between the operator's reading and writing.
    Object.assign(store, {
      commit: async (...[of, changes]: Parameters<typeof commit>) => {
        Object.assign(store, { commit });
        await commit(of, {
          guards: [],
          operations: [{ id: operation, state: "accepted", dueAt: null }],
        });
        return commit(of, changes);
      },
    });
    const before = await types();
    expect(await runtime().resolve(tenant, operation, "rejected", "")).toBe("not_unknown");
    expect(await types()).toEqual(before);
    expect(driver.life().runtime.counters().outcomes.rejected).toBe(0);
  });
});
