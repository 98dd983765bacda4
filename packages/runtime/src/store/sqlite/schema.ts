import type { DatabaseSync } from "node:sqlite";

/** "Uclm": tells a store of this project from any other SQLite file. */
const APPLICATION_ID = 0x55636c6d;

/** timelines.kind: a native's key is its n; an evidence event's is its id, which also makes it unique. */
export const NATIVE = 0;
export const EVIDENCE = 1;

/** natives_id and docs_person are cut into runs of so many rows (a power of two), so that they grow at one end though their keys are hashes. */
export const SEGMENT_BITS = 10;

/**
 * Every random key costs one page of the write-ahead log for each commit: an index is here only where a method needs it.
 * Rowid tables hold the texts (their rows may be larger than a quarter of a page), small indexes point at them.
 */
const first = `
CREATE TABLE docs (
  n INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, key TEXT NOT NULL,
  version INTEGER NOT NULL, due_at INTEGER, person TEXT, text TEXT NOT NULL,
  UNIQUE (tenant, key)
);
CREATE INDEX docs_due ON docs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX docs_person ON docs (n >> ${SEGMENT_BITS}, tenant, person) WHERE person IS NOT NULL;

CREATE TABLE operations (
  n INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, id TEXT NOT NULL,
  state TEXT NOT NULL, lane TEXT NOT NULL, subject TEXT NOT NULL,
  fence INTEGER NOT NULL, owner TEXT, due_at INTEGER, created_at INTEGER NOT NULL, text TEXT NOT NULL,
  UNIQUE (tenant, id)
);
CREATE INDEX operations_ready ON operations (lane, created_at) WHERE state = 'ready';
CREATE INDEX operations_due ON operations (due_at)
  WHERE state IN ('scheduled', 'claimed', 'dispatching', 'unknown');
CREATE TABLE operation_counts (state TEXT PRIMARY KEY, total INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE refs (
  tenant TEXT NOT NULL, ref TEXT NOT NULL, operation TEXT NOT NULL,
  PRIMARY KEY (tenant, ref)
) WITHOUT ROWID;

CREATE TABLE idempotency (
  n INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, key TEXT NOT NULL,
  operation TEXT NOT NULL, request_id TEXT NOT NULL, fields TEXT NOT NULL,
  replay_status INTEGER NOT NULL, expires_at INTEGER NOT NULL, result TEXT NOT NULL,
  UNIQUE (tenant, key)
);
CREATE INDEX idempotency_expiry ON idempotency (expires_at);

CREATE TABLE natives (
  n INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, dedupe_key TEXT NOT NULL,
  subjects TEXT NOT NULL, received_at INTEGER NOT NULL, occurred_at INTEGER,
  parked_refs TEXT, due_at INTEGER, text TEXT NOT NULL,
  UNIQUE (tenant, source, dedupe_key)
);
CREATE INDEX natives_id ON natives (n >> ${SEGMENT_BITS}, id);
CREATE INDEX natives_due ON natives (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE parked_refs (
  tenant TEXT NOT NULL, ref TEXT NOT NULL, native INTEGER NOT NULL,
  PRIMARY KEY (tenant, ref, native)
) WITHOUT ROWID;
CREATE TABLE raws (
  native INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, content_type TEXT NOT NULL, person TEXT, expires_at INTEGER, body BLOB NOT NULL
);
CREATE INDEX raws_person ON raws (tenant, person) WHERE person IS NOT NULL;
CREATE INDEX raws_expiry ON raws (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE evidence (
  seq INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX evidence_tenant ON evidence (tenant);

CREATE TABLE timelines (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, kind INTEGER NOT NULL, key NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (tenant, subject, kind, key)
) WITHOUT ROWID;

CREATE TABLE dead_letters (
  n INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, id TEXT NOT NULL,
  source TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
  received_at INTEGER NOT NULL, attempts INTEGER NOT NULL, person TEXT, text TEXT NOT NULL,
  UNIQUE (tenant, id)
);
CREATE INDEX dead_letters_state ON dead_letters (tenant, state);
CREATE INDEX dead_letters_person ON dead_letters (tenant, person) WHERE person IS NOT NULL;
`;

const letterExpiry = `
ALTER TABLE dead_letters ADD COLUMN expires_at INTEGER;
CREATE INDEX dead_letters_expiry ON dead_letters (expires_at) WHERE expires_at IS NOT NULL;
`;

/** In order; a migration is never edited once released. user_version counts those that ran. */
const migrations: readonly string[] = [first, letterExpiry];

const pragma = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

/** Brings the database to this program's version. Returns what is wrong, or null. */
export function migrate(db: DatabaseSync, path: string): string | null {
  const version = pragma(db, "user_version");
  const application = pragma(db, "application_id");
  const tables = db.prepare("SELECT count(*) AS total FROM sqlite_schema").get()?.["total"];
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || tables !== 0))
    return `${path} is a database of another program: choose another folder, or move the file away.`;
  if (version > migrations.length)
    return `${path} has schema version ${version}, this program knows ${migrations.length}: start the newer program, or restore an older copy of the folder.`;
  if (version === migrations.length) return null;
  db.exec("BEGIN IMMEDIATE");
  for (const sql of migrations.slice(version)) db.exec(sql);
  db.exec(
    `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}; COMMIT`,
  );
  return null;
}
