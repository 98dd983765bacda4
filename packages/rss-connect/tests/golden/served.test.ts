import { AdapterGoldenTest } from "@underclaim/contract";
import { expect, test } from "vitest";
import { testService } from "../support/service.ts";
import { rssGoldens } from "./goldens.ts";

test("the service shows the goldens it is held to, in the form of the specification", async () => {
  const service = await testService();
  const { status, body } = await service.get<{ golden_tests: unknown[] }>("/adapter/golden-tests");
  expect(status).toBe(200);
  const shown = body.golden_tests.map((golden) => AdapterGoldenTest.parse(golden));
  expect(shown.map((golden) => golden.test_id)).toEqual(rssGoldens.map((golden) => golden.test_id));
});
