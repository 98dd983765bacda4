// One attempt at one operation: what it leaves with, how long its answer is waited for, and how it ends.
import type { NativeDraft } from "../definition/native.ts";
import type { Command, Outcome, Provider } from "../definition/provider.ts";
import type { Claim, Guard, Operation } from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import { commandOf } from "./command-of.ts";
import type { Engine } from "./engine.ts";
import { joinChanges } from "./interpret.ts";
import { recordOf, recording, written } from "./operation-record.ts";
import type { Attempt } from "./races.ts";
import { recheck } from "./recheck.ts";
import { factOf, moment, settle } from "./settle.ts";

/** Of a lease, this much is kept back to write the outcome in. */
const SETTLE_SHARE = 0.2;
export type WaitFor = <T>(call: () => Promise<T>) => Promise<T>;

/** What an attempt needs of whoever counts it. */
export interface Flying {
  readonly waitFor: WaitFor;
  readonly insist: (write: () => Promise<void>) => Promise<void>;
  readonly abandoned: (
    answer: Promise<Outcome>,
    write: (outcome: Outcome) => Promise<void>,
  ) => void;
}

/** One attempt: `dispatching` is durable before the first byte leaves. */
export async function perform(
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
