import type { DatabaseSync } from "node:sqlite";
import { ofEndpoint } from "../../endpoint-subject.ts";

/** "Uclm": tells a store of this project from any other SQLite file. */
const APPLICATION_ID = 0x55636c6d;

/** Indexes by identifiers that are hashes are cut into runs of so many rows (a power of two), so that they grow at one end. */
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

/**
 * Decision 0100: a row is what one native event wrote, with the first event it was mapped to; further events, and events of
 * no native event, have rows of their own. An operation's row holds the command, the deadline and the idempotency record
 * that were written with it.
 */
const oneRow = `
ALTER TABLE operations ADD COLUMN command TEXT;
ALTER TABLE operations ADD COLUMN person TEXT;
ALTER TABLE operations ADD COLUMN deadline INTEGER;
ALTER TABLE operations ADD COLUMN key TEXT;
ALTER TABLE operations ADD COLUMN request_id TEXT;
ALTER TABLE operations ADD COLUMN fields TEXT;
ALTER TABLE operations ADD COLUMN replay_status INTEGER;
ALTER TABLE operations ADD COLUMN expires_at INTEGER;
ALTER TABLE operations ADD COLUMN result TEXT;
UPDATE operations SET (command, person) = (
  SELECT docs.text, docs.person FROM docs
  WHERE docs.tenant = operations.tenant AND docs.key = 'command' || char(1) || operations.id || char(1));
UPDATE operations SET deadline = (
  SELECT docs.due_at FROM docs
  WHERE docs.tenant = operations.tenant AND docs.key = 'receipt-timer' || char(1) || operations.id || char(1));
DELETE FROM docs WHERE key >= 'receipt-timer' || char(1) AND key < 'receipt-timer' || char(2);
DELETE FROM docs WHERE key >= 'command' || char(1) AND key < 'command' || char(2);
UPDATE operations SET (key, request_id, fields, replay_status, expires_at, result) = (
  old.key, old.request_id, old.fields, old.replay_status, old.expires_at, old.result)
FROM idempotency AS old WHERE old.tenant = operations.tenant AND old.operation = operations.id;
DROP TABLE idempotency;
CREATE UNIQUE INDEX operations_key ON operations (tenant, key) WHERE key IS NOT NULL;
CREATE INDEX operations_expiry ON operations (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX operations_deadline ON operations (deadline) WHERE deadline IS NOT NULL;
CREATE INDEX operations_person ON operations (n >> ${SEGMENT_BITS}, tenant, person) WHERE person IS NOT NULL;

CREATE TABLE ledger (
  n INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  seq INTEGER, event_id TEXT, event_subject TEXT, event TEXT,
  id TEXT, source TEXT, dedupe_key TEXT,
  subject TEXT, second_subject TEXT, more_subjects TEXT,
  received_at INTEGER, occurred_at INTEGER, parked_refs TEXT, due_at INTEGER, text TEXT
);
INSERT INTO ledger (n, tenant, id, source, dedupe_key, subject, second_subject, more_subjects,
                    received_at, occurred_at, parked_refs, due_at, text)
SELECT n, tenant, id, source, dedupe_key, subjects ->> 0, subjects ->> 1,
       iif(json_array_length(subjects) > 2, json_remove(subjects, '$[0]', '$[0]'), NULL),
       received_at, occurred_at, parked_refs, due_at, text
FROM natives ORDER BY n;
INSERT INTO ledger (tenant, seq, event_id, event_subject, event)
SELECT evidence.tenant, seq, timelines.key, timelines.subject, evidence.text
FROM evidence JOIN timelines ON timelines.n = seq AND timelines.kind = 1 AND timelines.tenant = evidence.tenant
ORDER BY seq;
CREATE TABLE further_subjects (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, native INTEGER NOT NULL,
  PRIMARY KEY (tenant, subject, native)
) WITHOUT ROWID;
INSERT INTO further_subjects (tenant, subject, native)
SELECT DISTINCT tenant, each.value, n FROM ledger, json_each(more_subjects) AS each WHERE more_subjects IS NOT NULL;
DROP TABLE timelines;
DROP TABLE evidence;
DROP TABLE natives;
CREATE UNIQUE INDEX ledger_native ON ledger (tenant, source, dedupe_key) WHERE source IS NOT NULL;
CREATE INDEX ledger_native_id ON ledger (n >> ${SEGMENT_BITS}, id) WHERE id IS NOT NULL;
CREATE INDEX ledger_due ON ledger (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ledger_subject ON ledger (tenant, subject) WHERE subject IS NOT NULL;
CREATE INDEX ledger_second_subject ON ledger (tenant, second_subject) WHERE second_subject IS NOT NULL;
CREATE UNIQUE INDEX ledger_event ON ledger (tenant, event_subject, event_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_seq ON ledger (tenant, seq) WHERE seq IS NOT NULL;
`;

/**
 * The states whose `due_at` counts, as the index has them: word for word, or the index is not used. SQLite builds a table for
 * each evaluation of an IN list, for each row that is written: ten times the cost of the comparisons.
 */
export const MAY_BE_DUE =
  "(state = 'scheduled' OR state = 'claimed' OR state = 'dispatching' OR state = 'unknown')";

/** Decision 0107. */
const withoutLists = `
DROP INDEX operations_due;
CREATE INDEX operations_due ON operations (due_at) WHERE ${MAY_BE_DUE};
`;

/**
 * Decision 0108: endpoints are anywhere in an index by their name, so theirs is cut into segments. Another second subject has
 * a row of its own, like the further ones.
 */
const endpointsInSegments = `
DROP INDEX ledger_second_subject;
INSERT OR IGNORE INTO further_subjects (tenant, subject, native)
SELECT tenant, second_subject, n FROM ledger WHERE second_subject IS NOT NULL AND NOT (${ofEndpoint("second_subject")});
CREATE INDEX ledger_endpoint ON ledger (n >> ${SEGMENT_BITS}, tenant, second_subject) WHERE ${ofEndpoint("second_subject")};
`;

/** In order; a migration is never edited once released. user_version counts those that ran. */
const migrations: readonly string[] = [
  first,
  letterExpiry,
  oneRow,
  withoutLists,
  endpointsInSegments,
];

const pragma = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

/** Brings the database to this program's version, or to an earlier one (tests). Returns what is wrong, or null. */
export function migrate(db: DatabaseSync, path: string, upTo = migrations.length): string | null {
  const version = pragma(db, "user_version");
  const application = pragma(db, "application_id");
  const tables = db.prepare("SELECT count(*) AS total FROM sqlite_schema").get()?.["total"];
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || tables !== 0))
    return `${path} is a database of another program: choose another folder, or move the file away.`;
  if (version > migrations.length)
    return `${path} has schema version ${version}, this program knows ${migrations.length}: start the newer program, or restore an older copy of the folder.`;
  if (version === migrations.length) return null;
  db.exec("BEGIN IMMEDIATE");
  for (const sql of migrations.slice(version, upTo)) db.exec(sql);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${upTo}; COMMIT`);
  return null;
}
