import { expect, test } from "vitest";
import { newerClaims } from "../../src/logs/claims.ts";
import { FakeDocuments, NOW } from "../support/snapshot.ts";

test("a part in which a client invented two hundred thousand claimants is counted like any other", async () => {
  const documents = new FakeDocuments();
  const claims = Array.from({ length: 200_000 }, (_, n) => ({
    service: `Invented${n}`,
    feed_id: null,
    count: 1,
    claimed_at: NOW + n,
  }));
  const { dropped } = await newerClaims(
    { load: async (_tenant, reads) => documents.load(reads) },
    "default",
    "example",
    claims,
  );
  expect(dropped).toBe(199_900);
});
