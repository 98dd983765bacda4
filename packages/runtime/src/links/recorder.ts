import type { NativeDraft } from "../definition/native.ts";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { Clock, TenantId } from "../time-and-ids.ts";

export interface LinkRecorder {
  /**
   * Resolves once the event is durable, or after `PATIENCE_MS` where the store is slow or away: nobody's click waits for
   * our disk. What could not be written is tried again; a crash meanwhile loses it.
   */
  note(tenant: TenantId, native: NativeDraft): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
}

export interface LinkRecorderOptions {
  readonly clock: Clock;
  readonly observe: AdapterRuntime["observe"];
  readonly onError: (error: unknown) => void;
}

export const PATIENCE_MS = 1_000;
const RETRY_MS = 5_000;
/** Writes under way at once; what comes beyond waits for the next retry. */
export const MOST_PENDING = 256;
/** Events that wait to be written; what comes beyond is lost, and that is told. */
export const MOST_WAITING = 4_096;
/** Events known to be written: they are not written again. */
const MOST_REMEMBERED = 4_096;

/** Events that are equal are one: a flood of requests costs one write an hour for each link and kind of client. */
export function createLinkRecorder({ clock, observe, onError }: LinkRecorderOptions): LinkRecorder {
  const written = new Set<string>();
  const pending = new Map<string, Promise<void>>();
  const waiting = new Map<string, { tenant: TenantId; native: NativeDraft }>();
  let lost = 0;
  let cancel: (() => void) | null = null;

  const wake = (): void => {
    cancel ??= clock.wakeAt(clock.now() + RETRY_MS, () => void flush());
  };
  const keep = (key: string, tenant: TenantId, native: NativeDraft): void => {
    if (waiting.size < MOST_WAITING || waiting.has(key)) waiting.set(key, { tenant, native });
    else lost += 1;
    wake();
  };
  const remember = (key: string): void => {
    const [oldest] = written;
    if (written.size >= MOST_REMEMBERED && oldest !== undefined) written.delete(oldest);
    written.add(key);
  };
  const write = (key: string, tenant: TenantId, native: NativeDraft): Promise<void> => {
    const writing = observe(tenant, [{ native }])
      .then(
        () => remember(key),
        (error: unknown) => {
          onError(error);
          keep(key, tenant, native);
        },
      )
      .finally(() => pending.delete(key));
    pending.set(key, writing);
    return writing;
  };
  const flush = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    if (lost > 0) onError(new Error(`${lost} link requests found no room and are lost.`));
    lost = 0;
    const batch = [...waiting];
    waiting.clear();
    await Promise.all(pending.values());
    for (const [key, { tenant, native }] of batch) await write(key, tenant, native);
  };

  return {
    flush,
    async note(tenant, native) {
      const key = JSON.stringify([tenant, native.dedupeKey]);
      if (written.has(key) || waiting.has(key)) return;
      const writing = pending.get(key);
      if (writing === undefined && pending.size >= MOST_PENDING) {
        keep(key, tenant, native);
        return;
      }
      await patiently(clock, writing ?? write(key, tenant, native));
    },
  };
}

/** Waits for the work, but not for ever. */
async function patiently(clock: Clock, work: Promise<void>): Promise<void> {
  let stop: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => {
    stop = clock.wakeAt(clock.now() + PATIENCE_MS, resolve);
  });
  await Promise.race([work, enough]);
  stop();
}
