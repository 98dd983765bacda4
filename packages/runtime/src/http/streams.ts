import type { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { Log } from "../log/logger.ts";
import type { Clock, TenantId } from "../time-and-ids.ts";
import type { Cursors } from "./cursor.ts";
import { ledgerSignal } from "./ledger-signal.ts";
import type { LedgerSignal } from "./ledger-signal.ts";

export interface StreamsOptions {
  readonly runtime: AdapterRuntime;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly log: Log;
  readonly heartbeatMs: number;
  readonly perKey: number;
}

interface StreamRequest {
  readonly tenant: TenantId;
  readonly keyId: string;
  /** Position after which to start. */
  readonly after: number;
  /** Whether the key would still be let in; asked at each heartbeat. */
  readonly stillAdmitted: () => boolean;
}

/** Evidence events as Server-Sent Events: each with its cursor as id, at least once, in the order of the ledger. */
export interface EventStreams {
  /** Whether the key may open one more. */
  room(keyId: string): boolean;
  /** Resolves when the stream has ended, by whichever side. Never rejects. */
  serve(response: ServerResponse, request: StreamRequest): Promise<void>;
  open(): number;
  /** Ends every stream; readers come back with the id of their last event. */
  end(): void;
}

/** After how many events without a pause others get a turn. */
const TURN = 64;

export function eventStreams(options: StreamsOptions): EventStreams {
  const { runtime, log, perKey } = options;
  const perKeyOpen = new Map<string, number>();
  const enders = new Set<() => void>();
  const signal = ledgerSignal(runtime.store, log);
  let ended = false;

  return {
    room: (keyId) => !ended && (perKeyOpen.get(keyId) ?? 0) < perKey,
    open: () => enders.size,
    end: () => {
      ended = true;
      for (const end of enders) end();
      signal.stop();
    },
    async serve(response, request) {
      const stopped = new AbortController();
      const end = () => stopped.abort();
      enders.add(end);
      perKeyOpen.set(request.keyId, (perKeyOpen.get(request.keyId) ?? 0) + 1);
      response.on("close", end);
      response.on("error", end);
      const stopHeartbeat = heartbeat(options, response, request, end);
      try {
        await pump(options, signal, response, request, stopped.signal);
      } catch (error) {
        log.error({ err: error }, "an event stream ended early");
      } finally {
        stopHeartbeat();
        enders.delete(end);
        perKeyOpen.set(request.keyId, (perKeyOpen.get(request.keyId) ?? 1) - 1);
        response.end();
      }
    },
  };
}

/** One event at a time: each page of one says exactly which cursor stands behind its event. */
async function pump(
  { runtime, cursors }: StreamsOptions,
  signal: LedgerSignal,
  response: ServerResponse,
  { tenant, after }: StreamRequest,
  stopped: AbortSignal,
): Promise<void> {
  const waiter = signal.subscribe();
  stopped.addEventListener("abort", waiter.close);
  let position = after;
  let written = 0;
  try {
    while (!stopped.aborted && !waiter.closed) {
      waiter.reset();
      const page = await runtime.page(tenant, position, 1);
      if (stopped.aborted) return;
      if (page.count === 0) {
        await waiter.wait();
        continue;
      }
      position = page.next;
      const more = response.write(frame(cursors.encode(tenant, position), page.text.slice(1, -1)));
      written += 1;
      if (!more) await drained(response, stopped);
      else if (written % TURN === 0) await setImmediate();
    }
  } finally {
    waiter.close();
  }
}

function frame(id: string, event: string): string {
  const data = /[\r\n]/.test(event) ? event.split(/\r\n|\r|\n/).join("\ndata: ") : event;
  return `id: ${id}\ndata: ${data}\n\n`;
}

const drained = (response: ServerResponse, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stopped.aborted) {
      resolve();
      return;
    }
    const settle = () => {
      response.off("drain", settle);
      stopped.removeEventListener("abort", settle);
      resolve();
    };
    response.on("drain", settle);
    stopped.addEventListener("abort", settle);
  });

/** A comment after each silence keeps intermediaries from closing; a key that is no longer valid ends the stream. */
function heartbeat(
  { clock, heartbeatMs }: StreamsOptions,
  response: ServerResponse,
  { stillAdmitted }: StreamRequest,
  end: () => void,
): () => void {
  let cancel = () => {};
  const beat = () => {
    if (!stillAdmitted()) {
      end();
      return;
    }
    if (!response.writableNeedDrain) response.write(":\n\n");
    schedule();
  };
  const schedule = () => {
    cancel = clock.wakeAt(clock.now() + heartbeatMs, beat);
  };
  schedule();
  return () => cancel();
}
