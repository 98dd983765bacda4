// RFC 9110 §8.8.2: a 304 to If-Modified-Since is only for who has what would be sent.
import type { Store } from "@underclaim/runtime";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { answerFeedRequest } from "../../src/model/conditional.ts";
import { FEED_FORMATS } from "../../src/model/feed.ts";
import { addresses, type View } from "../../src/publication/addresses.ts";
import { itemKey } from "../../src/publication/documents.ts";
import { createLibrary, type Library } from "../../src/publication/library.ts";
import { documentsWith, feedRecord, itemRecord } from "../support/records.ts";
import { NOW, type FakeDocuments } from "../support/snapshot.ts";

const VIEWS: readonly View[] = [
  ...FEED_FORMATS.map((format) => ({ format })),
  ...FEED_FORMATS.map((format) => ({ format, category: "news" })),
  { format: "rss2", category: "other" },
  { format: "rss2", participant: "p1" },
  { format: "rss2", participant: null },
];

type Step =
  | { readonly wait: number }
  | { readonly item: number; readonly at: number; readonly categories: readonly string[] }
  | { readonly gone: number }
  | { readonly restart: true }
  | { readonly fetch: View };

const steps = (shortest: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ wait: fc.integer({ min: shortest, max: 1_500 }) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          item: fc.integer({ min: 1, max: 3 }),
          // Dates that items give of themselves: long ago, and not yet.
          at: fc.constantFrom(-10 * 86_400_000, -1_000, 0, 86_400_000),
          categories: fc.constantFrom<readonly string[]>(["news"], ["other"], []),
        }),
      },
      { weight: 1, arbitrary: fc.record({ gone: fc.integer({ min: 1, max: 3 }) }) },
      { weight: 1, arbitrary: fc.constant<Step>({ restart: true }) },
      { weight: 5, arbitrary: fc.record({ fetch: fc.constantFrom(...VIEWS) }) },
    ),
    { minLength: 5, maxLength: 30 },
  );

let documents: FakeDocuments;
let now: number;
let library: Library;
let revision: number;
const store: Pick<Store, "load" | "commit" | "erase"> = {
  erase: async () => 0,
  load: async (_tenant, reads) => documents.load(reads),
  commit: async (_tenant, { docs = [] }) => {
    for (const doc of docs) {
      if ("put" in doc) documents.put(doc.put, doc.text);
      else documents.delete(doc.delete);
    }
    return { ok: true, head: 0, added: [], unparked: 0 };
  },
};
const opened = () =>
  createLibrary({
    addresses: addresses("default", "https://feeds.example.com"),
    now: () => now,
    store,
    onValidity: async () => undefined,
    onUnsaid: () => undefined,
  });

beforeEach(begin);

function begin(): void {
  documents = documentsWith(feedRecord());
  now = NOW;
  revision = 0;
  library = opened();
}

function change(id: number, text: string | null): void {
  const key = itemKey("example", `item_${id}`);
  if (text === null) documents.delete(key);
  else documents.put(key, text);
  library.noteChanges("default", {
    guards: [],
    docs: [text === null ? { delete: key } : { put: key, text }],
  });
}

function item({ item: id, at, categories }: Extract<Step, { item: number }>): string {
  revision += 1;
  const published_at = new Date(now + at).toISOString();
  const whose = revision % 3 === 0 ? "p1" : null;
  const made = itemRecord(`item_${id}`, { revision }, { published_at, participant_id: whose });
  return JSON.stringify({
    ...made,
    correlation: { ...made.correlation, participant_id: whose },
    entry: { ...made.entry, published_at, categories, title: `Version ${revision}` },
  });
}

interface Had {
  readonly view: View;
  readonly etag: string;
  readonly since: string;
}

/** Fetches, and asks once more with what each earlier fetch of this document left. */
async function fetched(view: View, had: readonly Had[], dated: boolean): Promise<Had | null> {
  const edition = (await library.edition("default", "example", view))?.edition;
  if (edition == null) throw new Error("The feed is valid.");
  const { headers } = answerFeedRequest(edition.rendered, {}, now);
  const etag = headers["etag"] ?? "";
  const lastModified = headers["last-modified"];
  if (lastModified !== undefined) expect(Date.parse(lastModified)).toBeLessThanOrEqual(now);
  for (const before of had.filter((one) => one.view === view)) {
    const answer = answerFeedRequest(edition.rendered, { ifModifiedSince: before.since }, now);
    if (answer.status === 304) expect(before.etag).toBe(etag);
  }
  // RFC 9110 §13.1.3: who was given no Last-Modified may ask with the Date of the answer.
  const since = lastModified ?? (dated ? new Date(now).toUTCString() : undefined);
  return since === undefined ? null : { view, etag, since };
}

async function run(plan: readonly Step[], dated: boolean): Promise<void> {
  begin();
  const had: Had[] = [];
  for (const step of plan) {
    if ("wait" in step) now += step.wait;
    else if ("item" in step) change(step.item, item(step));
    else if ("gone" in step) change(step.gone, null);
    else if ("restart" in step) library = opened();
    else {
      const kept = await fetched(step.fetch, had, dated);
      if (kept !== null) had.push(kept);
    }
  }
}

describe("who asks with If-Modified-Since alone is answered 304 only if it has what would be sent", () => {
  test("whatever items say of their dates, within a second, in each document, over restarts", async () => {
    await fc.assert(
      fc.asyncProperty(steps(0), (plan) => run(plan, true)),
      { seed: 1, numRuns: 300 },
    );
  });

  test("and where the clock is set back", async () => {
    await fc.assert(
      fc.asyncProperty(steps(-5_000), (plan) => run(plan, false)),
      { seed: 2, numRuns: 300 },
    );
  });
});
