/** The service with a full queue: from the first dispatch until every receipt is evidence. */
import process from "node:process";
import { createLog, openSqliteStore, randomIds, systemClock } from "@underclaim/runtime";
import { openXmppConnect } from "../../src/service.ts";
import { deskConfiguration } from "../../tests/support/desk-service.ts";
import { BODY, meter, orderOf, RECIPIENTS, recipientOf, WARM } from "./order.ts";

const { port, caFile, folder, messages, window } = orderOf();
const certificates = { ca: caFile, key: "", certificate: "" };
const store = await openSqliteStore({ folder });
let gate = Promise.withResolvers<void>();
const { runtime } = await openXmppConnect({
  configuration: deskConfiguration({
    server: { port, certificates },
    user: "ours",
    account: { window },
  }),
  store,
  clock: systemClock,
  ids: randomIds,
  log: createLog({ level: "error", destination: { write: () => undefined } }),
  // Until there is a session: what is dispatched before it would only be put off.
  point: (name) => (name === "dispatch.claimed" ? gate.promise : undefined),
});

const RECEIVED = `"event_type":"notification.endpoint.accepted"`;

const send = async (number: number): Promise<void> => {
  const { kind } = await runtime.submit("default", {
    request_id: `req-${number}`,
    action_type: "notification.send",
    coordination_case_id: `case-${number}`,
    target_endpoint: { endpoint_type: "bare_jid", value: recipientOf(number) },
    content: { body_text: BODY },
    tracking_context: { correlation_id: `c-${number}`, coordination_case_id: `case-${number}` },
    idempotency_key: `key-${number}`,
    requested_at: "2026-01-01T00:00:00Z",
  });
  if (kind !== "accepted") throw new Error(`A message was not taken: ${kind}.`);
};
/** Messages to one JID are taken one after the other: they share its conversation. */
async function fill(from: number, to: number): Promise<void> {
  for (let number = from; number < to; number += RECIPIENTS)
    await Promise.all(
      Array.from({ length: Math.min(RECIPIENTS, to - number) }, (_, index) => send(number + index)),
    );
}

const heads = store.heads(new AbortController().signal)[Symbol.asyncIterator]();
await fill(0, WARM);
await runtime.start();
let position = WARM;
const read = async (): Promise<number> => {
  let found = 0;
  for (;;) {
    const { text, count, next } = await store.page("default", position, 1_000);
    position = next;
    found += text.split(RECEIVED).length - 1;
    if (count < 1_000) return found;
  }
};
// The recipients' presence: they are known as available, as to a client that has been there for a while.
for (let present = 0; present < RECIPIENTS; present += await read()) await heads.next();

/** What has been filled in leaves; until as many receipts are evidence. */
async function leave(count: number): Promise<void> {
  gate.resolve();
  const before = position;
  let receipts = 0;
  while (receipts < count) {
    const next = await heads.next();
    const head = next.done === true ? 0 : next.value;
    // Two events for each message. Read only when all of them can be there: reading costs, too.
    if (head >= before + 2 * count) receipts += await read();
  }
}

await leave(WARM);
gate = Promise.withResolvers();
await fill(WARM, WARM + messages);
position = await store.head();
const told = meter();
await leave(messages);
const measured = told();
// A session that is broken off hibernates for minutes: whatever the next one sends and receives would be copied to it.
await runtime.stop();
process.send?.(measured, () => process.exit());
