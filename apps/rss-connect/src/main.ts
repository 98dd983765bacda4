import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import {
  checkService,
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  serve,
  systemClock,
} from "@underclaim/runtime";
import { askService, logsCommand, openRssConnect, RssConfiguration } from "@underclaim/rss-connect";

const [command, ...args] = process.argv.slice(2);

if (command === "logs") {
  process.exitCode = await logsCommand(args, {
    env: process.env,
    ask: askService,
    wait: (ms) => wait(ms),
    say: (line) => void process.stdout.write(`${line}\n`),
    draw: process.stderr.isTTY ? (text) => void process.stderr.write(text) : null,
    now: () => systemClock.now(),
  });
} else await runService();

/** Configuration → compose → listen. */
async function runService(): Promise<void> {
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
}
