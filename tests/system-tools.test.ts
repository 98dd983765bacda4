import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { findSystemTools, inCi, systemTools } from "../scripts/test/system-tools.mjs";

test("in CI no system tool is missing, so that no suite is skipped for want of one", () => {
  const missing = systemTools.filter(({ variable }) => process.env[variable] === undefined);
  expect(inCi ? missing : []).toEqual([]);
});

test("a tool on PATH is found under its variable, and a missing one has none", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "underclaim-tools-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(findSystemTools({ PATH: folder })).toEqual({});

  writeFileSync(path.join(folder, "newsboat"), "");
  expect(findSystemTools({ PATH: folder })).toEqual({
    UNDERCLAIM_NEWSBOAT: path.join(folder, "newsboat"),
  });
});
