import { DatabaseSync } from "node:sqlite";
import { statSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { describeFailure, type Failure } from "../failures.ts";
import { migrate } from "../schema.ts";
import type { FromWriter, ToWriter, WriterSettings } from "../wire.ts";
import { batches, type Batches, type Points } from "./batch.ts";

/** A check reads the whole file: beyond this size (about half a second) damage is found where it is read. */
const CHECKED_UP_TO_BYTES = 256 * 1024 * 1024;

const port = parentPort;
if (!port) throw new Error("The store's writer runs in a worker thread: call openSqliteStore().");
const say = (message: FromWriter): void => port.postMessage(message);
const refused = (message: string): Failure => ({ kind: "medium", message, retryable: false });

function check(db: DatabaseSync, path: string): string | null {
  if (statSync(path).size > CHECKED_UP_TO_BYTES) return null;
  const found = Object.values(db.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (found === "ok") return null;
  return `${path} is damaged (${String(found)}): restore the folder from a backup.`;
}

async function loadPoints(module: string | null): Promise<Points | null> {
  if (module === null) return null;
  const loaded = (await import(module)) as { default: Points };
  return loaded.default;
}

function open({ path, maxPages }: WriterSettings): DatabaseSync | Failure {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { timeout: 1000, enableForeignKeyConstraints: false });
    // 8 KiB: most of a commit's cost is the number of pages written, not their size.
    db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    // 16 MiB: the ends of the indexes. A commit that has rearranged pages goes through all of it once (decision 0107).
    db.exec("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON");
    // The ends of the indexes are written with each commit: they go into the file once for many of them (64 MiB of log).
    db.exec("PRAGMA wal_autocheckpoint = 8000");
    if (maxPages !== null) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    const wrong = check(db, path) ?? migrate(db, path);
    if (wrong === null) return db;
    db.close();
    return refused(wrong);
  } catch (error) {
    db?.close();
    return { ...describeFailure(error, path), kind: "medium" };
  }
}

/** The store that this thread writes: one at a time, and another after it. */
let writing: { readonly db: DatabaseSync; readonly batches: Batches } | null = null;

async function begin(settings: WriterSettings): Promise<void> {
  const points = await loadPoints(settings.points);
  const db = open(settings);
  if (!(db instanceof DatabaseSync)) return say(["refused", db]);
  writing = { db, batches: batches(db, settings.path, points) };
  say(["open", writing.batches.head()]);
}

port.on("message", (message: ToWriter) => {
  if (message !== "close" && "open" in message) return void begin(message.open);
  if (writing === null) return;
  if (message === "close") {
    writing.db.close();
    writing = null;
    return say(["closed"]);
  }
  const { run, head } = writing.batches;
  const results = run(message);
  say(["done", head(), results]);
});
