import assert from "node:assert/strict";
import type { Store } from "../../store/port.ts";
import type { StoreChapter } from "./harness.ts";
import { evidence, native, OTHER, parked, ref, TENANT, write } from "./samples.ts";

const dueNatives = async (store: Store, now: number): Promise<string[]> =>
  (await store.due(now, 100)).flatMap((due) =>
    due.kind === "native" ? [due.native.dedupeKey] : [],
  );
const link = (value: string) => ({ refs: [{ ref: ref(value), operation: "op" }] });

export const natives: StoreChapter = [
  "native events",
  [
    [
      "keeps a native whole, raw payload included, and ignores a repeat",
      async ({ store }) => {
        const raw = {
          contentType: "text/plain",
          text: "\ufeffMessageSid=\0SM1",
          person: "p1",
          expiresAt: 99,
        };
        const first = native("n1", { occurredAt: 4000, subjects: ["s1", "s2"], raw });
        await write(store, { natives: [first] });
        await write(store, { natives: [{ ...first, text: "again" }] });
        assert.deepEqual(await store.native(TENANT, first.id), first);
        assert.equal((await store.timeline(TENANT, "s1")).natives.length, 1);
        assert.equal(await store.native(OTHER, first.id), null);
        assert.equal(await store.native(TENANT, "absent"), null);
      },
    ],
    [
      "gives one source's dedupe keys no meaning in another source or tenant",
      async ({ store }) => {
        await write(store, {
          natives: [native("n"), native("n", { source: "other", id: "other-n" })],
        });
        await write(store, { natives: [native("n")] }, OTHER);
        assert.equal((await store.timeline(TENANT, "subject-1")).natives.length, 2);
        assert.equal((await store.timeline(OTHER, "subject-1")).natives.length, 1);
      },
    ],
    [
      "reads a timeline in order of arrival: the newest natives, all evidence, of one subject",
      async ({ store }) => {
        for (const n of [3, 1, 2])
          await write(store, { natives: [native(`n${n}`)], evidence: [evidence(`e${n}`)] });
        await write(store, {
          natives: [native("x", { subjects: ["subject-10"] })],
          evidence: [evidence("x", "subject-10")],
        });
        const { natives: kept, evidence: events } = await store.timeline(TENANT, "subject-1", 2);
        assert.deepEqual(
          kept.map(({ dedupeKey }) => dedupeKey),
          ["n1", "n2"],
        );
        assert.deepEqual(
          events,
          ["e3", "e1", "e2"].map((id) => evidence(id).text),
        );
        assert.deepEqual(await store.timeline(OTHER, "subject-1"), { natives: [], evidence: [] });
      },
    ],
    [
      "keeps natives and the events they were mapped to in the order given, known ones left out",
      async ({ store }) => {
        const of = (id: string, from?: string) => ({
          ...evidence(id),
          ...(from === undefined ? {} : { native: `native-${from}` }),
        });
        await write(store, { natives: [native("n0")], evidence: [of("e1", "n0")] });
        const { added, head } = await write(store, {
          natives: [native("n1"), native("n0"), native("n2"), native("n3")],
          evidence: [
            of("e2", "n1"),
            of("e1", "n1"),
            of("e3", "n1"),
            of("e1", "n2"),
            of("e4", "n0"),
            of("e5"),
          ],
        });
        assert.deepEqual([added, head], [["e2", "e3", "e4", "e5"], 5]);
        const { natives: kept, evidence: events } = await store.timeline(TENANT, "subject-1");
        assert.deepEqual(
          kept.map(({ dedupeKey }) => dedupeKey),
          ["n0", "n1", "n2", "n3"],
        );
        assert.deepEqual(
          events,
          ["e1", "e2", "e3", "e4", "e5"].map((id) => evidence(id).text),
        );
      },
    ],
    [
      "stands in the timeline of each of its subjects, however many",
      async ({ store }) => {
        const subjects = ["s1", "s2", "s3", "s4"];
        await write(store, {
          natives: [native("n1", { subjects }), native("n2", { subjects: ["s3"] })],
        });
        const of = async (subject: string) =>
          (await store.timeline(TENANT, subject)).natives.map(({ dedupeKey }) => dedupeKey);
        assert.deepEqual(await Promise.all(subjects.map(of)), [
          ["n1"],
          ["n1"],
          ["n1", "n2"],
          ["n1"],
        ]);
        assert.deepEqual(await store.native(TENANT, "native-n1"), native("n1", { subjects }));
      },
    ],
    [
      "leaves the timelines of what it was about while it waited, once it is replaced",
      async ({ store }) => {
        const before = ["s1", "s2", "endpoint:e1", "s3", "endpoint:e2"];
        const after = ["s3", "endpoint:e2", "s4", "s1"];
        const waiting = native("n1", { subjects: before, parked: { refs: [], dueAt: 90_000 } });
        await write(store, { natives: [waiting] });
        await write(store, { natives: [native("n1", { subjects: after })] });
        for (const subject of [...before, ...after])
          assert.deepEqual(
            [subject, (await store.timeline(TENANT, subject)).natives.length],
            [subject, after.includes(subject) ? 1 : 0],
          );
      },
    ],
    [
      "reads the newest natives of an endpoint, in whichever place they name it, among any number of others",
      async ({ store }) => {
        const subjectsOf = (n: number): string[] => {
          const endpoint = n % 3 === 0 ? "endpoint:e1" : "endpoint:e2";
          if (n % 9 === 0) return [endpoint];
          return n % 2 === 0 ? [`s${n}`, "s", endpoint] : [`s${n}`, endpoint, "s"];
        };
        const all = Array.from({ length: 2_700 }, (_, n) =>
          native(`n${n}`, { subjects: subjectsOf(n) }),
        );
        for (let from = 0; from < all.length; from += 900)
          await write(store, { natives: all.slice(from, from + 900) });
        const keysOf = async (subject: string, limit: number) =>
          (await store.timeline(TENANT, subject, limit)).natives.map(({ dedupeKey }) => dedupeKey);
        const third = all.filter((_, n) => n % 3 === 0).map(({ dedupeKey }) => dedupeKey);
        for (const limit of [1, 7, 400, 900, 5_000])
          assert.deepEqual(await keysOf("endpoint:e1", limit), third.slice(-limit));
        assert.equal((await keysOf("endpoint:e2", 5_000)).length, 1_800);
        assert.equal((await keysOf("s", 5_000)).length, 2_400);
        assert.deepEqual(await keysOf("endpoint:e", 5), []);
        assert.deepEqual((await store.timeline(OTHER, "endpoint:e1")).natives, []);
      },
    ],
    [
      "receipt first: committing the reference makes what is parked under it due at once",
      async ({ store }) => {
        await write(store, {
          natives: [parked("n1", "SM1"), parked("n2", "SM1"), parked("n3", "SM2")],
        });
        assert.deepEqual(await dueNatives(store, 5000), []);
        assert.equal((await write(store, link("SM1"), OTHER)).unparked, 0);
        assert.equal((await write(store, link("SM1"))).unparked, 2);
        assert.deepEqual(await dueNatives(store, 0), ["n1", "n2"]);
        const [due] = await store.due(0, 1);
        assert.deepEqual(due?.kind === "native" && due.native.parked?.refs, [ref("SM1")]);
      },
    ],
    [
      "reference first: what is parked under a known reference is due at once",
      async ({ store }) => {
        await write(store, link("SM1"));
        await write(store, { natives: [parked("n1", "SM1")] });
        assert.deepEqual(await dueNatives(store, 0), ["n1"]);
      },
    ],
    [
      "both at once: in either order the parked native becomes due",
      async ({ store }) => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) => [
            n % 2
              ? write(store, link(`SM${n}`))
              : write(store, { natives: [parked(`n${n}`, `SM${n}`)] }),
            n % 2
              ? write(store, { natives: [parked(`n${n}`, `SM${n}`)] })
              : write(store, link(`SM${n}`)),
          ]).flat(),
        );
        assert.equal((await dueNatives(store, 0)).length, 40);
      },
    ],
    [
      "an interpreted native takes the place of the parked one, which is due no more",
      async ({ store }) => {
        await write(store, { natives: [parked("n1", "SM1"), native("n2")] });
        await write(store, {
          natives: [native("n1", { text: "read" })],
          evidence: [{ ...evidence("e1"), native: "native-n1" }],
        });
        assert.equal((await store.page(TENANT, 0, 10)).count, 1);
        const kept = await store.native(TENANT, "native-n1");
        assert.equal(kept?.text, "read");
        assert.equal(kept?.parked, undefined);
        assert.equal((await write(store, link("SM1"))).unparked, 0);
        assert.equal(await store.nextDue(), null);
        assert.deepEqual(
          (await store.timeline(TENANT, "subject-1")).natives.map((n) => n.dedupeKey),
          ["n1", "n2"],
        );
      },
    ],
    [
      "an interpreted native is never parked again",
      async ({ store }) => {
        await write(store, { natives: [native("n1")] });
        await write(store, { natives: [parked("n1", "SM1")] });
        assert.deepEqual(await store.native(TENANT, "native-n1"), native("n1"));
        assert.equal(await store.nextDue(), null);
      },
    ],
    [
      "a reference leads to the operation that named it last, in its tenant",
      async ({ store }) => {
        await write(store, link("SM1"));
        await write(store, { refs: [{ ref: ref("SM1"), operation: "op-2" }] });
        assert.equal((await store.load(TENANT, [{ ref: ref("SM1") }])).ref(ref("SM1")), "op-2");
        assert.equal((await store.load(OTHER, [{ ref: ref("SM1") }])).ref(ref("SM1")), null);
      },
    ],
  ],
];
