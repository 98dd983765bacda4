import { checkLaw, lawsWith, play } from "@underclaim/contract/golden";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { checkRss } from "../../src/model/check-xml.ts";
import { rssDriver } from "../../src/testing/index.ts";
import { itemsOf, textOf } from "../model/samples.ts";
import { activeGuids, goldenOf, histories } from "./histories.ts";

const driver = rssDriver();
afterAll(() => driver.close());
const minute = 60_000;
const feed = {
  method: "GET",
  path: "/feeds/news/rss.xml",
  headers: { "user-agent": "newsboat/2.21.0" },
} as const;

describe("whatever happens to a feed", () => {
  // Law 6 is the next test: a feed has no native steps that could be moved.
  const firstFive = lawsWith({ seed: 7, rounds: 1 }).filter(({ number }) => number <= 5);

  test("the laws of evidence hold", { timeout: 4 * minute }, async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.constantFrom({}, { max_feed_bytes: 1_400 }),
        async (history, small) => {
          for (const law of firstFive) {
            const { violations } = await checkLaw(law, goldenOf(history, small), driver);
            expect(violations.map(({ message }) => message)).toEqual([]);
          }
        },
      ),
      { seed: 20_260_102, numRuns: 25 },
    );
  });

  test(
    "a fetch long after everything else is recorded for every item that stands",
    { timeout: minute },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const played = await play(goldenOf(history), driver);
          await driver.advance("P7D");
          const before = await driver.evidence();
          await driver.request(feed);
          const fetched = (await driver.evidence())
            .slice(before.length)
            .filter(({ event_type: type }) => type === "feed.feed.fetched");
          // Of an empty feed the fetch is said once, of the feed itself.
          expect(fetched).toHaveLength(Math.max(1, activeGuids(played).size));
        }),
        { seed: 20_260_103, numRuns: 40 },
      );
    },
  );

  test(
    "the served document is valid and holds each item that stands once, under its own GUID",
    { timeout: minute },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const played = await play(goldenOf(history), driver);
          const { status, body } = await driver.request(feed);
          expect(status).toBe(200);
          expect(checkRss(new TextEncoder().encode(body))).toEqual([]);
          const guids = itemsOf(body).map((item) => textOf(item, "guid") ?? "");
          expect(guids.toSorted()).toEqual([...activeGuids(played)].toSorted());
        }),
        { seed: 20_260_104, numRuns: 60 },
      );
    },
  );

  test(
    "a feed that outgrows its limit is served as it last was, or not at all, and never damaged",
    { timeout: minute },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          await play(goldenOf(history, { max_feed_bytes: 1_400 }), driver);
          const { status, body } = await driver.request(feed);
          expect([200, 503]).toContain(status);
          if (status === 200) expect(checkRss(new TextEncoder().encode(body))).toEqual([]);
        }),
        { seed: 20_260_105, numRuns: 40 },
      );
    },
  );
});
