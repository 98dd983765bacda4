import type { Observation, TenantId } from "@underclaim/runtime";
import { ManualClock, turn } from "@underclaim/runtime/testing";
import { beforeEach, describe, expect, it } from "vitest";
import type { ClassifiedConsumer } from "../../src/native/consumers/classification.ts";
import { classifyConsumer } from "../../src/native/consumers/classify.ts";
import { prepareFeed } from "../../src/model/rendered.ts";
import type { Edition } from "../../src/publication/edition.ts";
import {
  createFetchObserver,
  MOST_GATHERED,
  type Fetch,
  type FetchObserver,
} from "../../src/publication/observer.ts";
import { feedRecord } from "../support/records.ts";
import { NOW } from "../support/snapshot.ts";

const target = (participant: string | null, subject = "item_1"): Edition["targets"][number] => ({
  subject,
  method: "publication",
  correlation: {
    correlation_id: "c",
    coordination_case_id: "case_1",
    participant_id: participant,
    external_refs: [],
  },
});
const edition = (text: string, targets = [target(null)]): Edition => ({
  record: feedRecord(),
  rendered: prepareFeed(new TextEncoder().encode(text), null),
  targets,
  asOf: NOW,
});
const first = edition("first");
const reader: ClassifiedConsumer = classifyConsumer({
  userAgent: "newsboat/2.21.0 (Linux x86_64)",
});
const unknown: ClassifiedConsumer = classifyConsumer({});

let clock: ManualClock;
let written: { tenant: TenantId; observation: Observation }[];
let errors: unknown[];
let store: "up" | "down" | { readonly until: Promise<void> };
let observer: FetchObserver;

beforeEach(() => {
  clock = new ManualClock(NOW);
  written = [];
  errors = [];
  store = "up";
  observer = newObserver();
});

const newObserver = (): FetchObserver =>
  createFetchObserver({
    clock,
    observe: async (tenant, observations) => {
      if (store === "down") throw new Error("The store is unavailable.");
      if (store !== "up") await store.until;
      written.push(...observations.map((observation) => ({ tenant, observation })));
    },
    onError: (error) => void errors.push(error),
  });

const fetch = (over: Partial<Fetch> = {}): Fetch => ({
  tenant: "default",
  edition: first,
  consumer: unknown,
  client: null,
  status: 200,
  revalidated: false,
  conditional: false,
  at: clock.now(),
  ...over,
});
const types = (): string[] => written.map(({ observation }) => observation.native.type);

describe("fetches are gathered", () => {
  it("and written a second after the first of them, not before", async () => {
    observer.note(fetch());
    await clock.advance(999, turn);
    expect(written).toEqual([]);
    await clock.advance(1, turn);
    expect(types()).toEqual(["feed.fetched.unknown"]);
  });

  it("as one observation per edition, kind of client and hour, however often it is polled", async () => {
    for (let poll = 0; poll < 100; poll += 1) {
      observer.note(fetch());
      observer.note(fetch({ consumer: reader }));
      observer.note(fetch({ edition: edition("second") }));
      observer.note(fetch({ tenant: "other" }));
    }
    await observer.flush();
    expect(written).toHaveLength(4);
    observer.note(fetch({ at: NOW + 3_600_000 }));
    await observer.flush();
    expect(written).toHaveLength(5);
  });

  it("with the same key whenever it is seen in that hour, so that the ledger takes a repeat for a repeat", async () => {
    observer.note(fetch());
    await observer.flush();
    observer.note(fetch({ at: NOW + 1_800_000 }));
    await observer.flush();
    expect(written).toHaveLength(1);
    // After a restart nobody remembers the first.
    observer = newObserver();
    observer.note(fetch({ at: NOW + 1_800_000 }));
    await observer.flush();
    const [one, two] = written.map(({ observation }) => observation.native);
    expect(two?.dedupeKey).toBe(one?.dedupeKey);
    expect(two?.evidenceKey).toBe(one?.evidenceKey);
  });

  it("keeping what was answered: a check answered 304 and headers alone are no fetch", async () => {
    observer.note(fetch());
    observer.note(fetch({ status: 304, conditional: true, revalidated: true }));
    observer.note(fetch({ revalidated: true }));
    await observer.flush();
    expect(
      written.map(({ observation: { native } }) => [
        native.type,
        native.nativeStatus,
        native.metadata?.["conditional_request"],
      ]),
    ).toEqual([
      ["feed.fetched.unknown", "200", false],
      ["feed.revalidated", "304", true],
      ["feed.revalidated", "200", false],
    ]);
    const [got, check, headers] = written.map(({ observation: { native } }) => native.evidenceKey);
    expect(check).not.toBe(got);
    expect(headers).toBe(check);
  });

  it("saying that a conditional request which got the feed was conditional", async () => {
    observer.note(fetch({ conditional: true }));
    await observer.flush();
    expect(written[0]?.observation.native).toMatchObject({
      type: "feed.fetched.unknown",
      metadata: { conditional_request: true },
    });
  });
});

describe("a system that authenticated", () => {
  const client = { id: "erp", participant_id: "p1" };
  const consumer = classifyConsumer({ authenticatedClient: { kind: "participant_system" } });

  it("is one by itself and is told apart from another", async () => {
    observer.note(fetch({ consumer, client }));
    observer.note(fetch({ consumer, client: { id: "crm", participant_id: "p2" } }));
    await observer.flush();
    expect(written.map(({ observation: { native } }) => native.actor)).toMatchObject([
      { actor_ref: "erp", actor_type: "system", authenticated: true, identity_strength: "medium" },
      { actor_ref: "crm" },
    ]);
  });

  it("shows its participant where the item names none", async () => {
    observer.note(fetch({ consumer, client }));
    await observer.flush();
    expect(written[0]?.observation.targets?.[0]?.correlation.participant_id).toBe("p1");
  });

  it("is no evidence about another participant: their items were fetched by a client unknown to them", async () => {
    const both = edition("both", [
      target("p1", "item_1"),
      target("p2", "item_2"),
      target(null, "item_3"),
    ]);
    observer.note(fetch({ consumer, client, edition: both }));
    await observer.flush();
    expect(
      written.map(({ observation: { native, targets } }) => [
        native.type,
        targets?.map(({ subject, correlation }) => [subject, correlation.participant_id]),
      ]),
    ).toEqual([
      [
        "feed.fetched.participant_system",
        [
          ["item_1", "p1"],
          ["item_3", "p1"],
        ],
      ],
      ["feed.fetched.unknown", [["item_2", "p2"]]],
    ]);
    expect(written[1]?.observation.native).toMatchObject({
      actor: { authenticated: false, actor_ref: null },
    });
    const { dedupeKey: _key, ...said } = written[1]?.observation.native ?? {};
    expect(JSON.stringify(said)).not.toMatch(/erp|"p1"/);
  });
});

it("a system of somebody else and a client unknown are two events of one hour, and one piece of evidence for whom both concern", async () => {
  const consumer = classifyConsumer({ authenticatedClient: { kind: "participant_system" } });
  const both = edition("both", [target("p1", "item_1"), target("p2", "item_2")]);
  observer.note(fetch({ consumer, client: { id: "erp", participant_id: "p1" }, edition: both }));
  observer.note(fetch({ edition: both }));
  await observer.flush();
  const unknowns = written
    .map(({ observation }) => observation)
    .filter(({ native }) => native.type === "feed.fetched.unknown");
  expect(unknowns.map(({ targets }) => targets?.map(({ subject }) => subject))).toEqual([
    ["item_2"],
    ["item_1", "item_2"],
  ]);
  expect(unknowns[0]?.native.dedupeKey).not.toBe(unknowns[1]?.native.dedupeKey);
  expect(unknowns[0]?.native.evidenceKey).toBe(unknowns[1]?.native.evidenceKey);
});

describe("while the store is unavailable", () => {
  it("fetches are kept, the trouble is told, and they are tried again each second without another fetch", async () => {
    store = "down";
    observer.note(fetch());
    await clock.advance(3_000, turn);
    expect(errors).toHaveLength(3);
    store = "up";
    await clock.advance(1_000, turn);
    expect(types()).toEqual(["feed.fetched.unknown"]);
    // That they came late is told once, too.
    await clock.advance(10_000, turn);
    expect(types()).toEqual(["feed.fetched.unknown", "feed.degraded"]);
  });

  it("the same fetch again does not stop the retry", async () => {
    store = "down";
    observer.note(fetch());
    await clock.advance(1_000, turn);
    store = "up";
    observer.note(fetch());
    await clock.advance(1_000, turn);
    expect(written).toHaveLength(1);
  });

  it("memory is bounded, and what found no room is told", async () => {
    store = "down";
    for (let n = 0; n < 3 * MOST_GATHERED; n += 1)
      observer.note(fetch({ client: { id: `c${n}`, participant_id: null } }));
    await observer.flush();
    store = "up";
    await observer.flush();
    expect(written.length).toBeGreaterThanOrEqual(MOST_GATHERED);
    expect(written.length).toBeLessThanOrEqual(2 * MOST_GATHERED);
    expect(errors.map(String)).toContainEqual(
      expect.stringMatching(/\d+ fetch observations found no room/),
    );
  });

  it("and slow, one batch at a time is with it", async () => {
    const gate = Promise.withResolvers<void>();
    store = { until: gate.promise };
    for (let n = 0; n < 5 * MOST_GATHERED; n += 1)
      observer.note(fetch({ client: { id: `c${n}`, participant_id: null } }));
    gate.resolve();
    await observer.flush();
    expect(written.length).toBeLessThanOrEqual(2 * MOST_GATHERED);
    expect(errors.map(String)).toContainEqual(expect.stringMatching(/found no room/));
  });
});

it("what many clients did in one second is written at once when the buffer is full", async () => {
  for (let n = 0; n < MOST_GATHERED; n += 1)
    observer.note(fetch({ client: { id: `c${n}`, participant_id: null } }));
  await turn();
  expect(written.length).toBeGreaterThan(0);
  await observer.flush();
  expect(written).toHaveLength(MOST_GATHERED);
});
