import {
  checkService,
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  serve,
  systemClock,
} from "@underclaim/runtime";
import { openRssConnect, RssConfiguration } from "@underclaim/rss-connect";

/** Configuration → compose → listen. */
await serve({
  compose: async () => {
    const { configuration, reloadSecrets } = loadConfiguration(RssConfiguration, {
      argv: process.argv.slice(2),
      check: checkService,
    });
    const log = createLog({ level: configuration.log.level, name: "rss-connect" });
    const store = await openSqliteStore({ folder: configuration.data });
    const service = await openRssConnect({
      configuration,
      store,
      clock: systemClock,
      ids: randomIds,
      log,
    });
    await service.runtime.start();
    return { ...service, ...configuration.listen, log, reload: reloadSecrets };
  },
});
