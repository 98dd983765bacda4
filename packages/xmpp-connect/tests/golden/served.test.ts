import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdapterGoldenTest } from "@underclaim/contract";
import { createLog, loadConfiguration, openSqliteStore } from "@underclaim/runtime";
import { ManualClock, seededIds } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { XmppConfiguration } from "../../src/configuration.ts";
import { openXmppConnect } from "../../src/service.ts";
import { xmppGoldens } from "./goldens.ts";

test("the service shows the goldens it is held to, in the form of the specification", async () => {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-goldens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { configuration } = loadConfiguration(XmppConfiguration, {
    world: { folder, env: {}, now: () => 0, readText: () => "", fingerprint: () => "" },
  });
  const { app, close } = await openXmppConnect({
    configuration,
    store: await openSqliteStore({ folder }),
    clock: new ManualClock(0),
    ids: seededIds(1),
    log: createLog({ level: "silent", destination: { write: () => undefined } }),
  });
  onTestFinished(async () => {
    await app.close();
    await close();
  });
  const { statusCode, body } = await app.inject({ method: "GET", url: "/adapter/golden-tests" });
  expect(statusCode).toBe(200);
  const { golden_tests } = JSON.parse(body) as { golden_tests: unknown[] };
  const shown = golden_tests.map((golden) => AdapterGoldenTest.parse(golden));
  expect(shown.map(({ test_id }) => test_id)).toEqual(xmppGoldens.map(({ test_id }) => test_id));
});
