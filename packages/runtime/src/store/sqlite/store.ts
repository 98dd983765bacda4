import { StoreUnavailableError } from "../../errors.ts";
import type { Store } from "../port.ts";
import { encodeChanges } from "./encode-changes.ts";
import { encodeText } from "./encode-key.ts";
import type { Heads } from "./heads.ts";
import type { Reader } from "./reader.ts";
import { toOperation } from "./rows.ts";
import type { WireRequest, WireResult } from "./wire.ts";
import type { WriterClient } from "./writer-client.ts";

const PRUNED_AT_ONCE = 5000;
const DEFAULT_TIMELINE = 1000;

type ResultOf<Kind extends WireResult[0]> = Extract<WireResult, readonly [Kind, ...unknown[]]>;

interface Parts {
  readonly path: string;
  readonly writer: WriterClient;
  readonly reader: Reader;
  readonly heads: Heads;
  readonly unlock: () => void;
}

/** Joins the writer's thread and the reading connection to one Store. */
export function sqliteStore({ path, writer, reader, heads, unlock }: Parts): Store {
  let closed: Promise<void> | null = null;

  const open = (): void => {
    if (closed)
      throw new StoreUnavailableError(`${path} is closed: the service is stopping.`, true);
  };
  const read = async <T>(from: () => T): Promise<T> => {
    open();
    return from();
  };
  const ask = async <Kind extends WireResult[0]>(
    kind: Kind,
    request: WireRequest,
  ): Promise<ResultOf<Kind>> => {
    open();
    const result = await writer.ask(request);
    if (result[0] !== kind)
      throw new Error(`The store's writer answered ${result[0]} to ${request[0]}.`);
    return result as ResultOf<Kind>;
  };
  const shutDown = async (): Promise<void> => {
    // The last connection to close checkpoints and removes the log: it must be the one that can write.
    await writer.close(() => reader.close());
    heads.end();
    unlock();
  };

  return {
    load: (tenant, reads) => read(() => reader.load(tenant, reads)),
    async commit(tenant, changes) {
      open();
      const result = await writer.ask(["commit", encodeChanges(tenant, changes)]);
      if (result[0] === "committed") {
        const [, head, added, unparked] = result;
        const evidence = changes.evidence ?? [];
        const fresh = added ? evidence.filter((_, index) => added.includes(index)) : evidence;
        return { ok: true, head, added: fresh.map(({ id }) => id), unparked };
      }
      const guard = result[0] === "guard" ? changes.guards[result[1]] : undefined;
      if (!guard) throw new Error(`The store's writer answered ${result[0]} to commit.`);
      return { ok: false, guard };
    },
    async claim({ owner, now, leaseMs, limit, lane }) {
      const [, rows] = await ask("claimed", ["claim", owner, now, leaseMs, limit, lane ?? null]);
      return rows.map((row) => ({ tenant: row.tenant, operation: toOperation(row) }));
    },
    due: (now, limit) => read(() => reader.due(now, limit)),
    nextDue: () => read(() => reader.nextDue()),
    async endLeases(owner, now) {
      const [, ended] = await ask("counts", ["endLeases", owner, now]);
      return ended ?? 0;
    },
    page: (tenant, after, limit) => read(() => reader.page(tenant, after, limit)),
    events: (tenant, asked) => read(() => reader.events(tenant, asked)),
    head: () => read(() => reader.head()),
    timeline: (tenant, subject, limit) =>
      read(() => reader.timeline(tenant, subject, limit ?? DEFAULT_TIMELINE)),
    native: (tenant, id) => read(() => reader.native(tenant, id)),
    deadLetters: (tenant, query) =>
      read(() => reader.deadLetters(tenant, query.state ?? null, query.after ?? null, query.limit)),
    deadLetter: (tenant, id) => read(() => reader.deadLetter(tenant, id)),
    async erase(tenant, person) {
      const [, erased] = await ask("counts", ["erase", tenant, encodeText(person)]);
      return erased ?? 0;
    },
    async prune(now) {
      const total = { idempotency: 0, raw: 0, deadLetters: 0 };
      for (;;) {
        const [, ...counts] = await ask("counts", ["prune", now, PRUNED_AT_ONCE]);
        const [idempotency = 0, raw = 0, deadLetters = 0] = counts;
        total.idempotency += idempotency;
        total.raw += raw;
        total.deadLetters += deadLetters;
        if (counts.every((count) => count < PRUNED_AT_ONCE)) return total;
      }
    },
    stats: () => read(() => reader.stats()),
    heads: (signal) => heads.subscribe(signal),
    close: () => (closed ??= shutDown()),
  };
}
