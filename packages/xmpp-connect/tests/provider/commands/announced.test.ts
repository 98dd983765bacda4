import { systemClock, type Clock } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { NS } from "../../../src/model/namespaces.ts";
import { anyHasCommands } from "../../../src/provider/commands/announced.ts";
import type { IqAnswer } from "../../../src/provider/session/iq.ts";
import { element } from "../../support/element.ts";

const answer = (...features: readonly string[]): IqAnswer => ({
  ok: true,
  iq: element(
    `<iq type="result"><query xmlns="${NS.info}">${features.map((each) => `<feature var="${each}"/>`).join("")}</query></iq>`,
  ),
});
const never = new Promise<never>(() => undefined);

/** @param known by full JID, what the session knows; absent: nothing @param answers what who is asked says; absent: nothing */
function given(
  known: Readonly<Record<string, boolean>>,
  answers: Readonly<Record<string, IqAnswer>>,
) {
  const asked: string[] = [];
  const due: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    now: () => 0,
    wakeAt: (_at, callback) => {
      due.push(callback);
      return () => undefined;
    },
  };
  const has = (...clients: readonly string[]): Promise<boolean> =>
    anyHasCommands(
      {
        clock,
        iqs: {
          ask: async (_type, to) => {
            asked.push(to ?? "");
            return answers[to ?? ""] ?? never;
          },
        },
        known: { hasCommands: async (full) => known[full] ?? null },
      },
      clients,
    );
  return { asked, has, timeOver: () => due.forEach((wake) => wake()) };
}

describe("whether a recipient has commands", () => {
  test("is not asked of a client that has said it already", async () => {
    const { asked, has } = given({ "ann@x/a": true, "ann@x/b": false }, {});
    await expect(has("ann@x/a")).resolves.toBe(true);
    await expect(has("ann@x/b")).resolves.toBe(false);
    await expect(has("ann@x/b", "ann@x/a")).resolves.toBe(true);
    expect(asked).toEqual([]);
  });

  test("is asked of the others, and one that has them suffices", async () => {
    const { asked, has } = given(
      { "ann@x/a": false },
      { "ann@x/b": answer(NS.commands), "ann@x/c": answer(NS.receipts) },
    );
    await expect(has("ann@x/a", "ann@x/b", "ann@x/silent")).resolves.toBe(true);
    await expect(has("ann@x/a", "ann@x/c")).resolves.toBe(false);
    expect(asked).toEqual(["ann@x/b", "ann@x/silent", "ann@x/c"]);
  });

  test("is no where nobody is known to be there, or nobody says in time", async () => {
    const { has, timeOver } = given({}, { "ann@x/c": { ok: false, condition: "timeout" } });
    await expect(has()).resolves.toBe(false);
    await expect(has("ann@x/c")).resolves.toBe(false);
    const waiting = has("ann@x/silent");
    timeOver();
    await expect(waiting).resolves.toBe(false);
  });
});
