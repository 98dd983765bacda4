import { join } from "node:path";
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
  type AdapterService,
  type Listener,
  type Log,
} from "@underclaim/runtime";
import { checkSms, openSmsConnect, SmsConfiguration } from "@underclaim/sms-connect";
import { EXAMPLE_TEMPLATES } from "./example-templates.ts";
import { needFreePort, type SandboxSettings } from "./settings.ts";
import { worldOf } from "./world.ts";

export type Opened = Pick<AdapterService, "close"> & Listener & { readonly log: Log };

/** sms-connect on its sandbox provider, with the template of the specification's example. */
export async function openSms({ folder, smsPort, logLevel }: SandboxSettings): Promise<Opened> {
  const { configuration } = loadConfiguration(SmsConfiguration, {
    world: worldOf(folder, {
      UNDERCLAIM_LISTEN__PORT: String(smsPort),
      UNDERCLAIM_DATA: join(folder, "sms-connect"),
      UNDERCLAIM_LOG__LEVEL: logLevel,
      UNDERCLAIM_TEMPLATES: JSON.stringify(EXAMPLE_TEMPLATES),
    }),
    check: checkSms,
  });
  const { host, port } = configuration.listen;
  await needFreePort(port, host, "SMS");
  const log = createLog({ level: configuration.log.level, name: "sms-connect" });
  const store = await openSqliteStore({ folder: configuration.data });
  const service = await openSmsConnect({
    configuration,
    store,
    clock: systemClock,
    ids: randomIds,
    log,
  });
  await service.watch();
  await service.runtime.start();
  return { app: service.app, close: () => service.close(), host, port, log };
}
