import type { Recheck } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { acceptedAs, request, stage } from "./stage.ts";

const KEY = ["stands-against", "all"] as const;

/** Whoever has written the document stands against everything that is sent. */
const asking: Recheck = {
  reads: () => [{ doc: KEY }],
  check: ({ operation }, snapshot) => {
    const doc = snapshot.doc(KEY);
    return {
      guards: [{ doc: KEY, version: doc?.version ?? 0 }],
      refused:
        doc === null
          ? null
          : {
              type: "reference.request.refused",
              source: "adapter",
              dedupeKey: `${operation}:recheck`,
              evidenceKey: "recheck",
              occurredAt: null,
              nativeType: null,
              nativeStatus: null,
              refs: [],
              observation: { source_type: "adapter", source_confidence: "high" },
            },
    };
  },
};

const rechecking = () =>
  stage((composition) => ({
    ...composition,
    definition: { ...composition.definition, recheck: asking },
  }));

const later = () =>
  request({
    action_type: "notification.schedule",
    parameters: { send_at: "2026-01-01T13:00:00Z" },
  });

const calls = ({ driver }: Awaited<ReturnType<typeof stage>>) =>
  driver.world().provider.calls.length;

describe("an operation that is about to leave is looked at again", () => {
  test("what came to stand against it while it waited stops it, and says so", async () => {
    const on = await rechecking();
    const answer = await on.submit(later());
    await on.runtime().store.commit(on.tenant, {
      guards: [],
      docs: [{ put: KEY, text: "{}" }],
    });
    await on.advance(3_600_000);
    expect(calls(on)).toBe(0);
    expect(await on.state("operation" in answer ? answer.operation : "")).toBe("cancelled");
    expect(await on.types()).toEqual([
      "notification.attempt.scheduled",
      "notification.attempt.rejected_by_adapter",
    ]);
  });

  test("what does not stands in no way", async () => {
    const on = await rechecking();
    const operation = await on.send();
    await on.reply(acceptedAs("m1"));
    expect(calls(on)).toBe(1);
    expect(await on.state(operation)).toBe("accepted");
  });

  test("what is written between the look and the leaving is seen", async () => {
    let times = 0;
    const on = await stage((composition, { store }) => ({
      ...composition,
      definition: {
        ...composition.definition,
        recheck: {
          reads: asking.reads,
          check: (leaving, snapshot, now) => {
            times += 1;
            // Somebody else is faster, once: the commit is put before this one's.
            if (times === 1)
              void store.commit("tenant-a", { guards: [], docs: [{ put: KEY, text: "{}" }] });
            return asking.check(leaving, snapshot, now);
          },
        },
      },
    }));
    const operation = await on.send();
    expect(times).toBe(2);
    expect(calls(on)).toBe(0);
    expect(await on.state(operation)).toBe("cancelled");
  });

  test("a document that is there and stands in no way makes nobody wait for another that found it", async () => {
    const asked: Recheck = {
      reads: asking.reads,
      check: () => ({ guards: [], refused: null }),
    };
    const on = await stage((composition) => ({
      ...composition,
      definition: { ...composition.definition, recheck: asked },
    }));
    const { store } = on.runtime();
    await store.commit(on.tenant, { guards: [], docs: [{ put: KEY, text: "{}" }] });
    const commit = store.commit.bind(store);
    const held = Promise.withResolvers<void>();
    const tries = new Map<string, number>();
    let first = "";
    store.commit = async (tenant, changes) => {
      const leaving = changes.operations?.find(({ state }) => state === "dispatching")?.id;
      if (leaving !== undefined) {
        first ||= leaving;
        tries.set(leaving, (tries.get(leaving) ?? 0) + 1);
        if (leaving === first && tries.get(leaving) === 2) await held.promise;
      }
      return commit(tenant, changes);
    };
    await Promise.all([request(), request()].map((each) => on.runtime().submit(on.tenant, each)));
    await expect.poll(() => calls(on)).toBe(1);
    held.resolve();
    await on.quiet();
    expect(calls(on)).toBe(2);
    expect([...tries.values()]).toEqual([2, 2]);
  });
});
