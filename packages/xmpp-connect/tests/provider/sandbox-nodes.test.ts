import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SANDBOX_NODES } from "../../src/provider/pubsub/sandbox-nodes.ts";

test("the documentation names every node of the sandbox, and what it does", () => {
  const text = readFileSync(new URL("../../docs/ProviderModel.md", import.meta.url), "utf8");
  const part = text.slice(text.indexOf("### Nodes of the sandbox"), text.indexOf("## The sandbox"));
  expect(part.match(/^\| `.*$/gm)).toEqual(
    SANDBOX_NODES.map(({ name, does }) => `| \`${name}\` | ${does} |`),
  );
});
