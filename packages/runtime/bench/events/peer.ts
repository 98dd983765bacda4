/** The same page joined from raw text: bare Fastify over a table of nothing but positions and texts. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fastify } from "fastify";
import { serveBench } from "../lib/served.ts";
import { sampleEvent } from "./sample.ts";

const [folder = "", total = "0", lanes = "1"] = process.argv.slice(2);
const event = await sampleEvent();
const db = new DatabaseSync(join(folder, "peer.db"));
db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL");
db.exec("CREATE TABLE events (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)");
const insert = db.prepare("INSERT INTO events (text) VALUES (?)");
db.exec("BEGIN");
for (let at = 0; at < Number(total); at += 1) insert.run(event(String(at).padStart(8, "0")));
db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");

const page = db.prepare("SELECT seq, text FROM events WHERE seq > ? ORDER BY seq LIMIT ?");
const app = fastify();
app.get<{ Querystring: { after: string; limit: string } }>("/adapter/events", (request, reply) => {
  const limit = Number(request.query.limit);
  const rows = page.all(Number(request.query.after), limit) as { seq: number; text: string }[];
  const next = String(rows.at(-1)?.seq ?? request.query.after).padStart(16, "0");
  const text = `{"events":[${rows.map((row) => row.text).join(",")}],"next":"${next}","more":${rows.length === limit}}`;
  return reply.header("content-type", "application/json; charset=utf-8").send(text);
});
const starts = Array.from({ length: Number(lanes) }, (_, lane) =>
  String(Math.floor((lane * Number(total)) / Number(lanes))).padStart(16, "0"),
);
await serveBench(app, { starts: () => starts });
