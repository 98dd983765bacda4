import { constants } from "node:os";
import type { FastifyInstance } from "fastify";
import { destination } from "pino";
import { createLog } from "../log/logger.ts";
import type { Log } from "../log/logger.ts";
import { explain } from "./explain.ts";
import { hostProcess } from "./host-process.ts";
import type { EndingSignal, HostProcess } from "./host-process.ts";

export interface Listener {
  readonly app: FastifyInstance;
  readonly host: string;
  readonly port: number;
}

export interface Service {
  readonly app: FastifyInstance;
  /** Where the configuration says to listen; absent: as `serve` was told. */
  readonly host?: string;
  readonly port?: number;
  /** Further servers of the same process. */
  readonly others?: readonly Listener[];
  readonly log?: Log;
  /** Ends what stands behind the servers: runtime, then store. Runs after the servers have closed. */
  close(): Promise<void>;
  /** On SIGHUP: reads rotated secrets. Absent: SIGHUP ends the service. */
  reload?(): void;
  /** Once everything listens; addresses such as `http://127.0.0.1:7103`, `app`'s first. */
  listening?(addresses: readonly string[]): void;
}

export interface ServeOptions {
  /** Reads the configuration and puts the service together. What it throws is explained, and the process exits with 1. */
  readonly compose: () => Promise<Service>;
  readonly host?: string;
  readonly port?: number;
  /** Absent: errors only, to standard error. */
  readonly log?: Log;
  /** How long closing may take. The launcher kills after ten seconds. */
  readonly graceMs?: number;
  readonly process?: HostProcess;
  /** A timer that is not cancelled when it has fired; returns what cancels it. */
  readonly after?: (ms: number, callback: () => void) => () => void;
}

const GRACE_MS = 8_000;
/** A terminal's Ctrl-C reaches a process directly and again through its launcher. */
const REPEAT_MS = 500;

const timer = (ms: number, callback: () => void): (() => void) => {
  const handle = setTimeout(callback, ms);
  return () => clearTimeout(handle);
};

/**
 * Runs a service until a signal ends it: SIGINT and SIGTERM close it and exit with 0, a second one forces the exit with
 * 128 + its number, closing that takes too long exits with 1. Resolves with the exit code, after `exit` was called.
 */
export async function serve(options: ServeOptions): Promise<number> {
  const host = options.process ?? hostProcess();
  const after = options.after ?? timer;
  let log = options.log ?? createLog({ level: "error", destination: destination(2) });
  let service: Service | null = null;
  let current = { host: options.host ?? "127.0.0.1", port: options.port ?? 0 };

  const ended = Promise.withResolvers<number>();
  const finish = (code: number): void => ended.resolve(code);
  const closing = { started: false, repeats: false };
  const cleanUp: (() => void)[] = [];

  const close = (why: string, forcedCode: number): void => {
    if (closing.started) {
      if (closing.repeats) return;
      host.complain(`${why} again: ended at once.`);
      finish(forcedCode);
      return;
    }
    closing.started = true;
    closing.repeats = true;
    cleanUp.push(after(REPEAT_MS, () => (closing.repeats = false)));
    log.info({ why }, "closing");
    const grace = options.graceMs ?? GRACE_MS;
    cleanUp.push(
      after(grace, () => {
        host.complain(`Closing took longer than ${grace} ms: ended at once.`);
        finish(1);
      }),
    );
    composed
      .then(() => closeAll(service))
      .then(
        () => finish(0),
        (error: unknown) => {
          log.error({ err: error }, "closing failed");
          host.complain("Closing failed; the log says why.");
          finish(1);
        },
      );
  };

  const listen = (signal: EndingSignal, act: () => void): void => {
    host.on(signal, act);
    cleanUp.push(() => host.off(signal, act));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    listen(signal, () => close(signal, 128 + constants.signals[signal]));
  }
  listen("SIGHUP", () => {
    if (host.attended || service?.reload === undefined) close("SIGHUP", 129);
    else {
      service.reload();
      log.info("secrets were read again");
    }
  });
  cleanUp.push(host.onOrphaned(() => close("The launcher's end", 1)));
  cleanUp.push(
    host.onFatal((error) => {
      log.fatal({ err: error }, "unexpected failure");
      host.complain("An unexpected failure ended the service; the log has where it happened.");
      finish(1);
    }),
  );

  const start = async (): Promise<void> => {
    service = await options.compose();
    log = service.log ?? log;
    current = { host: service.host ?? current.host, port: service.port ?? current.port };
    const addresses: string[] = [];
    for (const listener of [{ app: service.app, ...current }, ...(service.others ?? [])]) {
      if (closing.started) return;
      current = { host: listener.host, port: listener.port };
      addresses.push(await listener.app.listen({ host: listener.host, port: listener.port }));
    }
    log.info({ addresses }, "listening");
    service.listening?.(addresses);
  };
  const composed = start().catch(async (error: unknown) => {
    if (closing.started) {
      log.error({ err: error }, "the service ended while it started");
      return;
    }
    closing.started = true;
    const explanation = explain(error, current);
    if (explanation === null) log.fatal({ err: error }, "the service could not start");
    const kind = error instanceof Error ? error.name : typeof error;
    host.complain(
      explanation ??
        `An unexpected ${kind} kept the service from starting. The log has where it happened.`,
    );
    await closeAll(service).catch((closeError: unknown) => {
      log.error({ err: closeError }, "closing failed");
    });
    finish(1);
  });

  const code = await ended.promise;
  for (const undo of cleanUp) undo();
  host.exit(code);
  return code;
}

/** Servers first, so that what was taken in is still answered; then what stands behind them. */
async function closeAll(service: Service | null): Promise<void> {
  if (service === null) return;
  await Promise.all(
    [service.app, ...(service.others ?? []).map(({ app }) => app)].map((app) => app.close()),
  );
  await service.close();
}
