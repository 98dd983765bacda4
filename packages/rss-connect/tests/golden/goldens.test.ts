import { describeFailure, runGolden } from "@underclaim/contract/golden";
import { afterAll, describe, expect, test } from "vitest";
import { rssDriver } from "../../src/testing/index.ts";
import { rssGoldens } from "./goldens.ts";

describe("every golden passes", () => {
  const driver = rssDriver();
  afterAll(() => driver.close());

  test.each(rssGoldens.map((golden) => [golden.test_id, golden] as const))(
    "%s",
    async (_, golden) => {
      const { failures } = await runGolden(golden, driver);
      expect(failures.map(describeFailure).join("\n")).toBe("");
    },
  );
});
