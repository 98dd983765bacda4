import { DatabaseSync } from "node:sqlite";
import { statSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { describeFailure, type Failure } from "../failures.ts";
import { migrate } from "../schema.ts";
import type { FromWriter, ToWriter, WriterSettings } from "../wire.ts";
import { batches, type Points } from "./batch.ts";

/** A check reads the whole file: beyond this size (about half a second) damage is found where it is read. */
const CHECKED_UP_TO_BYTES = 256 * 1024 * 1024;

const port = parentPort;
if (!port) throw new Error("The store's writer runs in a worker thread: call openSqliteStore().");
const settings = workerData as WriterSettings;
const { path } = settings;
const say = (message: FromWriter): void => port.postMessage(message);
const refused = (message: string): Failure => ({ kind: "medium", message, retryable: false });

function check(db: DatabaseSync): string | null {
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

function open(): DatabaseSync | Failure {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { timeout: 1000, enableForeignKeyConstraints: false });
    // 8 KiB: most of a commit's cost is the number of pages written, not their size.
    db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    db.exec(
      "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 8000",
    );
    if (settings.maxPages !== null) db.exec(`PRAGMA max_page_count = ${settings.maxPages}`);
    const wrong = check(db) ?? migrate(db, path);
    if (wrong === null) return db;
    db.close();
    return refused(wrong);
  } catch (error) {
    db?.close();
    return { ...describeFailure(error, path), kind: "medium" };
  }
}

const points = await loadPoints(settings.points);
const db = open();
if (db instanceof DatabaseSync) {
  const { head, run } = batches(db, path, points);
  port.on("message", (message: ToWriter) => {
    if (message === "close") {
      db.close();
      port.close();
      return;
    }
    const results = run(message);
    say(["done", head(), results]);
  });
  say(["open", head()]);
} else {
  say(["refused", db]);
  port.close();
}
