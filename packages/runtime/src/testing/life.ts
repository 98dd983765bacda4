import type { Given } from "@underclaim/contract/golden";
import type { FastifyInstance } from "fastify";
import type { Provider, ProviderSink } from "../definition/provider.ts";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import { createRuntime } from "../engine/create-runtime.ts";
import type { EngineSettings } from "../engine/engine.ts";
import { adapterHttp, adapterServer, authenticator } from "../http/index.ts";
import { auditLog, createLog, Secret } from "../log/index.ts";
import { identityOf } from "../service/identity.ts";
import type { Store } from "../store/port.ts";
import type { Ids } from "../time-and-ids.ts";
import { type Faults, faultyStore } from "./faults.ts";
import type { DriverComposition, InProcessDriverOptions } from "./in-process-options.ts";
import type { ManualClock } from "./manual-clock.ts";
import type { NativeLog } from "./native-log.ts";
import type { ScriptedProvider } from "./scripted-provider.ts";
import { apiKeyOf, OWNER, STRANGER, TEST_KEY, TEST_SECRET } from "./testers.ts";

/** What outlives a process: its data, the world around it, and what was written down of it. */
export interface World {
  readonly options: InProcessDriverOptions;
  readonly given: Given;
  readonly clock: ManualClock;
  readonly ids: Ids;
  readonly provider: ScriptedProvider;
  readonly faults: Faults;
  readonly natives: NativeLog;
  readonly logLines: string[];
}

/** One process of the adapter, from start to stop or death. */
export interface Life {
  readonly runtime: AdapterRuntime;
  readonly app: FastifyInstance;
  readonly composition: DriverComposition;
  /** Where sessions hand in what they receive: how a `native` step of a session source arrives. */
  readonly sink: () => ProviderSink | null;
  /** Resolves when the process has died at a fault's point. */
  readonly died: Promise<void>;
  /** Ends the process without waiting for providers. The store is closed. */
  readonly end: () => Promise<void>;
}

const SETTINGS: Omit<EngineSettings, "owner"> = {
  idempotencyRetentionMs: 7 * 86_400_000,
  leaseMs: 60_000,
  laneWindow: 16,
  digestKey: new Secret("key-of-the-test-digests"),
  raw: { keep: false, retentionMs: null },
  endpointMemory: 200,
};

export async function beginLife(world: World, opened: Store, number: number): Promise<Life> {
  const { options, given, faults, ids, provider } = world;
  const died = faults.newLife();
  const store = world.natives.watching(faultyStore(opened, faults), OWNER.tenant);
  const { clock, stop: stopClock } = world.clock.processClock();
  const log = createLog({
    level: "trace",
    destination: { write: (line: string) => void world.logLines.push(line) },
  });
  const composition = await options.compose(given, {
    clock,
    ids,
    provider,
    log,
    store,
    tenant: OWNER.tenant,
  });
  let sink: ProviderSink | null = null;
  const session: Provider = {
    name: "golden",
    environment: "production",
    lanes: [],
    start: async (given) => {
      sink = given;
    },
    perform: async () => ({ kind: "unknown", reason: "It has no lane." }),
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
  };
  const sessions = Object.values(composition.definition.sources).some(
    ({ transport }) => transport === "session",
  );
  const runtime = createRuntime({
    definition: composition.definition,
    store,
    clock,
    ids,
    settings: { ...SETTINGS, ...composition.settings, owner: `life-${number}` },
    providers: [...(composition.providers ?? []), ...(sessions ? [session] : [])],
    audit: auditLog(log),
    secrets: () => [TEST_SECRET, TEST_KEY],
    onError: (error) => log.error({ err: error }, "background work failed"),
    ...(composition.onCommitted === undefined ? {} : { onCommitted: composition.onCommitted }),
    ...(composition.onErased === undefined ? {} : { onErased: composition.onErased }),
    point: (name) => faults.at(name),
  });
  await runtime.start();
  if (number === 1) await composition.seed?.(runtime);

  const app = adapterServer();
  await app.register(
    adapterHttp({
      runtime,
      clock,
      ids,
      log,
      auth: authenticator([OWNER, STRANGER].map(apiKeyOf), clock),
      ledger: (await identityOf(opened)).ledger,
      accounts: {
        tenant: () => OWNER.tenant,
        names: () => [],
        secrets: () => [TEST_SECRET, TEST_KEY],
      },
      configurationSchema: composition.configurationSchema ?? {},
      goldenTests: () => [],
      extraRoutes: (tools) => composition.routes?.(tools, runtime),
    }),
  );
  await app.ready();
  return {
    runtime,
    app,
    composition,
    sink: () => sink,
    died,
    end: async () => {
      stopClock();
      await runtime.stop(0);
      await app.close();
      await opened.close();
    },
  };
}
