/**
 * Takes in so many events through the whole intake, 64 at a time, while a reader follows the ledger, and reports what the
 * process holds in memory on the way. Each action is refused (its address is suppressed), which makes two events.
 */
import {
  apiHeaders,
  openReferenceService,
  TENANT,
} from "../../src/testing/crash/reference-service.ts";
import { action } from "../lib/request-sources.ts";

const [folder = "", total = "0"] = process.argv.slice(2);
const EVENTS = Number(total);
const MARKS = [0.1, 0.5, 1].map((share) => Math.floor(EVENTS * share));
const CLIENTS = 64;
const { app, runtime } = await openReferenceService({ folder });
const suppress = {
  ...(JSON.parse(action("s")) as object),
  action_type: "recipient.suppress",
  content: undefined,
};
const answer = await app.inject({
  method: "POST",
  url: "/adapter/actions",
  headers: apiHeaders,
  payload: JSON.stringify(suppress),
});
if (answer.statusCode !== 202) throw new Error(answer.body);
const blocked = {
  target_endpoint: (JSON.parse(action("s")) as { target_endpoint: object }).target_endpoint,
};

let count = 0;
let read = 0;
let done = false;
const marks: { events: number; rss_mb: number; heap_mb: number }[] = [];
const begun = performance.now();
const client = async (): Promise<void> => {
  while ((await runtime.store.head()) < EVENTS) {
    count += 1;
    const body: unknown = { ...(JSON.parse(action(`m${count}`)) as object), ...blocked };
    const { kind } = await runtime.submit(TENANT, body);
    if (kind !== "refused") throw new Error(`The action was ${kind}.`);
  }
};
const reader = async (): Promise<void> => {
  for (;;) {
    const page = await runtime.page(TENANT, read, 100);
    read = page.next;
    const mark = MARKS[marks.length];
    if (mark !== undefined && read >= mark) {
      const { rss, heapUsed } = process.memoryUsage();
      marks.push({
        events: mark,
        rss_mb: Math.round(rss / 1_048_576),
        heap_mb: Math.round(heapUsed / 1_048_576),
      });
    }
    if (page.count === 0) {
      if (done) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
};
const reading = reader();
await Promise.all(Array.from({ length: CLIENTS }, client));
done = true;
await reading;
const rate = Math.round(read / ((performance.now() - begun) / 1000));
process.send?.({ marks, rate, read });
await runtime.store.close();
process.disconnect?.();
