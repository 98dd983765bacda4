import {
  StoreUnavailableError,
  type Changes,
  type Snapshot,
  type Store,
} from "@underclaim/runtime";
import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/model/limits.ts";
import { addresses } from "../../src/publication/addresses.ts";
import { createLibrary, type Library } from "../../src/publication/library.ts";
import type { Validity } from "../../src/publication/verdict.ts";
import { feedKey, itemKey } from "../../src/publication/documents.ts";
import { documentsWith, feedRecord, itemRecord } from "../support/records.ts";
import { publish, remove } from "../support/requests.ts";
import type { FakeDocuments } from "../support/snapshot.ts";
import { elements, itemOf, testService } from "../support/service.ts";

let documents: FakeDocuments;
let loads: number;
let renderings: number;
let said: Validity[];
let unsaid: number;
let commits: number;
let refuses: boolean;
let hold: Promise<void>;
let library: Library;

const store: Pick<Store, "load" | "commit" | "erase"> = {
  erase: async () => 0,
  commit: async (_tenant, { docs = [] }) => {
    if (refuses) throw new StoreUnavailableError("full", true);
    for (const doc of docs) {
      commits += 1;
      if ("put" in doc) documents.put(doc.put, doc.text);
      else documents.delete(doc.delete);
    }
    return { ok: true, head: 0, added: [], unparked: 0 };
  },
  load: async (_tenant, reads): Promise<Snapshot> => {
    loads += 1;
    if (!reads.some((read) => "range" in read && read.range.prefix[0] === "item"))
      return documents.load(reads);
    renderings += 1;
    const seen = documents.load(reads);
    await hold;
    return seen;
  },
};
const AT = addresses("default", null);
const onUnsaid = (): void => void (unsaid += 1);
const changed = (id: string): Changes => ({
  guards: [],
  docs: [{ put: itemKey("example", id), text: "" }],
});
const itemChanges = (id: string) => {
  documents.put(itemKey("example", id), JSON.stringify(itemRecord(id)));
  library.noteChanges("default", changed(id));
};
const text = async () => {
  const found = await library.edition("default", "example");
  return new TextDecoder().decode(found?.edition?.rendered.representations.identity.body);
};

beforeEach(() => {
  documents = documentsWith(feedRecord(), itemRecord("item_1"));
  loads = renderings = unsaid = commits = 0;
  refuses = false;
  said = [];
  hold = Promise.resolve();
  library = createLibrary({
    addresses: AT,
    now: () => 0,
    store,
    onValidity: async (_tenant, _feed, validity) => void said.push(validity),
    onUnsaid,
  });
});

describe("a feed is rendered", () => {
  it("when somebody asks and not before, and once for all who ask", async () => {
    expect(loads).toBe(0);
    await Promise.all([text(), text(), text()]);
    await text();
    expect(renderings).toBe(1);
  });

  it("again when one of its items changed, and only then", async () => {
    await text();
    library.noteChanges("other", changed("item_2"));
    library.noteChanges("default", {
      guards: [],
      docs: [{ put: itemKey("elsewhere", "item_2"), text: "" }],
    });
    await text();
    expect(renderings).toBe(1);
    itemChanges("item_2");
    expect(elements(await text(), "guid")).toEqual(["guid-item_2", "guid-item_1"]);
    expect(renderings).toBe(2);
  });

  it("once more when an item changed while it was rendered: nobody who asks after the change gets the old one", async () => {
    const gate = Promise.withResolvers<void>();
    hold = gate.promise;
    const before = text();
    while (renderings === 0) await Promise.resolve();
    itemChanges("item_2");
    const after = text();
    gate.resolve();
    expect(elements(await after, "guid")).toEqual(["guid-item_2", "guid-item_1"]);
    await before;
    expect(renderings).toBe(2);
  });

  it("and tried again by the next who asks when the store refused", async () => {
    const refusal = Promise.reject(new Error("unavailable"));
    hold = refusal;
    await expect(text()).rejects.toThrow("unavailable");
    hold = Promise.resolve();
    expect(elements(await text(), "guid")).toEqual(["guid-item_1"]);
  });

  it("not at all where there is no such feed", async () => {
    expect(await library.edition("default", "none")).toBeNull();
    expect(renderings).toBe(0);
  });

  it("by the feed's own registration", async () => {
    documents.put(feedKey("example"), JSON.stringify(feedRecord({}, { title: "Another title" })));
    expect(elements(await text(), "title")[0]).toBe("Another title");
  });
});

describe("validity", () => {
  it("is told when it changes and not with every rendering", async () => {
    await text();
    itemChanges("item_2");
    await text();
    expect(said.map(({ valid }) => valid)).toEqual([true]);
  });

  it("that the store would not take keeps nobody from reading, and is told to the next who asks", async () => {
    let down = true;
    library = createLibrary({
      addresses: AT,
      now: () => 0,
      store,
      onValidity: async (_tenant, _feed, validity) => {
        if (down) throw new StoreUnavailableError("full", true);
        said.push(validity);
      },
      onUnsaid,
    });
    expect(elements(await text(), "guid")).toEqual(["guid-item_1"]);
    expect(unsaid).toBe(1);
    down = false;
    await Promise.all([text(), text()]);
    await text();
    expect(said).toHaveLength(1);
    expect(renderings).toBe(1);
  });

  it("lost keeps the last valid edition on the shelf", async () => {
    library = createLibrary({
      addresses: AT,
      now: () => 0,
      store,
      limits: { ...DEFAULT_LIMITS, maxEntries: 1 },
      onValidity: async (_tenant, _feed, validity) => void said.push(validity),
      onUnsaid,
    });
    const first = await text();
    itemChanges("item_2");
    expect(await text()).toBe(first);
    expect(said.map(({ valid, targets }) => [valid, targets.length])).toEqual([
      [true, 1],
      [false, 2],
    ]);
  });

  it("never had is an edition that is not there, which is not the same as no feed", async () => {
    library = createLibrary({
      addresses: AT,
      now: () => 0,
      store,
      limits: { ...DEFAULT_LIMITS, maxEntries: 0 },
      onValidity: async () => undefined,
      onUnsaid,
    });
    expect(await library.edition("default", "example")).toEqual({ edition: null });
  });
});

describe("the last valid edition", () => {
  const limited = (maxEntries: number) =>
    createLibrary({
      addresses: AT,
      now: () => 0,
      store,
      limits: { ...DEFAULT_LIMITS, maxEntries },
      onValidity: async () => undefined,
      onUnsaid,
    });
  const shown = async () => (await library.edition("default", "example"))?.edition;

  it("outlives the process, byte for byte, with what a fetch of it is evidence about", async () => {
    library = limited(1);
    const first = await shown();
    itemChanges("item_2");
    library = limited(1);
    expect(await shown()).toEqual(first);
    expect(first?.targets.map(({ subject }) => subject)).toEqual(["item_1"]);
  });

  it("is written before it is first served, once for all who ask", async () => {
    library = limited(1);
    await Promise.all([shown(), shown()]);
    await shown();
    expect(commits).toBe(1);
    itemChanges("item_2");
    await shown();
    expect(commits).toBe(1);
  });

  it("gives way to the next valid one", async () => {
    library = limited(2);
    await shown();
    itemChanges("item_2");
    const second = await shown();
    itemChanges("item_3");
    library = limited(2);
    expect(await shown()).toEqual(second);
  });

  it("that the store would not take keeps nobody from reading, and is written when the next one asks", async () => {
    library = limited(1);
    refuses = true;
    expect(await shown()).not.toBeNull();
    expect([unsaid, commits]).toEqual([1, 0]);
    refuses = false;
    await shown();
    expect(commits).toBe(1);
  });

  it("is forgotten with an erasure: nobody is shown what was erased, valid or not", async () => {
    library = limited(1);
    const before = await text();
    documents.delete(itemKey("example", "item_1"));
    await library.noteErasure("another");
    expect(await text()).toBe(before);
    await library.noteErasure("default");
    expect(elements(await text(), "guid")).toEqual([]);

    itemChanges("item_2");
    await text();
    itemChanges("item_3");
    await library.noteErasure("default");
    expect(await shown()).toBeNull();
    library = limited(1);
    expect(await shown()).toBeNull();
  });

  it("that is being rendered while something is erased is shown to nobody afterwards", async () => {
    library = limited(1);
    const gate = Promise.withResolvers<void>();
    hold = gate.promise;
    const asked = text();
    await Promise.resolve();
    documents.delete(itemKey("example", "item_1"));
    const erased = library.noteErasure("default");
    gate.resolve();
    await Promise.all([asked, erased]);
    expect(elements(await text(), "guid")).toEqual([]);
    for (const id of ["item_2", "item_3"]) itemChanges(id);
    library = limited(1);
    expect(elements(await text(), "guid")).toEqual([]);
  });
});

describe("a feed that grew too large to be valid", () => {
  const big = () =>
    publish({
      content: {
        ...publish().content,
        body_text: "x".repeat(3_000),
        payload_refs: [],
        action_links: [],
        attachments: [],
      },
    });

  it("is served as it last was, says so in every item's case, and recovers when an item is removed", async () => {
    const test = await testService({ configuration: { max_feed_bytes: 6_000 } });
    const first = itemOf(await test.act(big()));
    const valid = await test.feed();
    await test.clock.advance(1_000);
    const second = itemOf(await test.act(big()));
    expect((await test.feed()).body).toBe(valid.body);
    for (const item of [first, second])
      expect((await test.assessment(item)).channel).toMatchObject({
        category: "fail",
        subclass: "fail.feed_invalid",
      });
    const failures = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.feed.validation_failed",
    );
    expect(failures.map(({ metadata }) => String(metadata?.["subject_ref"])).sort()).toEqual(
      ["feed:example", first, second].sort(),
    );
    expect((await test.get("/adapter/endpoints/example/quality")).body).toMatchObject({
      validity: "invalid",
      adapter_specific: { rss: { feed_valid: false } },
    });

    await test.clock.advance(1_000);
    expect((await test.act(remove({ feed_item_id: second }))).status).toBe(202);
    expect((await test.feed()).headers["etag"]).not.toBe(undefined);
    expect((await test.assessment(first)).channel.category).toBe("undef");
    expect((await test.get("/adapter/endpoints/example/quality")).body).toMatchObject({
      validity: "valid",
    });
  });

  it("is served as it last was after a restart, too", async () => {
    const test = await testService({ configuration: { max_feed_bytes: 6_000 } });
    await test.act(big());
    const valid = await test.feed();
    const restarted = await test.again();
    await restarted.clock.advance(1_000);
    await restarted.act({ ...big(), idempotency_key: "second" });
    const again = await restarted.again();
    const answer = await again.feed();
    expect([answer.status, answer.body, answer.headers["etag"]]).toEqual([
      200,
      valid.body,
      valid.headers["etag"],
    ]);
  });

  it("and never was valid is answered 503 with Retry-After", async () => {
    const test = await testService({ configuration: { max_feed_bytes: 1_024 } });
    await test.act(big());
    const answer = await test.feed();
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "60"]);
  });
});
