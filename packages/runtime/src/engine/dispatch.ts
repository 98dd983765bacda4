import type { Command, Outcome, Provider } from "../definition/provider.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { NativeDraft } from "../definition/native.ts";
import type { Claim, Guard, Operation } from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { joinChanges } from "./interpret.ts";
import { recordOf, recording, written } from "./operation-record.ts";
import type { Attempt } from "./races.ts";
import { recheck } from "./recheck.ts";
import { factOf, moment, settle } from "./settle.ts";

/** Of a lease, this much is kept back to write the outcome in. */
const SETTLE_SHARE = 0.2;
/** What failed for the store's sake is tried again after this long. */
const BACK_OFF_MS = 1_000;

export interface Dispatcher {
  /** Something may have become ready. */
  wake(): void;
  /** Claims no more; resolves when nothing is in flight, or when `giveUp` does. */
  drain(giveUp: Promise<void>): Promise<void>;
  /** Operations claimed and not settled, of which `waiting` are with their provider; `claiming` while it looks for more. */
  activity(): { readonly inFlight: number; readonly waiting: number; readonly claiming: boolean };
}

/** Claims what is ready, lane by lane, and performs it. One per running adapter. */
export function createDispatcher(
  engine: Engine,
  onError: (error: unknown) => void,
  onLease: (endsAt: Instant) => void,
): Dispatcher {
  const flights = new Map<string, Set<Promise<void>>>();
  /** Calls whose lease has ended before their answer came: they hold no lane. */
  const late = new Set<Promise<void>>();
  let stopped = false;
  let woken = false;
  let running: Promise<void> | null = null;
  let waiting = 0;

  const waitFor: WaitFor = async (call) => {
    waiting += 1;
    return call().finally(() => {
      waiting -= 1;
    });
  };
  const pause = () =>
    waitFor(
      () =>
        new Promise<void>((resolve) =>
          engine.clock.wakeAt(engine.clock.now() + BACK_OFF_MS, resolve),
        ),
    );

  const wake = (): void => {
    woken = true;
    if (stopped || running !== null) return;
    // Whatever else ends in this turn has ended by then: one claim takes the place of all of it.
    running = Promise.resolve()
      .then(round)
      .catch((error: unknown) => {
        onError(error);
        engine.clock.wakeAt(engine.clock.now() + BACK_OFF_MS, wake);
      })
      .finally(() => {
        running = null;
        if (woken && !stopped) wake();
      });
  };

  async function round(): Promise<void> {
    while (woken && !stopped) {
      woken = false;
      for (const provider of engine.providers) {
        for (const lane of provider.lanes) await fill(provider, lane);
      }
    }
  }

  async function fill(provider: Provider, lane: string): Promise<void> {
    const inLane = flights.get(lane) ?? new Set();
    flights.set(lane, inLane);
    const free = engine.settings.laneWindow - inLane.size;
    if (free <= 0) return;
    const { owner, leaseMs } = engine.settings;
    const now = engine.clock.now();
    const claims = await engine.store.claim({ owner, leaseMs, lane, now, limit: free });
    // Claimed while the adapter was stopping: nothing has left, so the next start ends the lease and sends it.
    if (stopped) return;
    if (claims.length > 0) onLease(now + leaseMs);
    for (const claim of claims) {
      const flight = perform(engine, provider, claim, { waitFor, insist, abandoned })
        .catch((error: unknown) => {
          onError(error);
          // What was claimed and could not leave is claimed again.
          engine.clock.wakeAt(now + leaseMs, wake);
        })
        .finally(() => {
          inLane.delete(flight);
          wake();
        });
      inLane.add(flight);
    }
  }

  /** What a provider has answered is not dropped because the store refuses it for a moment. */
  async function insist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || !error.retryable || stopped) throw error;
        onError(error);
        await pause();
      }
    }
  }

  /** The answer may still come: a fact is a fact whoever holds the lease. */
  function abandoned(answer: Promise<Outcome>, write: (outcome: Outcome) => Promise<void>): void {
    const flight = answer
      .then(async (outcome) => {
        const tells =
          outcome.kind === "accepted" ||
          outcome.kind === "rejected" ||
          (outcome.natives ?? []).length > 0;
        if (tells) await insist(() => write(outcome));
      })
      .catch(onError)
      .finally(() => {
        late.delete(flight);
      });
    late.add(flight);
  }

  return {
    wake,
    activity: () => ({
      inFlight: late.size + [...flights.values()].reduce((sum, lane) => sum + lane.size, 0),
      waiting,
      claiming: running !== null,
    }),
    async drain(giveUp) {
      stopped = true;
      const settled = async (): Promise<void> => {
        // A round under way may still add flights: they are counted only when it has ended.
        await running;
        await Promise.all([...flights.values()].flatMap((lane) => [...lane]));
      };
      await Promise.race([settled(), giveUp]);
    },
  };
}

type WaitFor = <T>(call: () => Promise<T>) => Promise<T>;

interface Flying {
  readonly waitFor: WaitFor;
  readonly insist: (write: () => Promise<void>) => Promise<void>;
  readonly abandoned: (
    answer: Promise<Outcome>,
    write: (outcome: Outcome) => Promise<void>,
  ) => void;
}

/** One attempt: `dispatching` is durable before the first byte leaves. */
async function perform(
  engine: Engine,
  provider: Provider,
  { tenant, operation }: Claim,
  flying: Flying,
): Promise<void> {
  await engine.point("dispatch.claimed");
  const record = recordOf(operation);
  const now = engine.clock.now();
  if (record.expires_at !== null && record.expires_at <= now)
    return end(engine, tenant, operation, "expired");
  const leaseEnd = now + engine.settings.leaseMs;
  const command = await leave(engine, tenant, operation, leaseEnd);
  if (command === null) return;
  const own = record.answers ? engine.definition.ownRef?.(operation.id) : undefined;
  const left = written(operation, { id: operation.id, state: "dispatching", dueAt: leaseEnd });
  engine.flights.departed(tenant, left, [
    ...(own === undefined ? [] : [own]),
    ...(provider.knownBy?.(command) ?? []),
  ]);
  await engine.point("dispatch.started");
  engine.audit({ event: "dispatch.started", tenant, operation: operation.id });

  const outcome = await attempt(engine, provider, command, operation, leaseEnd, flying);
  await engine.point("dispatch.performed");
  await flying.insist(() => settle(engine, tenant, operation, outcome));
}

/** Commits that the operation leaves, where nothing stands against it. Null: it does not. */
async function leave(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  leaseEnd: Instant,
): Promise<Command | null> {
  const { id, fence } = operation;
  const own: Guard = { operation: id, fence, states: ["claimed"], command: true };
  // Nobody may be told any more what was to be said.
  let erased = false;
  const attempt = async (number: number): Promise<Attempt<Command | null>> => {
    const assume = number === 0;
    const { guards, refused } = await recheck(engine, tenant, operation, { assume });
    const command = erased ? null : commandOf(tenant, operation);
    if (command === null || refused !== null) {
      await end(engine, tenant, operation, "cancelled", refused);
      return { won: null };
    }
    const started = await engine.commit(tenant, {
      guards: [own, ...guards],
      operations: [{ id: operation.id, state: "dispatching", dueAt: leaseEnd }],
    });
    if (started.ok) return { won: command };
    if (started.guard !== own)
      return { lost: started.guard, mistaken: assume && "doc" in started.guard };
    const stands = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
    // Cancelled, or claimed by another owner meanwhile; else erased.
    if (stands?.state !== "ready" || stands.command !== null) return { won: null };
    erased = true;
    return { lost: own };
  };
  return engine.races.run(tenant, { who: id, remedy: "what stands against sending it." }, attempt);
}

const NO_ANSWER: Outcome = { kind: "unknown", reason: "No answer within the lease." };

async function attempt(
  engine: Engine,
  provider: Provider,
  command: Command,
  operation: Operation,
  leaseEnd: number,
  { waitFor, abandoned }: Flying,
): Promise<Outcome> {
  const aborter = new AbortController();
  const cancel = engine.clock.wakeAt(leaseEnd - engine.settings.leaseMs * SETTLE_SHARE, () =>
    aborter.abort(),
  );
  // A provider that ignores its signal must not hold the lane: the lease decides. One that heeds it says first what it knows.
  const leaseEnded = new Promise<Outcome>((resolve) => {
    const giveUp = () => setImmediate(resolve, NO_ANSWER);
    aborter.signal.addEventListener("abort", giveUp, { once: true });
  });
  const answer = waitFor(async () => provider.perform(command, aborter.signal)).catch(
    // The message may hold what was sent: only the kind of error is told.
    (error: unknown): Outcome => ({
      kind: "unknown",
      reason: `The provider failed: ${error instanceof Error ? error.name : "no error object"}.`,
    }),
  );
  const outcome = await Promise.race([answer, leaseEnded]);
  cancel();
  if (outcome === NO_ANSWER)
    abandoned(answer, (told) => settle(engine, command.tenant, operation, told));
  return outcome;
}

export function commandOf(tenant: TenantId, operation: Operation): Command | null {
  if (operation.command === null) return null;
  return {
    tenant,
    operation: operation.id,
    subject: operation.subject,
    lane: operation.lane,
    fence: operation.fence,
    command: JSON.parse(operation.command) as Command["command"],
  };
}

/** Ends what has not left, and says so. */
async function end(
  engine: Engine,
  tenant: TenantId,
  operation: Operation,
  how: "expired" | "cancelled",
  because: NativeDraft | null = null,
): Promise<void> {
  const now = engine.clock.now();
  const type = engine.definition.moments?.[how];
  const native = because ?? (type === undefined ? null : moment(type, operation, how, now));
  const facts = native === null ? [] : [await factOf(engine, tenant, operation, native, now)];
  await engine.commit(
    tenant,
    joinChanges(
      {
        guards: [{ operation: operation.id, fence: operation.fence, states: ["claimed"] }],
        operations: [
          recording(
            { id: operation.id, state: how, dueAt: null, dropsCommand: true },
            operation,
            [],
            now,
          ),
        ],
      },
      ...facts,
    ),
  );
}
