import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createRuntime, openSqliteStore, randomIds, Secret } from "../../src/index.ts";
import type { AdapterRuntime, Provider, Store } from "../../src/index.ts";
import { action } from "../../bench/lib/request-sources.ts";
import { ManualClock, quiet, referenceConnect } from "../../src/testing/index.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

function running(
  owner: string,
  store: Store,
  sent: string[],
): { runtime: AdapterRuntime; clock: ManualClock } {
  const clock = new ManualClock(START);
  const provider: Provider = {
    name: "reference",
    environment: "production",
    lanes: ["reference"],
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
    perform: async ({ operation }) => {
      sent.push(`${owner} ${operation}`);
      return { kind: "accepted", refs: [], natives: [] };
    },
  };
  const runtime = createRuntime({
    definition: referenceConnect,
    store,
    clock,
    ids: randomIds,
    providers: [provider],
    settings: {
      owner,
      idempotencyRetentionMs: 86_400_000,
      leaseMs: 30_000,
      laneWindow: 4,
      digestKey: new Secret("digest"),
      raw: { keep: false, retentionMs: null },
      endpointMemory: 10,
    },
  });
  return { runtime, clock };
}

test("what is claimed while the adapter stops is not begun, and leaves once at the next start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-stopping-"));
  const store = await openSqliteStore({ folder });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const claimed = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow: Store = {
    ...store,
    claim: async (request) => {
      const claims = await store.claim(request);
      if (claims.length > 0) {
        claimed.resolve();
        await goOn.promise;
      }
      return claims;
    },
  };
  const sent: string[] = [];
  const { runtime: first } = running("first", slow, sent);
  await first.start();
  const answer = await first.submit("acme", JSON.parse(action("stopping")));
  const operation = answer.kind === "accepted" ? answer.operation : "";
  await claimed.promise;
  const stopped = first.stop();
  goOn.resolve();
  await stopped;
  expect(sent).toEqual([]);

  const { runtime: second, clock } = running("second", store, sent);
  await second.start();
  await clock.advance(1, () => quiet(second));
  await quiet(second);
  expect(sent).toEqual([`second ${operation}`]);
  expect((await second.action("acme", operation))?.metadata?.["operation_state"]).toBe("accepted");
  await second.stop();
});
