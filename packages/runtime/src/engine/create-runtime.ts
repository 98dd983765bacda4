import {
  toNativeEventSemantics,
  toNativeStatusMappings,
  type AdapterLifecycleState,
} from "@underclaim/contract";
import type { AdapterDefinition } from "../definition/adapter.ts";
import type { Provider } from "../definition/provider.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { Secret } from "../log/secret.ts";
import { memo } from "../memo.ts";
import type { Changes, Store } from "../store/port.ts";
import type { Clock, Ids, Instant, TenantId } from "../time-and-ids.ts";
import type { AdapterRuntime } from "./adapter-runtime.ts";
import { wariness } from "./assume-absent.ts";
import type { Audit } from "./audit.ts";
import { newCounters } from "./counters.ts";
import { pseudonym } from "./digest.ts";
import { discard, replay } from "./replay.ts";
import { createDispatcher } from "./dispatch.ts";
import { createDueLoop } from "./due.ts";
import { erase } from "./erase.ts";
import { flights } from "./flights.ts";
import type { Engine, EngineSettings, PointName, Unwritten } from "./engine.ts";
import { healthOf } from "./health.ts";
import { submit } from "./intake.ts";
import { createLookUps } from "./look-up.ts";
import { nativeOf } from "./native-view.ts";
import { resolveUnknown } from "./operator.ts";
import { races } from "./races.ts";
import { ingestAll, receive } from "./receive.ts";
import { actionOf, assessmentOf, endpointQualityOf, timelineOf } from "./views.ts";

export interface RuntimeOptions {
  readonly definition: AdapterDefinition;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: EngineSettings;
  readonly providers?: readonly Provider[];
  readonly audit?: Audit;
  readonly secrets?: (source: string, account: string | null) => readonly Secret[];
  /** Background work that failed: logged, and tried again by the next wake. */
  readonly onError?: (error: unknown) => void;
  /** After each commit of this runtime: for caches that hang on documents. */
  readonly onCommitted?: (tenant: TenantId, changes: Changes) => void;
  /** After each erasure, before it is answered: for caches and copies that may hold what was erased. */
  readonly onErased?: (tenant: TenantId) => Promise<void>;
  readonly point?: (name: PointName) => void | Promise<void>;
}

/** Expired records and raw data past retention are dropped this often. */
const PRUNE_EVERY_MS = 3_600_000;

/** How long a stop waits for what is with a provider. What is still there then is `unknown` after the next start. */
const GRACE_MS = 10_000;

/** Turns a definition into a running adapter over a store. Call `start()` before it dispatches or works off what is due. */
export function createRuntime(options: RuntimeOptions): AdapterRuntime {
  const { definition, store, clock, ids, settings } = options;
  const onError = options.onError ?? (() => undefined);
  let lifecycle: AdapterLifecycleState = "configured";
  let started = false;
  let pruning = false;
  let lastActionAt: Instant | null = null;
  let lastEventAt: Instant | null = null;
  let lastWebhookAt: Instant | null = null;
  let unwritten: Unwritten | null = null;
  let cancelPrune: () => void = () => undefined;
  /** What sessions and the adapter's own code have handed in and is not yet durable. */
  let receiving = 0;
  const received = async (step: Promise<unknown>): Promise<void> => {
    receiving += 1;
    lastEventAt = clock.now();
    try {
      await step;
    } finally {
      receiving -= 1;
    }
  };

  const engine: Engine = {
    definition,
    store,
    clock,
    ids,
    settings,
    providers: options.providers ?? [],
    audit: options.audit ?? (() => undefined),
    counters: newCounters(),
    wariness: wariness(),
    races: races(),
    flights: flights(),
    endpointIds: memo((typeAndValue) =>
      pseudonym("ep", settings.digestKey, ...(JSON.parse(typeAndValue) as [string, string])),
    ),
    point: options.point ?? (() => undefined),
    secrets: options.secrets ?? (() => []),
    lifecycle: () => lifecycle,
    unwritten: () => unwritten,
    commit: async (tenant, changes) => {
      engine.flights.bound(tenant, changes.refs);
      const committed = await store.commit(tenant, changes).catch((error: unknown) => {
        if (error instanceof StoreUnavailableError) unwritten = { at: clock.now(), error };
        throw error;
      });
      unwritten = null;
      if (committed.ok) {
        options.onCommitted?.(tenant, changes);
        if (started) wakeFor(changes, committed.unparked);
      }
      return committed;
    },
  };
  const lookUps = createLookUps(engine, onError);
  const dueLoop = createDueLoop(engine, lookUps, onError);
  const dispatcher = createDispatcher(engine, onError, (endsAt) => dueLoop.poke(endsAt));

  function wakeFor(changes: Changes, unparked: number): void {
    for (const operation of changes.operations ?? []) {
      if (operation.state === "ready") dispatcher.wake();
      else if (operation.dueAt !== null) dueLoop.poke(operation.dueAt);
      if (operation.create?.deadline) dueLoop.poke(operation.create.deadline);
    }
    for (const { at } of changes.deadlines ?? []) if (at !== null) dueLoop.poke(at);
    for (const doc of changes.docs ?? []) if ("put" in doc && doc.dueAt) dueLoop.poke(doc.dueAt);
    for (const native of changes.natives ?? [])
      if (native.parked) dueLoop.poke(native.parked.dueAt);
    if (unparked > 0) dueLoop.poke(clock.now());
  }

  function schedulePrune(): void {
    if (!started) return;
    cancelPrune = clock.wakeAt(clock.now() + PRUNE_EVERY_MS, () => {
      pruning = true;
      store
        .prune(clock.now())
        .catch(onError)
        .finally(() => {
          pruning = false;
          schedulePrune();
        });
    });
  }

  return {
    descriptor: definition.descriptor,
    store,
    subjectsPath: definition.subjects.path,
    mappings: () => toNativeStatusMappings(definition.mapping),
    nativeEvents: () =>
      toNativeEventSemantics(definition.mapping, definition.descriptor.adapter_name),
    source: (name) => {
      const source = Object.hasOwn(definition.sources, name) ? definition.sources[name] : undefined;
      return source === undefined || source.transport === "session"
        ? null
        : {
            signed: source.verify !== undefined,
            get: source.get === true,
            ...(source.acknowledgement === undefined
              ? {}
              : { acknowledgement: source.acknowledgement }),
          };
    },
    async submit(tenant, body, options) {
      const answer = await submit(engine, tenant, body, options).catch((error: unknown) => {
        throw error instanceof StoreUnavailableError
          ? error.assessedAs(definition.unavailable ?? null)
          : error;
      });
      if (answer.kind === "accepted" && !answer.replayed) lastActionAt = clock.now();
      return answer;
    },
    action: (tenant, operation) => actionOf(engine, tenant, operation),
    async receive(tenant, source, wire) {
      const answer = await receive(engine, tenant, source, wire, "http");
      if (answer.kind === "received") lastEventAt = lastWebhookAt = clock.now();
      return answer;
    },
    observe: (tenant, observations) =>
      received(ingestAll(engine, tenant, observations, clock.now())),
    async page(tenant, after, limit) {
      const page = await store.page(tenant, after, limit);
      await engine.point("delivery.paged");
      return page;
    },
    native: (tenant, id) => nativeOf(engine, tenant, id),
    timeline: (tenant, subject) => timelineOf(engine, tenant, subject),
    assessment: (tenant, subject) => assessmentOf(engine, tenant, subject),
    endpointQuality: (tenant, endpoint) => endpointQualityOf(engine, tenant, endpoint),
    deadLetters: (tenant, query) => store.deadLetters(tenant, query),
    replay: (tenant, id) => replay(engine, tenant, id),
    discard: (tenant, id) => discard(engine, tenant, id),
    resolve: (tenant, operation, as, note) => resolveUnknown(engine, tenant, operation, as, note),
    async erase(tenant, person) {
      const count = await erase(engine, tenant, person);
      engine.endpointIds.forget();
      await options.onErased?.(tenant);
      engine.audit({ event: "person.erased", tenant, detail: String(count) });
      return count;
    },
    get lifecycle() {
      return lifecycle;
    },
    setLifecycle(state) {
      lifecycle = state;
      engine.audit({ event: "lifecycle.changed", tenant: null, detail: state });
    },
    health: (tenant = null) =>
      healthOf(engine, { lastActionAt, lastEventAt, lastWebhookAt }, tenant),
    stats: () => store.stats(),
    counters: () => engine.counters,
    activity: () => {
      const [sent, asked] = [dispatcher.activity(), lookUps.activity()];
      return {
        inFlight: sent.inFlight + asked.inFlight,
        waiting: sent.waiting + asked.waiting,
        claiming: sent.claiming,
        working: dueLoop.working() || pruning || receiving > 0,
      };
    },
    async start() {
      started = true;
      await store.endLeases(settings.owner, clock.now());
      for (const provider of engine.providers) {
        await provider.start?.({
          receive: (tenant: TenantId, source, wire) =>
            received(receive(engine, tenant, source, wire, "session")),
        });
      }
      if (lifecycle === "configured") lifecycle = "healthy";
      dueLoop.poke(clock.now());
      dispatcher.wake();
      schedulePrune();
    },
    async stop(graceMs = GRACE_MS) {
      started = false;
      cancelPrune();
      let end: () => void = () => undefined;
      const graceEnds = new Promise<void>((resolve) => {
        end = clock.wakeAt(clock.now() + graceMs, resolve);
        if (graceMs <= 0) resolve();
      });
      // Nothing more is claimed from here on.
      const drained = dispatcher.drain(graceEnds);
      await Promise.race([dueLoop.stop(), graceEnds]);
      await drained;
      end();
      for (const provider of engine.providers) await provider.stop?.();
    },
  };
}
