import { expect, test } from "vitest";
import { z } from "zod";
import { serviceSettings } from "../../src/config/service.ts";
import { usageOf } from "../../src/config/usage.ts";

const Schema = z.strictObject({
  ...serviceSettings({ port: 7000, data: "data/x" }),
  mode: z.enum(["fast", "safe"]).describe("How it goes about it."),
  items: z.array(z.strictObject({ a: z.string(), b: z.string() })).default([]),
});

const text = usageOf("x-connect", Schema, ["x-connect logs --help"]);

test("says how it is started and where settings come from", () => {
  expect(text).toMatch(/^Usage: x-connect \[--config FILE\]\n/);
  expect(text).toContain("UNDERCLAIM_CONFIG");
  expect(text).toContain("UNDERCLAIM_LISTEN__PORT");
  expect(text).toContain("x-connect logs --help");
});

test("has a line for every setting, with what it is", () => {
  const lines = text.split("\n");
  for (const name of Object.keys(Schema.shape)) {
    const line = lines.find((each) => each.startsWith(`  ${name} `));
    expect(line?.slice(name.length + 2).trim().length, name).toBeGreaterThan(0);
  }
  expect(text).toMatch(/^ {2}mode +How it goes about it\.$/m);
  expect(text).toMatch(/^ {2}items +list of: a, b$/m);
});
