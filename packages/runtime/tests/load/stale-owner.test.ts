import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openSqliteStore } from "../../src/index.ts";
import type { AdapterRuntime, PointName, Provider } from "../../src/index.ts";
import { action } from "../../bench/lib/request-sources.ts";
import { quiet, until } from "../../src/testing/index.ts";
import { LEASE_MS, owner } from "./owner.ts";

const TENANT = "acme";

const stateOf = async (runtime: AdapterRuntime, operation: string): Promise<string> =>
  String((await runtime.action(TENANT, operation))?.metadata?.["operation_state"]);

/** Where the first owner is stopped, and what the second makes of it before the first goes on. */
const STOPS: readonly { at: PointName | "with the provider"; meanwhile: string }[] = [
  { at: "dispatch.claimed", meanwhile: "accepted" },
  { at: "dispatch.started", meanwhile: "unknown" },
  { at: "with the provider", meanwhile: "unknown" },
  { at: "dispatch.performed", meanwhile: "unknown" },
];

for (const { at, meanwhile } of STOPS) {
  it(`an owner that is stopped at "${at}" until its lease has ended sends nothing a second time`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "underclaim-stale-"));
    const store = await openSqliteStore({ folder });
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    const senders: string[] = [];
    const stop = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    const hold = async (): Promise<void> => {
      stopped.resolve();
      await stop.promise;
    };
    const sends = (name: string, held: boolean): Provider => ({
      name: "reference",
      environment: "production",
      lanes: ["reference"],
      health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
      perform: async () => {
        senders.push(name);
        if (held) await hold();
        return { kind: "accepted", refs: [], natives: [] };
      },
    });
    const stale = owner("stale", store, sends("stale", at === "with the provider"), (name) =>
      name === at ? hold() : undefined,
    );
    const fresh = owner("fresh", store, sends("fresh", false), () => undefined);
    await stale.runtime.start();
    const answer = await stale.runtime.submit(TENANT, JSON.parse(action("x")));
    if (answer.kind !== "accepted") throw new Error(`The action was ${answer.kind}.`);
    await stopped.promise;

    await fresh.clock.advance(LEASE_MS - 1);
    await fresh.runtime.start();
    await fresh.clock.advance(1, () => quiet(fresh.runtime));
    await until(async () => (await stateOf(fresh.runtime, answer.operation)) === meanwhile);

    stop.resolve();
    await until(() => stale.runtime.activity().inFlight === 0);
    await quiet(stale.runtime);
    await quiet(fresh.runtime);
    expect(senders).toEqual([at === "dispatch.claimed" ? "fresh" : "stale"]);
    expect(await stateOf(fresh.runtime, answer.operation)).toBe("accepted");
    await fresh.runtime.stop(0);
    await stale.runtime.stop(0);
  });
}
