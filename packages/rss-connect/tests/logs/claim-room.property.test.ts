import fc from "fast-check";
import { expect, test } from "vitest";
import { claimantOf, claimsWithRoom, renewed, STALE_MS } from "../../src/logs/claim-room.ts";

const ROOM = { all: 12, perService: 3, unlisted: 6 };
const claim = fc.record({
  service: fc.constantFrom("Feedly", "Inoreader", "Feedbin", "a", "b", "c", "d"),
  feed_id: fc.option(fc.integer({ min: 0, max: 9 }).map(String)),
  count: fc.nat(),
  claimed_at: fc.integer({ min: 1_000, max: 2_000 }),
  first_at: fc.integer({ min: 0, max: 1_000 }),
});
const claims = fc
  .array(claim, { maxLength: 60 })
  .map((all) => [...new Map(all.map((one) => [claimantOf(one), one])).values()]);
const RUNS = { seed: 7, numRuns: 300 };

test("no limit is passed, and no room is left while somebody could have it", () => {
  fc.assert(
    fc.property(claims, (all) => {
      const kept = claimsWithRoom(all, ROOM);
      const names = new Set(kept.map(claimantOf));
      const of = (service: string) => kept.filter((one) => one.service === service).length;
      const unlisted = kept.filter(({ service }) => service.length === 1).length;
      expect(kept.length).toBeLessThanOrEqual(ROOM.all);
      expect(unlisted).toBeLessThanOrEqual(ROOM.unlisted);
      for (const { service } of kept) expect(of(service)).toBeLessThanOrEqual(ROOM.perService);
      for (const one of all.filter((each) => !names.has(claimantOf(each)))) {
        const full =
          kept.length === ROOM.all ||
          of(one.service) === ROOM.perService ||
          (one.service.length === 1 && unlisted === ROOM.unlisted);
        expect(full).toBe(true);
      }
    }),
    RUNS,
  );
});

test("the order in which claims come decides nothing", () => {
  fc.assert(
    fc.property(claims, (all) => {
      expect(claimsWithRoom(all.toReversed(), ROOM)).toEqual(claimsWithRoom(all, ROOM));
    }),
    RUNS,
  );
});

test("who has come back stays before who came once, unless it has not for long", () => {
  const day = 86_400_000;
  const one = (service: string, first: number, last: number) => ({
    service,
    feed_id: null,
    count: 1,
    first_at: first,
    claimed_at: last,
  });
  const room = { all: 2, perService: 1, unlisted: 2 };
  const all = [
    one("once", 50 * day, 50 * day),
    one("back", 0, 49 * day),
    one("later", 0, 48 * day),
  ];
  expect(claimsWithRoom(all, room).map(({ service }) => service)).toEqual(["back", "later"]);
  const gone = one("gone", -100 * day, 50 * day - STALE_MS - 1);
  expect(claimsWithRoom([...all, gone], { ...room, all: 3, unlisted: 3 })).not.toContain(gone);
});

test("the latest claim counts, whichever was read first, and the first is remembered", () => {
  const at = (claimed_at: number, count: number) => ({
    service: "Feedly",
    feed_id: null,
    count,
    claimed_at,
  });
  const forth = renewed(renewed(undefined, at(1, 5)), at(2, 7));
  const back = renewed(renewed(undefined, at(2, 7)), at(1, 5));
  expect(forth).toEqual({ ...at(2, 7), first_at: 1 });
  expect(back).toEqual(forth);
});
