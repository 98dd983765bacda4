/** The reference adapter with everything an intake does: key, schema, idempotency, plan, commit. Nothing is dispatched. */
import { openReferenceService } from "../../src/testing/crash/reference-service.ts";
import { serveBench } from "../lib/served.ts";

const { app, runtime } = await openReferenceService({ folder: process.argv[2] ?? "" });
// Not started: no provider, so nothing is claimed.
await serveBench(app, { head: () => runtime.store.head() });
