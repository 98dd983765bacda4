/**
 * What intake is measured against: bare Fastify, the same schema, and a durable writer of the same technique (a worker
 * thread, one batch in flight, WAL, FULL) that inserts as many rows of as many bytes, each under a unique key that is as
 * scattered or as ordered as ours. It has no API keys, knows no repeats, reads nothing, checks nothing, builds no event, and
 * answers a text of the same length.
 */
import { AdapterActionRequest } from "@underclaim/contract";
import { fastify } from "fastify";
import { openPeerWriter } from "../lib/open-peer-writer.ts";
import { serveBench } from "../lib/served.ts";
import { rowsOf, type Shape } from "./shape.ts";

const [folder = "", shapeText = "{}"] = process.argv.slice(2);
const shape = JSON.parse(shapeText) as Shape;
const write = await openPeerWriter(folder);

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
  await write(rows);
  return reply.code(202).header("content-type", "application/json; charset=utf-8").send(answer);
});
await serveBench(app);
