import { join } from "node:path";
import {
  checkService,
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
} from "@underclaim/runtime";
import { openRssConnect, RssConfiguration } from "@underclaim/rss-connect";
import { EXAMPLE_FEED } from "./example-feed.ts";
import type { Opened } from "./open-sms.ts";
import { needFreePort, type SandboxSettings } from "./settings.ts";
import { worldOf } from "./world.ts";

/** rss-connect with the feed of the specification's example. */
export async function openRss({ folder, rssPort, logLevel }: SandboxSettings): Promise<Opened> {
  const { configuration } = loadConfiguration(RssConfiguration, {
    world: worldOf(folder, {
      UNDERCLAIM_LISTEN__PORT: String(rssPort),
      UNDERCLAIM_DATA: join(folder, "rss-connect"),
      UNDERCLAIM_LOG__LEVEL: logLevel,
      UNDERCLAIM_FEEDS: JSON.stringify([EXAMPLE_FEED]),
    }),
    check: checkService,
  });
  const { host, port } = configuration.listen;
  await needFreePort(port, host, "RSS");
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
  return { app: service.app, close: () => service.close(), host, port, log };
}
