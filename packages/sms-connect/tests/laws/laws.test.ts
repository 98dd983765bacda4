import { checkLaw, lawsWith } from "@underclaim/contract/golden";
import { describe, test } from "vitest";
import { smsDriver } from "../../src/testing/index.ts";
import { smsGoldens } from "../golden/goldens.ts";

const laws = lawsWith({ seed: 20_260_101, rounds: 1 });
const minutes = 40;

// A play waits for its store's thread more than it computes: the laws wait at the same time.
describe.concurrent("every law holds for every golden", () => {
  test.each(laws.map((law) => [law.id, law] as const))(
    "%s",
    async (_, law) => {
      const driver = smsDriver();
      try {
        const broken: string[] = [];
        for (const golden of smsGoldens) {
          const { violations } = await checkLaw(law, golden, driver);
          broken.push(...violations.map(({ message }) => `${golden.test_id}: ${message}`));
        }
        if (broken.length > 0) throw new Error(broken.join("\n"));
      } finally {
        await driver.close();
      }
    },
    minutes * 60_000,
  );
});
