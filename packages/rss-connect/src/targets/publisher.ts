// Keeps every target at the newest edition: after each change, at the start, and again until it has taken it.
import {
  sha256,
  StoreUnavailableError,
  type AdapterRuntime,
  type Changes,
  type Clock,
  type Instant,
  type Key,
  type Log,
  type Observation,
  type Store,
  type Target,
  type TenantId,
} from "@underclaim/runtime";
import { backOffMs } from "../websub/model/back-off.ts";
import { notPut, putThere } from "./natives.ts";
import type { PublicationTarget, PublishedDocument } from "./port.ts";

interface Placed {
  readonly id: string;
  readonly tenant: TenantId;
  readonly feedId: string;
  readonly allowRestricted: boolean;
  /** Where it is: a target that is moved has nothing yet. */
  readonly where: string;
  readonly target: PublicationTarget;
}

export interface TargetDocument extends PublishedDocument {
  readonly targets: readonly Target[];
  readonly asOf: Instant;
  readonly restricted: boolean;
}

export interface PublisherOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly observe: AdapterRuntime["observe"];
  readonly placed: readonly Placed[];
  readonly document: (placed: Placed) => Promise<TargetDocument | null>;
}

export interface Publisher {
  start(): void;
  noteChanges(tenant: TenantId, changes: Changes): void;
  /** After an erasure: what stands at a target may hold what was erased. */
  noteErasure(tenant: TenantId): void;
  /** Something is under way that does not wait for a target. */
  readonly busy: () => boolean;
  close(): void;
}

/** What a target has, so that a start puts nothing anew that stands there. */
const targetKey = (id: string): Key => ["publication_target", id];

const BACK_OFF = { firstMs: 5_000, mostMs: 900_000 };
/** After a change, so that a burst of them is one document. */
const SETTLE_MS = 500;
const RETRY_MS = 1_000;

interface State {
  running: boolean;
  again: boolean;
  failures: number;
  cancel: (() => void) | null;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { store, clock, log, random, placed } = options;
  const states = new Map(
    placed.map(({ id }): [string, State] => [
      id,
      { running: false, again: false, failures: 0, cancel: null },
    ]),
  );
  let working = 0;
  let putting = 0;
  let closed = false;

  function wake(place: Placed, state: State, inMs: number): void {
    state.cancel?.();
    if (closed) return;
    state.cancel = clock.wakeAt(clock.now() + inMs, () => {
      state.cancel = null;
      if (state.running) state.again = true;
      else void run(place, state);
    });
  }

  async function run(place: Placed, state: State): Promise<void> {
    state.running = true;
    working += 1;
    try {
      const done = await publish(place);
      state.failures = done ? 0 : state.failures + 1;
      if (!done) wake(place, state, backOffMs(BACK_OFF, state.failures, random()));
    } catch (error) {
      if (!closed) {
        log.error(
          { err: error, target: place.id },
          "a target was not published to; it is tried again",
        );
        wake(place, state, BACK_OFF.firstMs);
      }
    } finally {
      working -= 1;
      state.running = false;
      if (state.again) {
        state.again = false;
        state.cancel?.();
        if (!closed) void run(place, state);
      }
    }
  }

  /** False: it is to be tried again. */
  async function publish(place: Placed): Promise<boolean> {
    const { id, tenant, feedId } = place;
    const document = await options.document(place);
    if (document === null) {
      log.warn({ target: id, feed: feedId }, "the feed has no valid document to put there");
      return true;
    }
    const key = targetKey(id);
    const has = (await store.load(tenant, [{ doc: key }])).doc(key)?.text ?? null;
    const there = JSON.stringify([document.etag, sha256(place.where)]);
    if (has === there) return true;
    const put = {
      feedId,
      target: id,
      etag: document.etag,
      targets: document.targets,
      asOf: document.asOf,
    };
    if (document.restricted && !place.allowRestricted) {
      const reason = "the feed is not public";
      await observe(tenant, notPut({ ...put, at: clock.now() }, reason, true));
      log.error({ target: id, feed: feedId }, `${reason}: set allow_restricted, or make it public`);
      return true;
    }
    putting += 1;
    const answer = await place.target.put(document).finally(() => {
      putting -= 1;
    });
    if (closed) return true;
    const said = { ...put, at: clock.now() };
    if (!answer.ok) {
      await observe(tenant, notPut(said, answer.reason, answer.sure));
      return false;
    }
    await observe(tenant, putThere(said));
    await insist(async () => {
      await store.commit(tenant, { guards: [], docs: [{ put: key, text: there }] });
    });
    return true;
  }

  const observe = (tenant: TenantId, observation: Observation): Promise<void> =>
    insist(() => options.observe(tenant, [observation]));

  async function insist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (closed || !(error instanceof StoreUnavailableError) || !error.retryable) throw error;
        await new Promise<void>((resolve) => clock.wakeAt(clock.now() + RETRY_MS, resolve));
      }
    }
  }

  return {
    start() {
      for (const place of placed) {
        const state = states.get(place.id);
        if (state !== undefined) wake(place, state, 0);
      }
    },
    noteChanges(tenant, { docs = [] }) {
      const changed = new Set(
        docs.flatMap((write) => {
          const [collection, feedId] = "put" in write ? write.put : write.delete;
          return SHOWN.has(collection) && feedId !== undefined ? [feedId] : [];
        }),
      );
      for (const place of placed) {
        const state = states.get(place.id);
        if (state !== undefined && place.tenant === tenant && changed.has(place.feedId))
          wake(place, state, SETTLE_MS);
      }
    },
    noteErasure(tenant) {
      for (const place of placed) {
        const state = states.get(place.id);
        if (state !== undefined && place.tenant === tenant) wake(place, state, 0);
      }
    },
    busy: () => working !== putting,
    close() {
      closed = true;
      for (const { cancel } of states.values()) cancel?.();
    },
  };
}

/** Documents of these collections make another edition. */
const SHOWN: ReadonlySet<string> = new Set([
  "item",
  "feed",
  "tombstone",
  "archives",
  "websub_topic",
]);
