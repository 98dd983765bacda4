import assert from "node:assert/strict";
import type { Store } from "../../store/port.ts";
import type { StoreChapter } from "./harness.ts";
import { eventIds, evidence, OTHER, TENANT, write } from "./samples.ts";

const WRITERS = 50;
const EACH = 20;

/** Follows the ledger as a poller does: subscribe, read to the end, wait for a new head. Ends with the signal. */
async function follow(store: Store, signal: AbortSignal): Promise<string[]> {
  const heads = store.heads(signal);
  const seen: string[] = [];
  let cursor = 0;
  const drain = async (): Promise<void> => {
    for (;;) {
      const page = await store.page(TENANT, cursor, 7);
      if (page.count === 0) return;
      assert.ok(page.next > cursor, "a page that holds events moves the cursor");
      for (const event of JSON.parse(page.text) as { evidence_event_id: string }[])
        seen.push(event.evidence_event_id);
      cursor = page.next;
    }
  };
  await drain();
  for await (const _ of heads) await drain();
  await drain();
  return seen;
}

export const ledger: StoreChapter = [
  "the ledger",
  [
    [
      "gives a dense position to each new event and ignores a repeated id without leaving a gap",
      async ({ store }) => {
        const first = await write(store, {
          evidence: [evidence("e1"), evidence("e2"), evidence("e1")],
        });
        assert.deepEqual(first, { ok: true, head: 2, added: ["e1", "e2"], unparked: 0 });
        const second = await write(store, { evidence: [evidence("e2"), evidence("e3")] });
        assert.deepEqual(second, { ok: true, head: 3, added: ["e3"], unparked: 0 });
        assert.equal((await write(store, { evidence: [evidence("e1")] })).head, 3);
        assert.equal(await store.head(), 3);
        assert.deepEqual(await eventIds(store), ["e1", "e2", "e3"]);
      },
    ],
    [
      "is never behind what a page shows, not even before the commit is answered",
      async ({ store }) => {
        const committing = write(store, { evidence: [evidence("e1")] });
        let next = 0;
        while (next === 0) next = (await store.page(TENANT, 0, 1)).next;
        assert.ok((await store.head()) >= next);
        assert.ok((await store.stats()).head >= next);
        await committing;
      },
    ],
    [
      "pages through stored text, each page from where the last ended",
      async ({ store }) => {
        await write(store, { evidence: ["e1", "e2", "e3"].map((id) => evidence(id)) });
        assert.deepEqual(await store.page(TENANT, 0, 2), {
          text: `[${evidence("e1").text},${evidence("e2").text}]`,
          count: 2,
          next: 2,
        });
        assert.deepEqual(await store.page(TENANT, 2, 2), {
          text: `[${evidence("e3").text}]`,
          count: 1,
          next: 3,
        });
        assert.deepEqual(await store.page(TENANT, 3, 2), { text: "[]", count: 0, next: 3 });
        assert.deepEqual(await store.page(TENANT, 99, 2), { text: "[]", count: 0, next: 99 });
      },
    ],
    [
      "gives single events in the order asked, and none that the subject or the tenant does not have",
      async ({ store }) => {
        await write(store, { evidence: [evidence("e1", "a"), evidence("e2", "b")] });
        const asked = [
          { subject: "b", id: "e2" },
          { subject: "b", id: "e1" },
          { subject: "a", id: "e1" },
        ];
        assert.deepEqual(await store.events(TENANT, asked), [
          evidence("e2").text,
          evidence("e1").text,
        ]);
        assert.deepEqual(await store.events(OTHER, asked), []);
      },
    ],
    [
      "shows a tenant its own events only; ids are unique within a tenant",
      async ({ store }) => {
        await write(store, { evidence: [evidence("e1")] });
        await write(store, { evidence: [evidence("e1"), evidence("e2")] }, OTHER);
        await write(store, { evidence: [evidence("e3")] });
        assert.deepEqual(await eventIds(store), ["e1", "e3"]);
        assert.deepEqual(await eventIds(store, OTHER), ["e1", "e2"]);
        assert.deepEqual(await eventIds(store, "tenant-c"), []);
        assert.equal((await store.page(TENANT, 1, 10)).next, 4);
      },
    ],
    [
      "no reader misses: a live poller sees every event of 50 concurrent writers once, each writer's in order",
      async ({ store }) => {
        const stop = new AbortController();
        const following = follow(store, stop.signal);
        await Promise.all(
          Array.from({ length: WRITERS }, async (_, writer) => {
            for (let n = 0; n < EACH; n++)
              await write(store, { evidence: [evidence(`${writer}/${n}`)] }, TENANT);
          }),
        );
        stop.abort();
        const seen = await following;
        assert.equal(seen.length, WRITERS * EACH);
        assert.equal(new Set(seen).size, WRITERS * EACH);
        for (let writer = 0; writer < WRITERS; writer++)
          assert.deepEqual(
            seen.filter((id) => id.startsWith(`${writer}/`)),
            Array.from({ length: EACH }, (_, n) => `${writer}/${n}`),
          );
        assert.equal(await store.head(), WRITERS * EACH);
      },
    ],
    [
      "tells every reader the newest head, once, and ends with its signal",
      async ({ store }) => {
        const stop = new AbortController();
        const readers = [store.heads(stop.signal), store.heads(stop.signal)].map((heads) =>
          heads[Symbol.asyncIterator](),
        );
        await write(store, { evidence: [evidence("e1")] });
        await write(store, { docs: [{ put: ["d", "1"], text: "{}" }] });
        await write(store, { evidence: [evidence("e2")] });
        for (const reader of readers)
          assert.deepEqual(await reader.next(), { done: false, value: 2 });
        const waiting = readers.map((reader) => reader.next());
        await write(store, { evidence: [evidence("e3")] });
        assert.deepEqual(
          await Promise.all(waiting),
          readers.map(() => ({ done: false, value: 3 })),
        );
        const last = readers.map((reader) => reader.next());
        stop.abort();
        for (const result of await Promise.all(last)) assert.equal(result.done, true);
      },
    ],
  ],
];
