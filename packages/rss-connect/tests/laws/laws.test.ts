import { checkLaws, lawsWith } from "@underclaim/contract/golden";
import { describe, expect, test } from "vitest";
import { rssDriver } from "../../src/testing/index.ts";
import { rssGoldens } from "../golden/goldens.ts";

const laws = lawsWith({ seed: 20_260_101, rounds: 1 });
const minutes = 4;

// A play waits for its store's thread more than it computes: goldens are played at the same time.
describe.concurrent("every golden obeys every law", () => {
  test.each(rssGoldens.map((golden) => [golden.test_id, golden] as const))(
    "%s",
    async (_, golden) => {
      const driver = rssDriver();
      try {
        const results = await checkLaws(laws, golden, driver);
        const broken = results.flatMap(({ law, violations }) =>
          violations.map(({ message }) => `${law}: ${message}`),
        );
        expect(broken.join("\n")).toBe("");
      } finally {
        await driver.close();
      }
    },
    minutes * 60_000,
  );
});
