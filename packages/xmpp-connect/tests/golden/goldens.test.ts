import { describeFailure, runGolden } from "@underclaim/contract/golden";
import { afterAll, describe, expect, test } from "vitest";
import { xmppDriver } from "../../src/testing/index.ts";
import { xmppGoldens } from "./goldens.ts";

describe("every golden passes", () => {
  const driver = xmppDriver();
  afterAll(() => driver.close());

  test.each(xmppGoldens.map((golden) => [golden.test_id, golden] as const))(
    "%s",
    async (_, golden) => {
      const { failures } = await runGolden(golden, driver);
      expect(failures.map(describeFailure).join("\n")).toBe("");
    },
  );
});
