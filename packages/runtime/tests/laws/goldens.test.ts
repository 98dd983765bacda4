import { describeFailure, runGolden } from "@underclaim/contract/golden";
import { referenceDriver } from "@underclaim/runtime/testing";
import { afterAll, describe, expect, test } from "vitest";
import { goldens } from "./goldens.ts";

/** AdapterInterfaceSpecification §30: what every adapter should have a golden for. */
const CATEGORIES = [
  "duplicate action request",
  "idempotency conflict",
  "provider acceptance",
  "provider rejection",
  "ambiguous native event",
  "late event",
  "out-of-order event",
  "unsupported capability",
  "endpoint failure",
  "strongest supported positive event",
  "status overclaim prevention",
  "raw event preservation",
];

describe("the reference adapter", () => {
  const driver = referenceDriver();
  afterAll(() => driver.close());

  test.each(goldens.map((golden) => [golden.test_id, golden] as const))(
    "passes %s",
    async (_, golden) => {
      const { failures } = await runGolden(golden, driver);
      expect(failures.map(describeFailure)).toEqual([]);
    },
  );

  test.each(CATEGORIES)("has a golden for: %s", (category) => {
    const covered = goldens.filter(({ covers }) =>
      covers?.includes(`category:reference/${category}`),
    );
    expect(covered).not.toEqual([]);
  });
});
