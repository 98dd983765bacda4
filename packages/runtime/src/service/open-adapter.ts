import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { apiKeysOf } from "../config/api-keys.ts";
import { configurationSchema } from "../config/json-schema.ts";
import type { ServiceConfiguration } from "../config/service.ts";
import { sourceAccounts } from "../config/source-accounts.ts";
import type { AdapterDefinition } from "../definition/adapter.ts";
import type { Provider } from "../definition/provider.ts";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import { createRuntime, type RuntimeOptions } from "../engine/create-runtime.ts";
import type { EngineSettings } from "../engine/engine.ts";
import { authenticator } from "../http/auth.ts";
import type { AdapterHttpOptions } from "../http/context.ts";
import { adapterHttp } from "../http/plugin.ts";
import { adapterServer } from "../http/server.ts";
import { auditLog } from "../log/audit-log.ts";
import type { Log } from "../log/logger.ts";
import type { Store } from "../store/port.ts";
import type { Clock, Ids } from "../time-and-ids.ts";
import { beginEpoch } from "./epochs.ts";
import { identityOf } from "./identity.ts";
import { keepLifecycle, keptLifecycle } from "./lifecycle.ts";

export interface OpenAdapterOptions {
  readonly definition: AdapterDefinition;
  readonly configuration: ServiceConfiguration;
  /** The schema the configuration was read with, for `GET /adapter/configuration-schema`. */
  readonly schema: z.ZodType;
  /** Open; closed by `close()`. */
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly providers?: readonly Provider[];
  readonly goldenTests?: () => readonly object[];
  readonly extraRoutes?: (
    runtime: AdapterRuntime,
  ) => NonNullable<AdapterHttpOptions["extraRoutes"]>;
  readonly onCommitted?: RuntimeOptions["onCommitted"];
  readonly onErased?: RuntimeOptions["onErased"];
  readonly settings?: Partial<EngineSettings>;
  readonly point?: RuntimeOptions["point"];
}

export interface AdapterService {
  readonly app: FastifyInstance;
  readonly runtime: AdapterRuntime;
  /** Runtime, then store. Close the app first. */
  close(): Promise<void>;
}

/** Runtime, HTTP interface and store of one adapter, as configured: what every service and every test is made of. */
export async function openAdapter(options: OpenAdapterOptions): Promise<AdapterService> {
  const { definition, configuration, store, clock, ids, log } = options;
  const identity = await identityOf(store);
  const epochs = await beginEpoch(store);
  const accounts = sourceAccounts(configuration.sources);
  const runtime = createRuntime({
    definition,
    store,
    clock,
    ids,
    providers: options.providers ?? [],
    audit: auditLog(log),
    secrets: (source, account) => accounts.secrets(source, account),
    onError: (error) => log.error({ err: error }, "background work failed; it is tried again"),
    ...(options.onCommitted === undefined ? {} : { onCommitted: options.onCommitted }),
    ...(options.onErased === undefined ? {} : { onErased: options.onErased }),
    ...(options.point === undefined ? {} : { point: options.point }),
    settings: {
      owner: ids.next("owner"),
      idempotencyRetentionMs: configuration.idempotency.retention,
      leaseMs: 30_000,
      laneWindow: 32,
      digestKey: identity.digestKey,
      raw: { keep: configuration.raw.enabled, retentionMs: configuration.raw.retention },
      endpointMemory: 500,
      ...options.settings,
    },
  });
  const kept = await keptLifecycle(store);
  if (kept !== null) runtime.setLifecycle(kept);
  const app = adapterServer();
  const { limits } = configuration;
  await app.register(
    adapterHttp({
      runtime,
      auth: authenticator(apiKeysOf(configuration.api_keys), clock),
      clock,
      ids,
      log,
      ledger: identity.ledger,
      epochs,
      accounts,
      configurationSchema: configurationSchema(options.schema),
      keepLifecycle: (state) => keepLifecycle(store, state),
      goldenTests: options.goldenTests ?? (() => []),
      limits: {
        bodyBytes: limits.body_bytes,
        pageMax: limits.page_max,
        streamsPerKey: limits.streams_per_key,
        rate:
          limits.requests_per_second === null
            ? null
            : { perSecond: limits.requests_per_second, burst: limits.burst },
      },
      ...(configuration.public_url === undefined ? {} : { publicUrl: configuration.public_url }),
      ...(options.extraRoutes === undefined ? {} : { extraRoutes: options.extraRoutes(runtime) }),
    }),
  );
  return {
    app,
    runtime,
    async close() {
      await runtime.stop();
      await store.close();
    },
  };
}
