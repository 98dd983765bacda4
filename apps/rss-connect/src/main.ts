import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { checkService, serveAdapter, systemClock } from "@underclaim/runtime";
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
} else
  await serveAdapter({
    name: "rss-connect",
    schema: RssConfiguration,
    check: checkService,
    commands: ["rss-connect logs --help"],
    open: openRssConnect,
  });
