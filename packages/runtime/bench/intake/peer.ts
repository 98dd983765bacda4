/**
 * What intake is measured against: bare Fastify, the same schema, and a durable writer of the same technique (a worker
 * thread, one batch in flight, WAL, FULL) that inserts as many rows of as many bytes, each under a unique key that is as
 * scattered or as ordered as ours. It has no API keys, knows no repeats, reads nothing, checks nothing, builds no event, and
 * answers a text of the same length.
 */
import { Worker } from "node:worker_threads";
import { AdapterActionRequest } from "@underclaim/contract";
import { fastify } from "fastify";
import { serveBench } from "../lib/served.ts";
import { rowsOf, type Shape } from "./shape.ts";

const [folder = "", shapeText = "{}"] = process.argv.slice(2);
const shape = JSON.parse(shapeText) as Shape;
const worker = new Worker(new URL("./peer-writer.ts", import.meta.url), { workerData: { folder } });

interface Waiting {
  readonly rows: readonly string[];
  readonly done: () => void;
}
let queue: Waiting[] = [];
let flying: Waiting[] = [];
let collecting = false;
const send = (): void => {
  collecting = false;
  if (flying.length > 0 || queue.length === 0) return;
  flying = queue;
  queue = [];
  worker.postMessage(flying.map(({ rows }) => rows));
};
const collect = (): void => {
  if (collecting || flying.length > 0) return;
  collecting = true;
  queueMicrotask(send);
};
await new Promise<void>((opened) => {
  worker.on("message", (message: "open" | "done") => {
    if (message === "open") return opened();
    const written = flying;
    flying = [];
    for (const { done } of written) done();
    collect();
  });
});

let count = 0;
const answer = "x".repeat(shape.answerLength);
const app = fastify();
app.post("/adapter/actions", async (request, reply) => {
  const parsed = AdapterActionRequest.safeParse(request.body);
  if (!parsed.success) return reply.code(400).send();
  count += 1;
  const rows = rowsOf(shape, {
    grown: count.toString(36).padStart(8, "0"),
    chosen: parsed.data.idempotency_key,
    // As anywhere as a hash and without its cost: the odd constant makes every count another number.
    hashed: `${(Math.imul(count, 0x9e3779b1) >>> 0).toString(36)}-${count}`,
  });
  await new Promise<void>((done) => {
    queue.push({ rows, done });
    collect();
  });
  return reply.code(202).header("content-type", "application/json; charset=utf-8").send(answer);
});
await serveBench(app);
