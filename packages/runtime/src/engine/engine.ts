import type { AdapterLifecycleState } from "@underclaim/contract";
import type { StoreUnavailableError } from "../errors.ts";
import type { AdapterDefinition } from "../definition/adapter.ts";
import type { Provider } from "../definition/provider.ts";
import type { Secret } from "../log/secret.ts";
import type { Memo } from "../memo.ts";
import type { Changes, Committed, FailedGuard, Store } from "../store/port.ts";
import type { Clock, Ids, Instant, TenantId } from "../time-and-ids.ts";
import type { Audit } from "./audit.ts";
import type { Wariness } from "./assume-absent.ts";
import type { Counters } from "./counters.ts";
import type { Flights } from "./flights.ts";
import type { Races } from "./races.ts";

/** Names a place at which a test may stop, kill or delay the process. */
export type PointName =
  | "intake.planned"
  | "intake.committed"
  | "dispatch.claimed"
  | "dispatch.started"
  | "dispatch.performed"
  | "dispatch.settled"
  | "ingest.received"
  | "ingest.decided"
  | "ingest.committed"
  | "delivery.paged"
  | "due.taken";

export interface EngineSettings {
  /** Ends the leases of every other owner at the start. */
  readonly owner: string;
  readonly idempotencyRetentionMs: number;
  readonly leaseMs: number;
  /** How many operations of one lane may be with the provider at once. */
  readonly laneWindow: number;
  /** Keys the hashes of request fields and of endpoint values. */
  readonly digestKey: Secret;
  readonly raw: { readonly keep: boolean; readonly retentionMs: number | null };
  /** A native event and an assessment are made of at most this many natives of an endpoint. */
  readonly endpointMemory: number;
}

/** What every step of the engine works with. One per running adapter. */
export interface Unwritten {
  readonly at: Instant;
  readonly error: StoreUnavailableError;
}

export interface Engine {
  readonly definition: AdapterDefinition;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly providers: readonly Provider[];
  readonly settings: EngineSettings;
  readonly audit: Audit;
  readonly counters: Counters;
  readonly wariness: Wariness;
  readonly races: Races;
  readonly flights: Flights;
  /** Of an endpoint without an id: type and value, as JSON, to the pseudonym that names it. Forgotten with every erasure. */
  readonly endpointIds: Memo<string>;
  readonly point: (name: PointName) => void | Promise<void>;
  /** Secrets of a source and account, newest first. */
  readonly secrets: (source: string, account: string | null) => readonly Secret[];
  /** The store's commit; wakes the dispatcher and the timer where the changes concern them. */
  readonly commit: (tenant: TenantId, changes: Changes) => Promise<Committed | FailedGuard>;
  /** When and why the last commit could not be written (a full disk, which reads do not notice). Null: it was. */
  readonly unwritten: () => Unwritten | null;
  readonly lifecycle: () => AdapterLifecycleState;
}

/** The reserved case of events that belong to no coordination case. */
export const adapterCase = (engine: Engine): string =>
  `adapter:${engine.definition.descriptor.adapter_id}`;

/** True for case names that only the adapter itself may use. */
export const isReservedCase = (caseId: string): boolean => /^(adapter|local):/.test(caseId);

/** The provider that serves the lane, if any does now. */
export const providerOf = (engine: Engine, lane: string): Provider | null =>
  engine.providers.find((provider) => provider.lanes.includes(lane)) ?? null;

/**
 * Evidence from a sandbox provider is marked. What left through no lane is, where every provider is a sandbox. Without
 * a provider (local effects) nothing is simulated.
 */
export const isSandbox = (engine: Engine, lane: string | null): boolean => {
  const provider = lane === null ? null : providerOf(engine, lane);
  if (provider !== null) return provider.environment === "sandbox";
  return (
    engine.providers.length > 0 &&
    engine.providers.every(({ environment }) => environment === "sandbox")
  );
};
