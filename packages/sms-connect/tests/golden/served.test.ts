import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdapterGoldenTest } from "@underclaim/contract";
import { publishedGolden } from "@underclaim/contract/golden";
import { createLog, loadConfiguration, openSqliteStore } from "@underclaim/runtime";
import { ManualClock, seededIds } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { checkSms } from "../../src/check-configuration.ts";
import { SmsConfiguration } from "../../src/configuration.ts";
import { goldens } from "../../src/goldens.generated.ts";
import { openSmsConnect } from "../../src/service.ts";
import { smsGoldens } from "./goldens.ts";

/** That the module holds what stands in golden/sms is for `npm run check` to say. */
test("the service shows the goldens it is held to, in the form of the specification", async () => {
  const service = await opened();
  const { statusCode, body } = await service.app.inject({
    method: "GET",
    url: "/adapter/golden-tests",
  });
  expect(statusCode).toBe(200);
  const { golden_tests } = JSON.parse(body) as { golden_tests: unknown[] };
  const shown = golden_tests.map((golden) => AdapterGoldenTest.parse(golden));
  expect(shown.map(({ test_id }) => test_id)).toEqual(goldens.map(({ test_id }) => test_id));
});

test("every golden can be shown so", () => {
  for (const golden of smsGoldens) {
    expect(() => publishedGolden(golden), golden.test_id).not.toThrow();
  }
});

async function opened() {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-sms-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
  const { configuration } = loadConfiguration(SmsConfiguration, {
    check: checkSms,
    world: {
      folder,
      env: {},
      now: () => clock.now(),
      readText: () => "",
      fingerprint: () => "",
    },
  });
  const service = await openSmsConnect({
    configuration,
    clock,
    ids: seededIds(1),
    log: createLog({ level: "error", destination: { write: () => undefined } }),
    store: await openSqliteStore({ folder: join(folder, "data") }),
  });
  await service.runtime.start();
  await service.app.ready();
  onTestFinished(async () => {
    await service.app.close();
    await service.close();
  });
  return service;
}
