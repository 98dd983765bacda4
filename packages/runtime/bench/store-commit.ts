/**
 * Commits per second through the store, 64 at a time: 1 operation, 1 idempotency record, 1 native, 2 evidence events
 * (about 2.5 KB in all), then pages of 100 events against the same page read as rows and joined.
 *
 *   node --conditions=@underclaim/source bench/store-commit.ts [commits] [concurrency] [folder]
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Changes } from "../src/store/port.ts";
import { randomIds } from "../src/system.ts";
import { openSqliteStore } from "../src/store/sqlite/index.ts";

const commits = Number(process.argv[2] ?? 100_000);
const concurrency = Number(process.argv[3] ?? 64);
const folder = process.argv[4] ?? mkdtempSync(join(tmpdir(), "underclaim-store-"));
const pageSeconds = 2;

const id = (prefix: string): string => `${prefix}_${randomBytes(16).toString("hex").slice(0, 26)}`;
const filler = (bytes: number): string => JSON.stringify({ body: "x".repeat(bytes - 11) });

function changes(n: number): Changes {
  const key = id("key");
  const subject = randomIds.next("msg");
  const operation = randomIds.next("op");
  const dedupeKey = `${operation}:accepted`;
  return {
    guards: [{ idempotencyUnknown: key, now: 1 }, { nativeNew: { source: "adapter", dedupeKey } }],
    idempotency: {
      key,
      operation,
      requestId: `req-${n}`,
      fields: { action_type: "a", content: "b", participant: "c" },
      replayStatus: 200,
      result: filler(400),
      expiresAt: 1e12 + n,
    },
    operations: [
      {
        id: operation,
        state: "ready",
        dueAt: null,
        create: { lane: "main", subject, createdAt: n },
        text: filler(500),
      },
    ],
    natives: [
      {
        id: id("nat"),
        source: "adapter",
        dedupeKey,
        subjects: [subject],
        receivedAt: n,
        occurredAt: null,
        text: filler(300),
        raw: null,
      },
    ],
    evidence: [
      { id: id("evd"), subject, text: filler(620) },
      { id: id("evd"), subject, text: filler(620) },
    ],
  };
}

const store = await openSqliteStore({ folder });
const tenant = "bench";
const start = performance.now();
let next = 0;
const waits: number[] = [];
const client = async (): Promise<void> => {
  while (next < commits) {
    const asked = performance.now();
    const done = await store.commit(tenant, changes(next++));
    if (!done.ok) throw new Error("A guard failed in the bench.");
    waits.push(performance.now() - asked);
  }
};
await Promise.all(Array.from({ length: concurrency }, client));
const seconds = (performance.now() - start) / 1000;
waits.sort((a, b) => a - b);

const head = await store.head();
const positions = Array.from({ length: 4096 }, (_, i) =>
  Math.floor((((i * 2654435761) % 2 ** 32) / 2 ** 32) * (head - 100)),
);
const peer = new DatabaseSync(join(folder, "store.db"), { readOnly: true });
const rows = peer.prepare(
  "SELECT event AS text FROM ledger WHERE tenant = 'bench' AND seq > ? ORDER BY seq LIMIT 100",
);
async function pages(read: (after: number) => unknown): Promise<number> {
  const begun = performance.now();
  let count = 0;
  while (performance.now() - begun < pageSeconds * 1000)
    for (let burst = 0; burst < 20; burst++) await read(positions[count++ % positions.length] ?? 0);
  return count / ((performance.now() - begun) / 1000);
}
const joined = await pages(
  (after) =>
    `[${(rows.all(after) as { text: string }[]).map(({ text }) => text).join(",")}]`.length,
);
const paged = await pages(async (after) => (await store.page(tenant, after, 100)).text.length);
peer.close();
await store.close();

const report = {
  commits,
  concurrency,
  commits_per_second: Math.round(commits / seconds),
  p50_ms: waits[Math.floor(waits.length * 0.5)]?.toFixed(2),
  p99_ms: waits[Math.floor(waits.length * 0.99)]?.toFixed(2),
  events: head,
  pages_per_second: Math.round(paged),
  peer_pages_per_second: Math.round(joined),
};
console.log(JSON.stringify(report));
if (process.argv[4] === undefined) rmSync(folder, { recursive: true });
