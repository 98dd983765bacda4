import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SkillConfiguration } from "../src/index.ts";

const document = readFileSync(join(import.meta.dirname, "../docs/Configuration.md"), "utf8");

test("the document of the configuration names every key, and no other", () => {
  const rows = [...document.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
  const shape: Readonly<Record<string, unknown>> = SkillConfiguration.shape;
  const tables = [...document.matchAll(/^\| `(\w+)\.…` \|/gm)].map(([, key]) => key ?? "");
  const parsed = SkillConfiguration.parse({
    own_jid: "a@b.example",
    service: { url: "http://127.0.0.1" },
  });
  const nested = [parsed.rate_limit, parsed.audit, parsed.approval, parsed.content, parsed.http];
  const keys = [
    ...Object.keys(shape).filter((key) => !tables.includes(key)),
    ...nested.flatMap((table) => Object.keys(table)),
    "url",
    "api_key",
    "account",
    "timeout",
    "wait",
    "approver_jid",
  ];
  expect(new Set(rows)).toEqual(new Set(keys));
  expect(new Set(rows).size).toBe(rows.length);
});
