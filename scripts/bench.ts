// What `npm run bench -- NAME` runs: one JSON line. How to read it: docs/operations/performance.md.
import { events } from "../packages/runtime/bench/events/main.ts";
import { intake } from "../packages/runtime/bench/intake/main.ts";
import type { BenchSettings } from "../packages/runtime/bench/lib/pairs.ts";
import { memory } from "../packages/runtime/bench/memory/main.ts";
import { feed } from "../packages/rss-connect/bench/feed/main.ts";
import { hub } from "../packages/rss-connect/bench/hub/main.ts";
import { logs } from "../packages/rss-connect/bench/logs/main.ts";
import { publish } from "../packages/rss-connect/bench/publish/main.ts";
import { messages } from "../packages/sms-connect/bench/messages/main.ts";
import { segments } from "../packages/sms-connect/bench/segments/main.ts";
import { rooms } from "../packages/xmpp-connect/bench/rooms/main.ts";
import { stalled } from "../packages/xmpp-connect/bench/stalled/main.ts";
import { xmpp } from "../packages/xmpp-connect/bench/xmpp/main.ts";

const benches: Readonly<Record<string, (settings: BenchSettings) => Promise<object>>> = {
  events,
  feed,
  hub,
  intake,
  logs,
  memory,
  publish,
  rooms,
  segments,
  sms: messages,
  stalled,
  xmpp,
};

const [name = ""] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  console.error(
    `There is no bench ${JSON.stringify(name)}. Known: ${Object.keys(benches).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  const pairs = Number(process.env["UNDERCLAIM_BENCH_PAIRS"] ?? 7);
  const seconds = Number(process.env["UNDERCLAIM_BENCH_SECONDS"] ?? 4);
  console.log(JSON.stringify(await bench({ pairs, seconds })));
}
