// What the service, and every test of it, is put together from.
import {
  identityOf,
  pseudonym,
  type AdapterDefinition,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type Log,
  type Provider,
  type RouteTools,
  type RuntimeOptions,
  type Store,
} from "@underclaim/runtime";
import { smsConnect } from "./adapter.ts";
import type { SmsConfiguration } from "./configuration.ts";
import type { SmsKit } from "./kit.ts";
import { withDefaults } from "./provider/default-account.ts";
import { smsProviders } from "./provider/dispatch.ts";
import { transportOf } from "./provider/transports.ts";
import { smsRoutes } from "./routes/index.ts";

export interface SmsPartsOptions {
  readonly configuration: SmsConfiguration;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** From 0 up to, not including, 1. Default: the system's. */
  readonly random?: () => number;
  /** How providers over HTTP are asked. Default: the global fetch. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface SmsParts {
  readonly kit: SmsKit;
  readonly definition: AdapterDefinition;
  readonly providers: readonly Provider[];
  readonly onCommitted: NonNullable<RuntimeOptions["onCommitted"]>;
  /** The adapter's own routes. Called once. */
  readonly routes: (runtime: AdapterRuntime) => (tools: RouteTools) => void;
}

export async function smsParts(options: SmsPartsOptions): Promise<SmsParts> {
  const { store, clock } = options;
  const configuration = { ...options.configuration, ...withDefaults(options.configuration) };
  const { digestKey } = await identityOf(store);
  const transports = configuration.providers.map((settings) =>
    transportOf(settings, {
      clock,
      random: options.random ?? Math.random,
      fetch: options.fetch ?? globalThis.fetch,
      publicUrl: configuration.public_url ?? null,
    }),
  );
  const kit: SmsKit = {
    settings: configuration,
    numberId: (address) => pseudonym("num", digestKey, address),
    accounts: transports.map((transport, index) => ({
      account: transport.account,
      tenant: configuration.providers[index]?.tenant ?? "default",
      kind: transport.kind,
      environment: transport.environment,
      features: transport.features,
      namesParts: transport.namesParts ?? false,
      cancels: transport.cancel !== undefined,
    })),
  };
  return {
    kit,
    definition: smsConnect(kit, {
      idempotencyRetention: `PT${Math.round(configuration.idempotency.retention / 1_000)}S`,
    }),
    providers: smsProviders(transports),
    onCommitted: () => undefined,
    routes: (runtime) => (tools) => smsRoutes(tools, { runtime, kit, ...options }),
  };
}
