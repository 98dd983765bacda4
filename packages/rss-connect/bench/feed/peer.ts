/** Fastify with constant buffers and the same headers: what serving can cost at the least. */
import Fastify from "fastify";
import { readFileSync } from "node:fs";
import { serveBench } from "../../../runtime/bench/lib/served.ts";
import { PATH, type Variants } from "./variants.ts";

const [file = ""] = process.argv.slice(2);
const variants = JSON.parse(readFileSync(file, "utf8")) as Variants;
const bodies = {
  whole: Buffer.from(variants.whole.answer.body, "base64"),
  gzip: Buffer.from(variants.gzip.answer.body, "base64"),
};
const app = Fastify();
app.get(PATH, (request, reply) => {
  const { headers } = request;
  if (headers["if-none-match"] === variants.whole.answer.headers["etag"])
    return reply.code(304).headers(variants.unchanged.answer.headers).send();
  const name = headers["accept-encoding"] === "gzip" ? "gzip" : "whole";
  return reply.headers(variants[name].answer.headers).send(bodies[name]);
});
await serveBench(app);
