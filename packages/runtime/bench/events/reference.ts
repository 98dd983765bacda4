/** The reference adapter over a ledger of so many events. */
import { identityOf } from "../../src/service/identity.ts";
import { cursors } from "../../src/http/cursor.ts";
import { openReferenceService, TENANT } from "../../src/testing/crash/reference-service.ts";
import { serveBench } from "../lib/served.ts";
import { sampleEvent } from "./sample.ts";

const [folder = "", total = "0", lanes = "1"] = process.argv.slice(2);
const AT_ONCE = 1_000;
const event = await sampleEvent();
const { app, runtime } = await openReferenceService({ folder });
for (let from = 0; from < Number(total); from += AT_ONCE) {
  await runtime.store.commit(TENANT, {
    guards: [],
    evidence: Array.from({ length: AT_ONCE }, (_, at) => {
      const id = String(from + at).padStart(8, "0");
      return { id: `ev_${id}`, subject: `msg_${id}`, text: event(id) };
    }),
  });
}
const { ledger } = await identityOf(runtime.store);
const starts = Array.from({ length: Number(lanes) }, (_, lane) =>
  cursors(ledger).encode(TENANT, Math.floor((lane * Number(total)) / Number(lanes))),
);
await serveBench(app, { starts: () => starts });
