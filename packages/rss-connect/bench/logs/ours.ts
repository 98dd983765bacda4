/** The service on SQLite; the command is a process of its own, as in life. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
} from "@underclaim/runtime";
import { RssConfiguration } from "../../src/configuration.ts";
import { openRssConnect } from "../../src/service.ts";
import type { Handed } from "./command.ts";

const { file, folder } = JSON.parse(process.argv[2] ?? "{}") as { file: string; folder: string };
const FEEDS = 10;
const feeds = Array.from({ length: FEEDS }, (_, index) => ({
  feed_id: `feed-${index}`,
  feed_url: `https://example.com/feed-${index * 2}.xml`,
  title: `Feed ${index}`,
  observe_fetches: false,
}));
const { configuration } = loadConfiguration(RssConfiguration, {
  world: {
    folder,
    env: { UNDERCLAIM_FEEDS: JSON.stringify(feeds) },
    now: () => Date.now(),
    readText: () => "",
    fingerprint: () => "",
  },
});
const store = await openSqliteStore({ folder: join(folder, "data") });
const service = await openRssConnect({
  configuration,
  store,
  clock: systemClock,
  ids: randomIds,
  log: createLog({ level: "error" }),
});
await service.runtime.start();
const address = await service.app.listen({ host: "127.0.0.1", port: 0 });
const command = fork(
  new URL("./command.ts", import.meta.url),
  [JSON.stringify({ file, address })],
  {
    execArgv: ["--conditions=@underclaim/source"],
  },
);
await once(command, "message");
const ms = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
let rounds = 0;

async function round() {
  rounds += 1;
  const marks: number[] = [];
  const began = performance.now();
  const [all, main] = [process.cpuUsage(), process.threadCpuUsage()];
  // Another log each time, so that it is read from its beginning.
  command.send(`round-${rounds}`);
  for (;;) {
    const [told] = (await once(command, "message")) as [Handed];
    if ("lines" in told) {
      const seconds = (performance.now() - began) / 1_000;
      const cpu = { all: ms(process.cpuUsage(all)), main: ms(process.threadCpuUsage(main)) };
      return { lines: told.lines, seconds, marks, command: told, cpu };
    }
    marks.push(Math.round(process.memoryUsage.rss() / 1_048_576));
  }
}

process.on("message", () => {
  void round().then((answer) => process.send?.({ answer }));
});
process.once("disconnect", () => {
  command.disconnect();
  void service.app
    .close()
    .then(() => service.close())
    .then(() => process.exit());
});
process.send?.({ port: 0 });
