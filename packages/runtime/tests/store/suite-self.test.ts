import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Changes, Guard, Store } from "../../src/store/port.ts";
import { storeChapters } from "../../src/testing/store-suite/index.ts";
import { temporaryStore } from "./temporary-store.ts";

type Break = (store: Store) => Partial<Store>;

const withChanges =
  (change: (changes: Changes) => Changes): Break =>
  (store) => ({ commit: (tenant, changes) => store.commit(tenant, change(changes)) });

const ignoringGuards = (ignored: (guard: Guard) => boolean): Break =>
  withChanges((changes) => ({
    ...changes,
    guards: changes.guards.filter((guard) => !ignored(guard)),
  }));

/** Each store is broken in one way; the chapter named must notice. */
const broken: Readonly<Record<string, readonly [chapter: string, broken: Break]>> = {
  "ignores document guards": ["guards", ignoringGuards((guard) => "doc" in guard)],
  "ignores range guards": ["guards", ignoringGuards((guard) => "range" in guard)],
  "ignores operation guards": ["guards", ignoringGuards((guard) => "operation" in guard)],
  "ignores fences": [
    "operations",
    withChanges((changes) => ({
      ...changes,
      guards: changes.guards.map((guard) =>
        "operation" in guard ? { ...guard, fence: undefined } : guard,
      ),
    })),
  ],
  "ignores conditions": [
    "operations",
    withChanges((changes) => ({
      ...changes,
      operations: changes.operations?.map((write) => ({ ...write, where: undefined })),
    })),
  ],
  "ignores reference guards": ["guards", ignoringGuards((guard) => "refUnknown" in guard)],
  "ignores native guards": ["guards", ignoringGuards((guard) => "nativeNew" in guard)],
  "lets expired idempotency keys stand": [
    "guards",
    withChanges((changes) => ({
      ...changes,
      guards: changes.guards.map((guard) =>
        "idempotencyUnknown" in guard ? { ...guard, now: 0 } : guard,
      ),
    })),
  ],
  "mixes tenants": [
    "documents",
    (store) => ({
      load: (_, reads) => store.load("tenant-a", reads),
      commit: (_, changes) => store.commit("tenant-a", changes),
    }),
  ],
  "skips an event where pages meet": [
    "the ledger",
    (store) => ({
      page: (tenant, after, limit) => store.page(tenant, after === 0 ? 0 : after + 1, limit),
    }),
  ],
  "reports repeated evidence as new": [
    "the ledger",
    (store) => ({
      async commit(tenant, changes) {
        const result = await store.commit(tenant, changes);
        return result.ok
          ? { ...result, added: changes.evidence?.map(({ id }) => id) ?? [] }
          : result;
      },
    }),
  ],
  "hands a claimed operation out again": [
    "operations",
    (store) => {
      const given: Awaited<ReturnType<Store["claim"]>>[] = [];
      return {
        async claim(request) {
          given.push(await store.claim(request));
          return given.flat();
        },
      };
    },
  ],
  "leaves the leases of the dead": ["operations", () => ({ endLeases: () => Promise.resolve(0) })],
  "forgets what is parked": [
    "native events",
    withChanges((changes) => ({
      ...changes,
      natives: changes.natives?.filter((native) => !native.parked),
    })),
  ],
  "forgets timers": ["due times", () => ({ nextDue: () => Promise.resolve(null) })],
  "erases nothing": [
    "idempotency, dead letters, erasure, retention, figures",
    () => ({ erase: () => Promise.resolve(3) }),
  ],
  "answers before it is durable": [
    "durability",
    (store) => ({
      commit(tenant, changes) {
        store.commit(tenant, changes).catch(() => undefined);
        return Promise.resolve({ ok: true, head: 0, added: [], unparked: 0 });
      },
    }),
  ],
};

/** The first case of the chapter that fails on the broken store. */
async function firstFailure(chapter: string, breakIt: Break): Promise<string | null> {
  const cases = storeChapters.find(([title]) => title === chapter)?.[1] ?? [];
  for (const [name, run] of cases) {
    const opened = await temporaryStore({}, (store) => ({ ...store, ...breakIt(store) }));
    const failed = await run(opened).then(
      () => false,
      () => true,
    );
    await opened.dispose();
    if (failed) return name;
  }
  return null;
}

describe("the Store suite notices a store", () => {
  for (const [name, [chapter, breakIt]] of Object.entries(broken))
    it(`that ${name}`, async () => {
      assert.notEqual(await firstFailure(chapter, breakIt), null);
    });

  it("only where there is something to notice", async () => {
    for (const chapter of ["guards", "the ledger"])
      assert.equal(await firstFailure(chapter, () => ({})), null);
  });
});
