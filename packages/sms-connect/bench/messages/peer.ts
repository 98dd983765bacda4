/**
 * What the service is measured against, the bare pieces: Fastify, the contract's schema, the same SMPP client with the same
 * window, and a durable writer of the same technique (a worker thread, one batch in flight, WAL, FULL). It writes what ours
 * has written by then (shape.ts) before it answers the request, when the submission is answered, and before it answers the
 * receipt. It has no API keys, knows no repeats, reads nothing, guards nothing, builds no event, does not parse the receipt
 * and would send twice after a crash: nothing says what is being submitted.
 */
import { AdapterActionRequest } from "@underclaim/contract";
import { systemClock } from "@underclaim/runtime";
import { fastify } from "fastify";
import { rowsOf } from "../../../runtime/bench/intake/shape.ts";
import { serveBench } from "../../../runtime/bench/lib/served.ts";
import { SmppSettings } from "../../src/provider/smpp/settings.ts";
import { smppTransport } from "../../src/provider/smpp/transport.ts";
import { opened } from "../../tests/support/opened.ts";
import { SENDER, smppAccount, WINDOW } from "./open-service.ts";
import { openPeerWriter } from "../../../runtime/bench/lib/open-peer-writer.ts";
import type { MessageShape } from "./shape.ts";

const [folder = "", smscPort = "", count = "", shapeText = "{}"] = process.argv.slice(2);
const shape = JSON.parse(shapeText) as MessageShape;
const write = await openPeerWriter(folder);

let rows = 0;
function writePart(part: keyof MessageShape["parts"], chosen: string): Promise<void> {
  rows += 1;
  const names = {
    grown: rows.toString(36).padStart(8, "0"),
    chosen: `${part}-${chosen}`,
    // As anywhere as a hash and without its cost: the odd constant makes every count another number.
    hashed: `${(Math.imul(rows, 0x9e3779b1) >>> 0).toString(36)}-${rows}`,
  };
  return write(rowsOf({ rows: shape.parts[part], answerLength: 0 }, names));
}

let left = 0;
let done: () => void = () => undefined;
const transport = smppTransport(opened(SmppSettings.parse(smppAccount(Number(smscPort)))), {
  clock: systemClock,
  random: Math.random,
});
await transport.start?.({
  async receive() {
    await writePart("receipt", String(rows));
    left -= 1;
    if (left === 0) done();
  },
});

const never = new AbortController().signal;
const waiting: AdapterActionRequest[] = [];
let underWay = 0;
function pump(): void {
  while (underWay < WINDOW) {
    const request = waiting.shift();
    if (request === undefined) return;
    underWay += 1;
    void submit(request).finally(() => {
      underWay -= 1;
      pump();
    });
  }
}
async function submit(request: AdapterActionRequest): Promise<void> {
  const answer = await transport.submit(
    {
      tenant: "default",
      operation: request.idempotency_key,
      to: request.target_endpoint?.value ?? "",
      from: SENDER,
      fromKind: "number",
      body: request.content?.body_text ?? "",
      encoding: "gsm7",
      segments: 1,
      sendAt: null,
      validUntil: null,
    },
    never,
  );
  if (answer.kind !== "accepted") throw new Error(`The SMSC has not taken it: ${answer.kind}`);
  await writePart("accepted", request.idempotency_key);
}

const answer = "x".repeat(shape.answerLength);
const app = fastify();
app.post("/adapter/actions", async (request, reply) => {
  const parsed = AdapterActionRequest.safeParse(request.body);
  if (!parsed.success) return reply.code(400).send();
  await writePart("taken", parsed.data.idempotency_key);
  waiting.push(parsed.data);
  pump();
  return reply.code(202).header("content-type", "application/json; charset=utf-8").send(answer);
});

let finished = Promise.resolve();
await serveBench(app, {
  begin: () => {
    left = Number(count);
    finished = new Promise((resolve) => (done = resolve));
  },
  finished: () => finished,
});
