/** A session whose server stops reading once it is online, and everything that is handed to it meanwhile. */
import process from "node:process";
import { makeClient } from "../../tests/support/client.ts";
import { startFakeServer } from "../../tests/support/fake-server.ts";
import type { Order, Told } from "./main.ts";

const { messages, bytes } = JSON.parse(process.argv[2] ?? "{}") as Order;
const MB = 1_024 * 1_024;

const server = await startFakeServer(async (connection) => {
  await connection.online();
  connection.pause();
  await connection.closed;
});
const desk = makeClient({
  port: server.port,
  caFile: server.caFile,
  // The stall lasts as long as the measurement.
  timeouts: { answer: 600_000, silence: 600_000 },
});
await desk.start();
await desk.reported("connected");
/** Of the heap and outside of it, without what is only not collected yet. */
const inUse = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const usedBefore = inUse();
const before = process.memoryUsage.rss();
let highest = before;
const leaving = new AbortController();
const counts = { unknown: 0, not_sent: 0 };
const sending: Promise<void>[] = [];
for (let number = 0; number < messages; number += 1) {
  // Each with a text of its own, as messages have.
  const one = desk.submission("ann@xmpp.test", `${number} ${"x".repeat(bytes)}`);
  sending.push(
    desk.transport.submit(one, leaving.signal).then(({ kind }) => {
      if (kind === "unknown" || kind === "not_sent") counts[kind] += 1;
    }),
  );
  if (number % 500 !== 0) continue;
  await new Promise((resolve) => setImmediate(resolve));
  highest = Math.max(highest, process.memoryUsage.rss());
}
const held = inUse() - usedBefore;
leaving.abort();
await Promise.all(sending);
highest = Math.max(highest, process.memoryUsage.rss());
const told: Told = {
  held_mb: Number((held / MB).toFixed(1)),
  grown_mb: Math.round((highest - before) / MB),
  rss_mb: Math.round(highest / MB),
  ...counts,
};
process.send?.(told, () => process.exit());
