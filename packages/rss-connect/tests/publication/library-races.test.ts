// What happens between two turns of one request: changes and erasures while the library waits for the store.
import type { Snapshot, Store } from "@underclaim/runtime";
import { beforeEach, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/model/limits.ts";
import { addresses } from "../../src/publication/addresses.ts";
import { editionKey, feedKey, itemKey } from "../../src/publication/documents.ts";
import { createLibrary, type Library } from "../../src/publication/library.ts";
import { documentsWith, feedRecord, itemRecord } from "../support/records.ts";
import type { FakeDocuments } from "../support/snapshot.ts";

let documents: FakeDocuments;
/** What is waited for: by a load that has seen what it is to, by a commit that is done, by an erasure that is not. */
let held: { load?: Promise<void>; commit?: Promise<void>; erase?: Promise<void> };

const store: Pick<Store, "load" | "commit" | "erase"> = {
  erase: async () => {
    await held.erase;
    documents.delete(editionKey("example"));
    return 0;
  },
  commit: async (_tenant, { docs = [] }) => {
    for (const doc of docs) {
      if ("put" in doc) documents.put(doc.put, doc.text);
      else documents.delete(doc.delete);
    }
    await held.commit;
    return { ok: true, head: 0, added: [], unparked: 0 };
  },
  load: async (_tenant, reads): Promise<Snapshot> => {
    const seen = documents.load(reads);
    const feed = reads.some((read) => "doc" in read && read.doc[0] === "feed");
    const doc = feed ? seen.doc(feedKey("example")) : null;
    await held.load;
    return feed ? { ...seen, doc: () => doc } : seen;
  },
};

const opened = (maxEntries = DEFAULT_LIMITS.maxEntries): Library =>
  createLibrary({
    addresses: addresses("default", null),
    now: () => 0,
    store,
    limits: { ...DEFAULT_LIMITS, maxEntries },
    onValidity: async () => undefined,
    onUnsaid: () => undefined,
  });

const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

beforeEach(() => {
  documents = documentsWith(feedRecord(), itemRecord("item_1"));
  held = {};
});

const changeTo = (library: Library, record: ReturnType<typeof feedRecord>): void => {
  const text = JSON.stringify(record);
  documents.put(feedKey("example"), text);
  library.noteChanges("default", { guards: [], docs: [{ put: feedKey("example"), text }] });
};

it("a feed that changes while it is read for the first time is not remembered as it was", async () => {
  const library = opened();
  const gate = Promise.withResolvers<void>();
  held.load = gate.promise;
  const asked = library.record("default", "example");
  await turns();
  const { policy, ...record } = feedRecord();
  changeTo(library, { ...record, policy: { ...policy, require_authentication: true } });
  gate.resolve();
  await asked;
  expect((await library.record("default", "example"))?.policy.require_authentication).toBe(true);
});

it("a feed that changes while it is read is not rendered as it was", async () => {
  const library = opened();
  const gate = Promise.withResolvers<void>();
  held.load = gate.promise;
  const asked = library.edition("default", "example");
  await turns();
  const { feed, ...record } = feedRecord();
  changeTo(library, { ...record, feed: { ...feed, title: "Renamed" } });
  gate.resolve();
  await asked;
  const found = await library.edition("default", "example");
  const { body } = found?.edition?.rendered.representations.identity ?? { body: new Uint8Array() };
  expect(new TextDecoder().decode(body)).toContain("Renamed");
});

it("what is erased comes back from no edition that was kept, whoever asks meanwhile", async () => {
  const first = opened(1);
  await first.edition("default", "example");
  documents.put(itemKey("example", "item_2"), JSON.stringify(itemRecord("item_2")));
  documents.put(itemKey("example", "item_3"), JSON.stringify(itemRecord("item_3")));
  documents.delete(itemKey("example", "item_1"));
  const kept = documents.load([{ doc: editionKey("example") }]).doc(editionKey("example"));
  expect(kept).not.toBeNull();

  // Another process, to which the feed is invalid from the start.
  const library = opened(1);
  const gate = Promise.withResolvers<void>();
  held.erase = gate.promise;
  const erased = library.noteErasure("default");
  await turns();
  await library.edition("default", "example");
  gate.resolve();
  await erased;
  expect((await library.edition("default", "example"))?.edition).toBeNull();
  await library.edition("default", "example");
  const left = documents.load([{ doc: editionKey("example") }]).doc(editionKey("example"));
  expect(left).toBeNull();
});

it("who asks for a valid feed while something is erased is given an edition", async () => {
  const library = opened();
  const gate = Promise.withResolvers<void>();
  held.commit = gate.promise;
  const asked = library.edition("default", "example");
  await turns();
  const erased = library.noteErasure("default");
  await turns();
  gate.resolve();
  const [found] = await Promise.all([asked, erased]);
  expect(found?.edition).not.toBeNull();
});
