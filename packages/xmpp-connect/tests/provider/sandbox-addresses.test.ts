import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SANDBOX_ADDRESSES } from "../../src/provider/sandbox-addresses.ts";

test("the documentation names every address of the sandbox, and what it does", () => {
  const text = readFileSync(new URL("../../docs/ProviderModel.md", import.meta.url), "utf8");
  const rows = text.slice(text.indexOf("## The sandbox")).match(/^\| `.*$/gm);
  expect(rows).toEqual(SANDBOX_ADDRESSES.map(({ name, does }) => `| \`${name}\` | ${does} |`));
});
