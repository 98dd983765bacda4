import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  serve,
  systemClock,
} from "@underclaim/runtime";
import { checkSms, openSmsConnect, SmsConfiguration } from "@underclaim/sms-connect";

/** Configuration → compose → listen. */
await serve({
  compose: async () => {
    const { configuration, reloadSecrets } = loadConfiguration(SmsConfiguration, {
      argv: process.argv.slice(2),
      check: checkSms,
    });
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
    return { ...service, ...configuration.listen, log, reload: reloadSecrets };
  },
});
