import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SANDBOX_ROOMS } from "../../src/provider/rooms/sandbox-rooms.ts";

test("the documentation names every room of the sandbox, and what it does", () => {
  const text = readFileSync(new URL("../../docs/ProviderModel.md", import.meta.url), "utf8");
  const part = text.slice(text.indexOf("### Rooms of the sandbox"), text.indexOf("## Nodes"));
  expect(part.match(/^\| `.*$/gm)).toEqual(
    SANDBOX_ROOMS.map(({ name, does }) => `| \`${name}\` | ${does} |`),
  );
});
