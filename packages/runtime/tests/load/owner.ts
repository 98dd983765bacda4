import { createRuntime, randomIds, Secret } from "../../src/index.ts";
import type { PointName, Provider, Store } from "../../src/index.ts";
import { ManualClock, referenceConnect } from "../../src/testing/index.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
export const LEASE_MS = 30_000;

/** One owner of the store: its clock stands still while it is stopped, as that of a stopped process does. */
export function owner(
  name: string,
  store: Store,
  provider: Provider,
  point: (name: PointName) => void | Promise<void> = () => undefined,
) {
  const clock = new ManualClock(START);
  const runtime = createRuntime({
    definition: referenceConnect,
    store,
    clock,
    ids: randomIds,
    providers: [provider],
    point,
    settings: {
      owner: name,
      idempotencyRetentionMs: 86_400_000,
      leaseMs: LEASE_MS,
      laneWindow: 4,
      digestKey: new Secret("digest"),
      raw: { keep: false, retentionMs: null },
      endpointMemory: 10,
    },
  });
  return { clock, runtime };
}
