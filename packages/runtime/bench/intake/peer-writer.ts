import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const { folder } = workerData as { folder: string };
const db = new DatabaseSync(join(folder, "peer.db"));
db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
db.exec("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 8000");
db.exec("CREATE TABLE rows (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL)");
const begin = db.prepare("BEGIN IMMEDIATE");
const insert = db.prepare("INSERT INTO rows (key, text) VALUES (?, ?)");
const commit = db.prepare("COMMIT");

parentPort?.on("message", (batch: readonly (readonly string[])[]) => {
  begin.run();
  for (const rows of batch)
    for (let at = 0; at < rows.length; at += 2) insert.run(rows[at] ?? "", rows[at + 1] ?? "");
  commit.run();
  parentPort?.postMessage("done");
});
parentPort?.postMessage("open");
