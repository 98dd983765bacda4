// What the service, and every test of it, is put together from.
import {
  identityOf,
  memo,
  pseudonym,
  type AdapterDefinition,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type Log,
  type Provider,
  type RouteTools,
  type RuntimeOptions,
  type Secret,
  type Store,
} from "@underclaim/runtime";
import { smsConnect } from "./adapter.ts";
import type { SmsConfiguration } from "./configuration.ts";
import { createChannelRates } from "./health/rates.ts";
import { createHealthWatch, type HealthWatch } from "./health/watch.ts";
import type { SmsKit } from "./kit.ts";
import { forgetNumbers, handsetAddress } from "./model/number.ts";
import { createLinkRecorder, type LinkRecorder } from "@underclaim/runtime/links";
import { withDefaults } from "./provider/default-account.ts";
import { smsProviders } from "./provider/dispatch.ts";
import type { SmsTransport } from "./provider/port.ts";
import type { Connect } from "./provider/smpp/connect.ts";
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
  /** How SMSCs are reached. Default: TCP or TLS, as their settings say. */
  readonly connect?: Connect;
  /** Between two looks at the channels, in ms. Default: 30 s. */
  readonly watchEveryMs?: number;
  /** The key of the runtime's digests. Default: the store's. */
  readonly digestKey?: Secret;
}

export interface SmsParts {
  readonly kit: SmsKit;
  readonly definition: AdapterDefinition;
  readonly providers: readonly Provider[];
  readonly onCommitted: NonNullable<RuntimeOptions["onCommitted"]>;
  /** An erasure reaches the numbers that are in memory, too. */
  readonly onErased: NonNullable<RuntimeOptions["onErased"]>;
  /** The adapter's own routes. Called once. */
  readonly routes: (runtime: AdapterRuntime) => (tools: RouteTools) => void;
  /** Reads what the ledger's newest events say of the channels, and begins to watch them. */
  readonly watch: (runtime: AdapterRuntime) => Promise<void>;
  /** Writes clicks that were seen and not yet recorded. */
  readonly flush: () => Promise<void>;
  /** Ends the watching. Before the runtime stops. */
  readonly stop: () => Promise<void>;
}

export async function smsParts(options: SmsPartsOptions): Promise<SmsParts> {
  const { store, clock, ids, log } = options;
  const configuration = { ...options.configuration, ...withDefaults(options.configuration) };
  const digestKey = options.digestKey ?? (await identityOf(store)).digestKey;
  const transports = configuration.providers.map((settings) =>
    transportOf(settings, {
      clock,
      random: options.random ?? Math.random,
      fetch: options.fetch ?? globalThis.fetch,
      publicUrl: configuration.public_url ?? null,
      log,
      ...(options.connect === undefined ? {} : { connect: options.connect }),
    }),
  );
  // As the runtime names an endpoint without an id: who has one from evidence can look up, lift and erase by it.
  const numberId = memo((address) =>
    pseudonym("ep", digestKey, "phone_number", handsetAddress(address)),
  );
  const kit: SmsKit = {
    settings: configuration,
    numberId,
    accounts: accountsOf(transports, configuration),
  };
  const rates = createChannelRates({
    clock,
    senders: new Map(
      configuration.senders.map((sender) => [
        numberId(sender.sender_value),
        sender.sender_identity_id,
      ]),
    ),
  });
  let recorder: LinkRecorder | null = null;
  let watcher: HealthWatch | null = null;
  const onError = (error: unknown): void =>
    log.error({ err: error }, "what was observed was not recorded; it is tried again");

  return {
    kit,
    definition: smsConnect(kit, {
      idempotencyRetention: `PT${Math.round(configuration.idempotency.retention / 1_000)}S`,
    }),
    providers: smsProviders(transports).map((provider, index) => {
      const tenant = kit.accounts[index]?.tenant;
      return tenant === undefined ? provider : { ...provider, tenant };
    }),
    onCommitted: (tenant, changes) => rates.note(tenant, changes),
    async onErased() {
      numberId.forget();
      forgetNumbers();
    },
    routes(runtime) {
      const clicks = createLinkRecorder({
        clock,
        observe: (tenant, observed) => runtime.observe(tenant, observed),
        onError,
      });
      recorder = clicks;
      return (tools) =>
        smsRoutes(tools, {
          kit,
          runtime,
          recorder: clicks,
          rates,
          providerHealth: (account) =>
            transports.find((each) => each.account === account)?.health() ?? null,
          tenants: configuration.tenants,
          clock,
          ids,
          log,
        });
    },
    async watch(runtime) {
      for (const tenant of configuration.tenants) {
        await rates.rebuild(tenant, {
          page: (...asked) => runtime.page(...asked),
          head: () => store.head(),
        });
      }
      watcher = createHealthWatch({
        clock,
        rates,
        onError,
        ...(options.watchEveryMs === undefined ? {} : { everyMs: options.watchEveryMs }),
        observe: (tenant, observed) => runtime.observe(tenant, observed),
        accounts: kit.accounts.map(({ account, tenant }, index) => ({
          account,
          tenant,
          health: () => transports[index]?.health() ?? UNKNOWN,
        })),
      });
      watcher.start();
    },
    flush: async () => recorder?.flush(),
    async stop() {
      await watcher?.stop();
      await recorder?.flush();
    },
  };
}

const UNKNOWN = { connectivity: "unknown", credentials: "unknown", degradations: [] } as const;

const accountsOf = (
  transports: readonly SmsTransport[],
  { providers }: Pick<SmsConfiguration, "providers">,
): SmsKit["accounts"] =>
  transports.map((transport, index) => ({
    account: transport.account,
    tenant: providers[index]?.tenant ?? "default",
    kind: transport.kind,
    environment: transport.environment,
    features: transport.features,
    namesParts: transport.namesParts ?? false,
    cancels: transport.cancel !== undefined,
  }));
