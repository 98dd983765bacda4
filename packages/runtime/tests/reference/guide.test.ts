import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../..");
const guide = readFileSync(join(root, "docs/guides/write-an-adapter.md"), "utf8");
const blocks = [...guide.matchAll(/^```ts file=(\S+)\n([\s\S]*?)\n```$/gm)].map(
  ([, file = "", text = ""]) => ({ file, text }),
);

test("every block of code in the guide names its file", () => {
  expect(guide.match(/^```\w+/gm)?.length).toBe(blocks.length);
  expect(blocks.length).toBeGreaterThan(6);
});

test.each(blocks)("the guide's block from $file stands there word for word", ({ file, text }) => {
  expect(readFileSync(join(root, file), "utf8")).toContain(text);
});

test("the guide is short enough to be read", () => {
  expect(guide.split("\n").length).toBeLessThanOrEqual(250);
});
