import type { MessageRecord, MessageState } from "../message.ts";
import { SETTLED } from "../message.ts";
import type { Contact, Contacts, Messages } from "../ports.ts";
import { openDatabase } from "./database.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS message (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, made INTEGER NOT NULL, settled INTEGER, record TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS message_state ON message (state, made);
CREATE TABLE IF NOT EXISTS contact (address TEXT PRIMARY KEY, since TEXT NOT NULL, by TEXT NOT NULL) STRICT`;

/** Settled messages that are remembered; older ones are forgotten. */
const REMEMBERED = 10_000;

export interface State {
  readonly messages: Messages;
  readonly contacts: Contacts;
  close(): void;
}

/** Messages and released contacts, shared by every process that opens the file. */
export function openState(path: string): State {
  const { sqlite, exclusive, close } = openDatabase(path, SCHEMA);
  const read = (id: string): MessageRecord | null => {
    const row = sqlite.prepare("SELECT record FROM message WHERE id = ?").get(id);
    return row === undefined ? null : (JSON.parse(String(row["record"])) as MessageRecord);
  };
  const write = (record: MessageRecord): void => {
    sqlite
      .prepare("UPDATE message SET state = ?, record = ?, settled = ? WHERE id = ?")
      .run(
        record.state,
        JSON.stringify(record),
        SETTLED.includes(record.state) ? 1 : null,
        record.id,
      );
  };
  const messages: Messages = {
    insert: (record) =>
      exclusive(() => {
        sqlite
          .prepare(
            "INSERT INTO message (id, state, made, record) VALUES (?, ?, (SELECT coalesce(max(made), 0) + 1 FROM message), ?)",
          )
          .run(record.id, record.state, JSON.stringify(record));
        sqlite
          .prepare(
            "DELETE FROM message WHERE settled = 1 AND made <= (SELECT max(made) FROM message) - ?",
          )
          .run(REMEMBERED);
      }),
    get: read,
    list: (states: readonly MessageState[]) =>
      sqlite
        .prepare(
          `SELECT record FROM message WHERE state IN (${states.map(() => "?").join(", ")}) ORDER BY made`,
        )
        .all(...states)
        .map((row) => JSON.parse(String(row["record"])) as MessageRecord),
    move: (id, from, to, change = {}) =>
      exclusive(() => {
        const record = read(id);
        if (record === null || record.state !== from) return null;
        const moved: MessageRecord = { ...record, ...change, state: to };
        write(moved);
        return moved;
      }),
    asked: (id, memory) =>
      exclusive(() => {
        const record = read(id);
        if (record?.state === "pending") write({ ...record, asked: memory });
      }),
  };
  const contacts: Contacts = {
    trusted: (address) =>
      sqlite.prepare("SELECT 1 FROM contact WHERE address = ?").get(address) !== undefined,
    trust: ({ address, since, by }) =>
      void sqlite
        .prepare(
          "INSERT INTO contact (address, since, by) VALUES (?, ?, ?) ON CONFLICT (address) DO NOTHING",
        )
        .run(address, since, by),
    revoke: (address) =>
      sqlite.prepare("DELETE FROM contact WHERE address = ?").run(address).changes > 0,
    list: () =>
      sqlite
        .prepare("SELECT address, since, by FROM contact ORDER BY address")
        .all() as unknown as readonly Contact[],
  };
  return { messages, contacts, close };
}
