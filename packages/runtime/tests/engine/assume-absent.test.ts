import { describe, expect, test } from "vitest";
import type { ActionDefinition } from "../../src/definition/action.ts";
import { assumeAbsent, wariness, withAssumed } from "../../src/engine/assume-absent.ts";
import type { Key, Read, Snapshot } from "../../src/store/port.ts";
import { request, stage } from "./stage.ts";

const suppression: Key = ["suppression", "a"];
const consent: Key = ["consent", "a"];

describe("what is assumed to be absent", () => {
  test("is every document the plan asks for, and each becomes a guard", () => {
    const reads = (known: Snapshot | null): Read[] =>
      known === null ? [{ doc: suppression }] : [{ doc: suppression }, { doc: consent }];
    const assumed = assumeAbsent(reads);
    expect(assumed?.guards).toEqual([
      { doc: suppression, version: 0 },
      { doc: consent, version: 0 },
    ]);
    expect(assumed?.snapshot.doc(consent)).toBeNull();
    expect(assumed?.snapshot.wasRead(["consent", "b"])).toBe(false);
    expect(() => assumed?.snapshot.doc(["consent", "b"])).toThrow("was not read");
    expect(() => assumed?.snapshot.idempotency("key")).toThrow("was not read");
  });

  test("is nothing where the plan needs more than documents", () => {
    expect(assumeAbsent(() => [{ doc: suppression }, { count: ["limit"] }])).toBeNull();
    expect(assumeAbsent(() => [{ operation: "op_1" }])).toBeNull();
  });

  test("is left to a reader that tells, where a plan asks without end", () => {
    let asked = 0;
    const reads = () => Array.from({ length: (asked += 1) }, () => ({ doc: consent }));
    expect(assumeAbsent(reads)).toBeNull();
  });

  test("is guarded once, also where the plan guards it", () => {
    const assumed = assumeAbsent(() => [{ doc: suppression }, { doc: consent }]);
    if (assumed === null) throw new Error("Nothing was assumed.");
    const own = { doc: ["suppression", "a"], version: 0 } as const;
    expect(withAssumed({ guards: [own] }, assumed).guards).toEqual([
      own,
      { doc: consent, version: 0 },
    ]);
  });
});

test("an action that assumed wrongly reads first, for longer each time, until it was right once", () => {
  const careful = wariness();
  const action = {} as ActionDefinition;
  const readsBefore = (): number => {
    let count = 0;
    while (!careful.mayAssume(action)) count += 1;
    return count;
  };
  expect(readsBefore()).toBe(0);
  careful.learn(action, false);
  expect(readsBefore()).toBe(16);
  careful.learn(action, false);
  expect(readsBefore()).toBe(32);
  for (let times = 0; times < 20; times += 1) careful.learn(action, false);
  expect(readsBefore()).toBe(1_024);
  careful.learn(action, true);
  careful.learn(action, false);
  expect(readsBefore()).toBe(16);
});

describe("a request", () => {
  const counted = async () => {
    const staged = await stage();
    const { store } = staged.runtime();
    const load = store.load.bind(store);
    const read: Read[] = [];
    store.load = (tenant, reads) => {
      read.push(...reads.filter((each) => "idempotency" in each || "doc" in each));
      return load(tenant, reads);
    };
    return { ...staged, suppressionReads: () => read.filter(isSuppression).length };
  };
  const isSuppression = (read: Read) => "doc" in read && read.doc[0] === "suppression";

  test("reads nothing before its commit where nothing stands in its way", async () => {
    const { submit, suppressionReads } = await counted();
    expect(await submit(request())).toMatchObject({ kind: "accepted" });
    expect(suppressionReads()).toBe(0);
  });

  test("to a suppressed endpoint is refused, though its first try had assumed otherwise", async () => {
    const { submit, suppressionReads } = await counted();
    await submit(request({ action_type: "recipient.suppress", content: null }));
    expect(await submit(request())).toMatchObject({ kind: "refused", replayed: false });
    expect(suppressionReads()).toBeGreaterThan(0);
  });

  test("that assumed wrongly has lost to nobody, and waits for nobody who did the same", async () => {
    const { runtime, tenant, submit } = await stage();
    await submit(request({ action_type: "recipient.suppress", content: null }));
    const [slow, quick] = [request(), request()];
    const { store } = runtime();
    const commit = store.commit.bind(store);
    const held = Promise.withResolvers<void>();
    let tries = 0;
    store.commit = async (of, changes) => {
      if (changes.idempotency?.key === slow.idempotency_key && (tries += 1) > 1) await held.promise;
      return commit(of, changes);
    };
    const first = runtime().submit(tenant, slow);
    expect(await runtime().submit(tenant, quick)).toMatchObject({ kind: "refused" });
    held.resolve();
    expect(await first).toMatchObject({ kind: "refused" });
    expect(tries).toBe(2);
  });
});
