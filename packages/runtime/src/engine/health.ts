import type { AdapterHealth } from "@underclaim/contract";
import type { ProviderHealth } from "../definition/provider.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { StoreStats } from "../store/port.ts";
import { timestamp, type Instant, type TenantId } from "../time-and-ids.ts";
import type { Engine, Unwritten } from "./engine.ts";

export interface Activity {
  readonly lastActionAt: Instant | null;
  readonly lastEventAt: Instant | null;
  /** The last that came over HTTP and was taken in. */
  readonly lastWebhookAt: Instant | null;
}

/**
 * AdapterInterfaceSpecification §24: the worst of what store and the tenant's providers say; without a tenant of all. What is
 * counted is counted for the store as a whole: outcomes by tenant would be one more row to write for each message.
 */
export async function healthOf(
  engine: Engine,
  activity: Activity,
  tenant: TenantId | null,
): Promise<AdapterHealth> {
  const providers = engine.providers
    .filter((provider) => tenant === null || (provider.tenant ?? tenant) === tenant)
    .map((provider) => ({ name: provider.name, health: provider.health() }));
  const store = await engine.store.stats().catch((error: unknown) => {
    if (error instanceof StoreUnavailableError) return error;
    throw error;
  });
  const unwritten = engine.unwritten();
  const degradations = [
    ...providers.flatMap(({ name, health }) =>
      health.degradations.map((text) => `${name}: ${text}`),
    ),
    ...(store instanceof StoreUnavailableError ? [`store: ${store.message}`] : backlog(store)),
    ...(unwritten === null ? [] : [`store: ${unwrittenText(unwritten)}`]),
    ...(["disabled", "retired"].includes(engine.lifecycle())
      ? [`lifecycle: ${engine.lifecycle()}`]
      : []),
  ];
  const none = providers.length === 0 && engine.providers.length > 0;
  const connectivity = none ? "unknown" : worst(providers.map(({ health }) => health.connectivity));
  const storeDown = store instanceof StoreUnavailableError || isFresh(engine, unwritten);
  return {
    adapter_id: engine.definition.descriptor.adapter_id,
    status:
      storeDown || connectivity === "unavailable"
        ? "unavailable"
        : degradations.length > 0 || connectivity === "degraded"
          ? "degraded"
          : none
            ? "unknown"
            : "healthy",
    checked_at: timestamp(engine.clock.now()),
    provider_connectivity: connectivity,
    configuration_validity: "valid",
    credential_status: none ? "unknown" : credentials(providers.map(({ health }) => health)),
    webhook_status: webhooks(engine, activity),
    polling_status: "not_supported",
    last_action_success_at:
      activity.lastActionAt === null ? null : timestamp(activity.lastActionAt),
    last_event_received_at: activity.lastEventAt === null ? null : timestamp(activity.lastEventAt),
    known_degradations: degradations,
    metrics: {},
  };
}

/**
 * For so long a write that failed tells what the next would come to. Afterwards the service is no longer said to be unavailable
 * for it: whoever asks the health first would never write again, and only a write shows that there is room.
 */
const FRESH_MS = 60_000;

const isFresh = (engine: Engine, unwritten: Unwritten | null): boolean =>
  unwritten !== null && engine.clock.now() - unwritten.at < FRESH_MS;

const unwrittenText = ({ at, error }: Unwritten): string =>
  `The last write, at ${timestamp(at)}, failed. ${error.message}`;

/** That one could arrive does not show that any does: an address may be wrong at the provider, or closed on the way. */
function webhooks(engine: Engine, { lastWebhookAt }: Activity): AdapterHealth["webhook_status"] {
  const sources = Object.values(engine.definition.sources);
  if (!sources.some(({ transport }) => transport === "http")) return "not_supported";
  return lastWebhookAt === null ? "unknown" : "healthy";
}

function backlog(stats: StoreStats): string[] {
  const unknown = stats.operations.unknown ?? 0;
  return [
    ...(stats.openDeadLetters > 0
      ? [`${stats.openDeadLetters} dead letters wait for an operator`]
      : []),
    ...(unknown > 0 ? [`${unknown} operations have an unknown outcome`] : []),
  ];
}

const ORDER = ["healthy", "unknown", "degraded", "unavailable"] as const;

/** No provider: the effect is local, and the store is all there is to reach. */
function worst(values: readonly ProviderHealth["connectivity"][]): ProviderHealth["connectivity"] {
  return ORDER[Math.max(0, ...values.map((value) => ORDER.indexOf(value)))] ?? "unknown";
}

function credentials(all: readonly ProviderHealth[]): AdapterHealth["credential_status"] {
  for (const status of ["expired", "missing", "insufficient", "unknown"] as const) {
    if (all.some((health) => health.credentials === status)) return status;
  }
  return "valid";
}
