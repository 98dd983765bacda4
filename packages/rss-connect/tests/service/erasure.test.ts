import { describe, expect, it } from "vitest";
import { publish } from "../support/requests.ts";
import { elements, testService } from "../support/service.ts";

describe("the erasure of a person", () => {
  it("takes their items out of the feed and of what is kept of it", async () => {
    const test = await testService();
    await test.act(publish({ participant_id: "anna", idempotency_key: "one" }));
    await test.act(publish({ participant_id: null, idempotency_key: "two" }));
    expect(elements((await test.feed()).body, "guid")).toHaveLength(2);
    const { body } = await test.post("/adapter/erasures", { person: "anna" });
    expect(body).toMatchObject({ erased: 1 });
    const editions = { prefix: ["edition"], limit: 10 } as const;
    const kept = await test.store.load("default", [{ range: editions }]);
    expect(kept.range(editions)).toEqual([]);
    expect(elements((await test.feed()).body, "guid")).toHaveLength(1);
  });
});
