import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { migrate } from "../../src/store/sqlite/schema.ts";

const { folder } = workerData as { folder: string };
const path = join(folder, "floor.db");
const db = new DatabaseSync(path);
db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
db.exec("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 8000");
migrate(db, path);
const begin = db.prepare("BEGIN IMMEDIATE");
const suppressed = db.prepare("SELECT version FROM docs WHERE tenant = ? AND key = ?");
const repeated = db.prepare("SELECT expires_at FROM operations WHERE tenant = ? AND key = ?");
const conversation = db.prepare(
  "INSERT INTO docs (tenant, key, version, text) VALUES (?, ?, 1, ?) ON CONFLICT (tenant, key) DO UPDATE SET version = version + 1, text = excluded.text",
);
const operation = db.prepare(
  `INSERT INTO operations (tenant, id, state, lane, subject, fence, created_at, text, command, person, deadline, key, request_id,
     fields, replay_status, expires_at, result)
   VALUES (?, ?, 'ready', ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 200, ?, ?)`,
);
const native = db.prepare(
  `INSERT INTO ledger (seq, tenant, event_id, event_subject, event, id, source, dedupe_key, subject, second_subject, received_at, text)
   VALUES (?, ?, ?, ?, ?, ?, 'adapter', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
);
const count = db.prepare(
  "INSERT INTO operation_counts (state, total) VALUES ('ready', ?) ON CONFLICT (state) DO UPDATE SET total = total + excluded.total",
);
const commit = db.prepare("COMMIT");

type Values = readonly SQLInputValue[];
let head = 0;
parentPort?.on("message", (batch: readonly (readonly Values[])[]) => {
  begin.run();
  for (const [suppression = [], key = [], doc = [], taken = [], accepted = []] of batch) {
    if (suppressed.get(...suppression) ?? repeated.get(...key))
      throw new Error("The bench asks for fresh keys and addresses only.");
    conversation.run(...doc);
    operation.run(...taken);
    native.run((head += 1), ...accepted);
  }
  count.run(batch.length);
  commit.run();
  parentPort?.postMessage("done");
});
parentPort?.postMessage("open");
