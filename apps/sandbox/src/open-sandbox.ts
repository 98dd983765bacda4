import { join } from "node:path";
import {
  checkService,
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
  type Service,
} from "@underclaim/runtime";
import { openRssConnect, RssConfiguration } from "@underclaim/rss-connect";
import { EXAMPLE_FEED } from "./example-feed.ts";
import { needFreePort, type SandboxSettings } from "./settings.ts";

/** Composes every adapter that exists, each with its own data in the sandbox's folder. */
export async function openSandbox({
  folder,
  rssPort,
  logLevel,
}: SandboxSettings): Promise<Service> {
  const { configuration } = loadConfiguration(RssConfiguration, {
    world: {
      folder,
      env: {
        UNDERCLAIM_LISTEN__PORT: String(rssPort),
        UNDERCLAIM_DATA: join(folder, "rss-connect"),
        UNDERCLAIM_LOG__LEVEL: logLevel,
        UNDERCLAIM_FEEDS: JSON.stringify([EXAMPLE_FEED]),
      },
      now: () => Date.now(),
      readText: () => "",
      fingerprint: () => "",
    },
    check: checkService,
  });
  const { host, port } = configuration.listen;
  await needFreePort(port, host);
  const log = createLog({ level: configuration.log.level, name: "rss-connect" });
  const store = await openSqliteStore({ folder: configuration.data });
  const rss = await openRssConnect({
    configuration,
    store,
    clock: systemClock,
    ids: randomIds,
    log,
  });
  await rss.runtime.start();
  return { ...rss, host, port, log };
}
