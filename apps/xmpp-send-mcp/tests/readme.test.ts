import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSkill } from "@underclaim/xmpp-send-skill";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support.ts";

const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

const blockOf = (language: string): string =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(readme)?.[1] ?? "";

test("the README's agent.toml starts the skill", () => {
  const folder = temporaryFolder();
  const home = join(folder, "home/me/.config");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "xmpp-connect.key"), "a-key-of-a-test");
  const path = join(folder, "agent.toml");
  writeFileSync(path, blockOf("toml").replaceAll("/home/me", join(folder, "home/me")), {
    mode: 0o600,
  });
  expect(loadSkill(path)).toMatchObject({
    approval: { order: ["elicitation", "xmpp", "terminal"] },
    service: { account: "desk" },
  });
});

test("the README's entry for hosts is JSON, and names what the build makes", () => {
  const { mcpServers } = JSON.parse(blockOf("json")) as {
    mcpServers: { "xmpp-send": { args: readonly string[] } };
  };
  expect(mcpServers["xmpp-send"].args[0]).toMatch(/\/apps\/xmpp-send-mcp\/dist\/main\.js$/);
});
