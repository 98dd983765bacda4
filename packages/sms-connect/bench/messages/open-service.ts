import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  sha256,
  systemClock,
} from "@underclaim/runtime";
import { apiHeaders } from "../../../runtime/src/testing/crash/reference-service.ts";
import { checkSms, openSmsConnect, SmsConfiguration, type SmsService } from "../../src/index.ts";

/** Submissions that wait for their answer at once, and receipts that are being stored at once. */
export const WINDOW = 100;
export const SENDER = "+4917604069999";

/** One bind at the SMSC of the tests. */
export const smppAccount = (port: number) => ({
  kind: "smpp",
  account: "smsc",
  host: "127.0.0.1",
  port,
  system_id: "bound",
  password: "secret",
  window: WINDOW,
  inbound_window: WINDOW,
});

const configurationOf = (smscPort: number): object => ({
  providers: [smppAccount(smscPort)],
  senders: [{ sender_identity_id: "main", sender_type: "long_code", sender_value: SENDER }],
  lane_window: 4 * WINDOW,
  api_keys: [
    {
      id: "bench",
      scopes: ["actions:write", "actions:read", "events:read"],
      sha256: sha256(apiHeaders.authorization.slice("Bearer ".length)),
    },
  ],
});

/** The service as the app composes it, running. What it logs, the audit log included, is formatted and thrown away. */
export async function openBenchService(folder: string, smscPort: number): Promise<SmsService> {
  const { configuration } = loadConfiguration(SmsConfiguration, {
    file: "bench.json",
    check: checkSms,
    world: {
      env: {},
      folder: "/",
      readText: () => JSON.stringify(configurationOf(smscPort)),
      fingerprint: () => "constant",
      now: Date.now,
    },
  });
  const service = await openSmsConnect({
    configuration,
    store: await openSqliteStore({ folder }),
    clock: systemClock,
    ids: randomIds,
    log: createLog({ level: "error", destination: { write: () => undefined } }),
  });
  await service.watch();
  await service.runtime.start();
  return service;
}
