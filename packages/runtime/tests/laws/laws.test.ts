import { checkLaw, laws } from "@underclaim/contract/golden";
import { referenceDriver } from "@underclaim/runtime/testing";
import { afterAll, describe, expect, test } from "vitest";
import { goldens } from "./goldens.ts";

describe.each(laws.map((law) => [`${law.number}. ${law.name}`, law] as const))("%s", (_, law) => {
  const driver = referenceDriver();
  afterAll(() => driver.close());

  test("holds for every golden that can show it", { timeout: 180_000 }, async () => {
    const results = [];
    for (const golden of goldens) {
      results.push({ golden: golden.test_id, ...(await checkLaw(law, golden, driver)) });
    }
    expect(results.filter(({ status }) => status === "broken")).toEqual([]);
    expect(results.filter(({ status }) => status === "held")).not.toEqual([]);
  });
});
