import type { Doc, Key, Snapshot } from "@underclaim/runtime";
import { seededIds } from "@underclaim/runtime/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  endpointFactsOf,
  identityUncertain,
  IDENTITY_UNCERTAIN,
} from "../../src/health/endpoint-facts.ts";
import { reportReactions } from "../../src/health/report-reactions.ts";
import { endpointFactsKey } from "../../src/model/documents.ts";
import { own } from "../../src/native/own.ts";
import type { SmsDraft } from "../../src/native/types.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const KEY = endpointFactsKey("num_1");
type Fact = "endpoint.shared" | "endpoint.reassigned";

const told = (type: Fact, occurredAt: number | null = null): SmsDraft => ({
  ...own(type, "r1", { data: { number: "num_1" } }),
  occurredAt,
});

/** The document after these reports. */
function after(reports: readonly SmsDraft[]): Doc | null {
  let doc = null as Doc | null;
  for (const native of reports) {
    const reactor = reportReactions[native.type];
    const known = doc;
    const asked: Key[] = (reactor?.reads?.(native, [], null) ?? []).flatMap((read) =>
      "doc" in read ? [read.doc] : [],
    );
    expect(asked).toEqual([KEY]);
    const reaction = reactor?.react(native, [], { doc: () => known } as unknown as Snapshot, {
      tenant: "default",
      now: NOW,
      ids: seededIds(1),
    });
    expect(reaction?.guards).toEqual([{ doc: KEY, version: known?.version ?? 0 }]);
    for (const write of reaction?.docs ?? []) {
      expect(write).not.toHaveProperty("person");
      if ("put" in write)
        doc = { key: write.put, text: write.text, version: (known?.version ?? 0) + 1, dueAt: null };
    }
  }
  return doc;
}

describe("a number of which nothing was told", () => {
  test("has no facts against it", () => {
    expect(identityUncertain(endpointFactsOf(null))).toBe(false);
  });
});

describe("a number that was told of", () => {
  test("as shared or as given to somebody else is of a person less certain from then on", () => {
    for (const type of ["endpoint.shared", "endpoint.reassigned"] as const) {
      const facts = endpointFactsOf(after([told(type)]));
      expect(identityUncertain(facts)).toBe(true);
    }
    expect(IDENTITY_UNCERTAIN.actor_certainty).toBe("low");
  });

  test("keeps what else is known of it", () => {
    expect(
      endpointFactsOf(after([told("endpoint.shared", 5), told("endpoint.reassigned", 7)])),
    ).toEqual({ shared_since: 5, reassigned_at: 7 });
  });

  test("is known at once, though the message that the report names is not", () => {
    expect(reportReactions["endpoint.shared"]?.urgent).toBe(true);
    expect(reportReactions["endpoint.reassigned"]?.urgent).toBe(true);
  });

  test("in whatever order, is known by the same facts", () => {
    const report = fc.record({
      type: fc.constantFrom<Fact>("endpoint.shared", "endpoint.reassigned"),
      at: fc.nat({ max: 1_000 }),
    });
    fc.assert(
      fc.property(
        fc
          .array(report, { minLength: 1, maxLength: 8 })
          .chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
          ),
        ([one, other]) => {
          const facts = [one, other].map((reports) =>
            endpointFactsOf(after(reports.map(({ type, at }) => told(type, at)))),
          );
          expect(facts[0]).toEqual(facts[1]);
        },
      ),
      { seed: 29, numRuns: 100 },
    );
  });
});

test("a report that names no number teaches nothing of one", () => {
  const reactor = reportReactions["endpoint.shared"];
  const native = own("endpoint.shared", "r1");
  expect(reactor?.reads?.(native, [], null)).toEqual([]);
  expect(
    reactor?.react(native, [], {} as Snapshot, { tenant: "t", now: NOW, ids: seededIds(1) }),
  ).toEqual({});
});
