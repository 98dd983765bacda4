/** apps/sms-connect/src/main.ts, but that its clock starts at FIRST_LIFE and that it kills itself at CRASH_AT, such as "dispatch.performed:3". */
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  serve,
  systemClock,
  type Clock,
} from "@underclaim/runtime";
import { killPoint } from "../../../runtime/src/testing/crash/kill-point.ts";
import { FIRST_LIFE } from "./times.ts";
import { checkSms, openSmsConnect, SmsConfiguration } from "../../src/index.ts";

const ahead = FIRST_LIFE - Date.now();
const clock: Clock = {
  now: () => systemClock.now() + ahead,
  wakeAt: (at, callback) => systemClock.wakeAt(at - ahead, callback),
};
await serve({
  compose: async () => {
    const { configuration } = loadConfiguration(SmsConfiguration, {
      argv: process.argv.slice(2),
      check: checkSms,
    });
    const log = createLog({ level: configuration.log.level, name: "sms-connect" });
    const store = await openSqliteStore({ folder: configuration.data });
    const service = await openSmsConnect({
      configuration,
      store,
      clock,
      ids: randomIds,
      log,
      point: killPoint(process.env["CRASH_AT"] ?? ""),
    });
    await service.watch();
    await service.runtime.start();
    return { ...service, ...configuration.listen, log };
  },
});
