import { StoreUnavailableError } from "../../errors.ts";
import { returnThread, takeThread } from "./writer-thread.ts";
import { failureError } from "./unavailable.ts";
import type { FromWriter, WireRequest, WireResult, WriterSettings } from "./wire.ts";

/** Bounds how long one transaction takes, and so the wait of those behind it. */
const LARGEST_BATCH = 512;

interface Pending {
  readonly request: WireRequest;
  readonly resolve: (result: WireResult) => void;
  readonly reject: (error: Error) => void;
}

export interface WriterClient {
  /** The ledger's head when the writer opened. */
  readonly head: number;
  ask(request: WireRequest): Promise<WireResult>;
  /** Writes what was asked before, calls `beforeLast`, then stops the thread. */
  close(beforeLast: () => void): Promise<void>;
}

/**
 * One batch is in flight; whatever is asked meanwhile leaves together when the writer answers (group commit).
 */
export function startWriter(
  settings: WriterSettings,
  onHead: (head: number) => void,
): Promise<WriterClient> {
  const worker = takeThread();
  let queue: Pending[] = [];
  let flying: readonly Pending[] = [];
  let collecting = false;
  let closing: (() => void) | null = null;
  let stopped: StoreUnavailableError | null = null;
  const ended = Promise.withResolvers<void>();

  const send = (): void => {
    collecting = false;
    if (flying.length > 0 || stopped) return;
    if (queue.length > 0) {
      flying = queue.slice(0, LARGEST_BATCH);
      queue = queue.slice(LARGEST_BATCH);
      worker.postMessage(flying.map(({ request }) => request));
    } else if (closing) {
      closing();
      closing = null;
      worker.postMessage("close");
    }
  };
  const collect = (): void => {
    if (collecting || flying.length > 0) return;
    collecting = true;
    queueMicrotask(send);
  };
  /** @param inFlight why what the writer has at that moment is not answered */
  const stop = (reason: StoreUnavailableError, inFlight = reason): void => {
    if (stopped) return;
    stopped = reason;
    for (const { reject } of flying) reject(inFlight);
    for (const { reject } of queue) reject(reason);
    flying = [];
    queue = [];
  };
  const settle = (results: readonly WireResult[]): void => {
    const answered = flying;
    flying = [];
    answered.forEach(({ resolve, reject }, index) => {
      const result = results[index];
      if (result?.[0] === "failed") reject(failureError(result[1]));
      else if (result) resolve(result);
      else
        reject(
          new StoreUnavailableError("The store's writer left a request unanswered.", false, {
            outcomeUnknown: true,
          }),
        );
    });
    collect();
  };

  return new Promise((resolve, reject) => {
    const ask = (request: WireRequest): Promise<WireResult> =>
      new Promise((answer, refuse) => {
        if (stopped) return refuse(stopped);
        queue.push({ request, resolve: answer, reject: refuse });
        collect();
      });
    const close = (beforeLast: () => void): Promise<void> => {
      if (stopped) {
        beforeLast();
        return ended.promise;
      }
      closing = beforeLast;
      collect();
      return ended.promise;
    };
    const hear = (message: FromWriter): void => {
      switch (message[0]) {
        case "open":
          return resolve({ head: message[1], ask, close });
        case "refused":
          void release();
          return reject(failureError(message[1]));
        case "closed":
          stop(new StoreUnavailableError(`${settings.path} is closed.`, true));
          return void release().then(() => ended.resolve(), ended.reject);
        case "done":
          onHead(message[1]);
          return settle(message[2]);
      }
    };
    const died = (why: string, cause?: unknown): void => {
      const message = `The writer of ${settings.path} stopped (${why}): restart the service.`;
      stop(
        new StoreUnavailableError(message, false, { cause }),
        new StoreUnavailableError(
          `${message} Whether the changes in flight were written is not known.`,
          false,
          { cause, outcomeUnknown: true },
        ),
      );
      if (stopped) reject(stopped);
    };
    const failed = (error: unknown): void =>
      died(error instanceof Error ? error.message : String(error), error);
    const exited = (code: number): void => {
      died(`exit code ${code}`);
      ended.resolve();
    };
    /** A thread that is told its points knows them for good. */
    const release = async (): Promise<void> => {
      worker.off("message", hear).off("error", failed).off("exit", exited);
      await (settings.points === null ? returnThread(worker) : worker.terminate());
    };
    worker.on("message", hear).on("error", failed).on("exit", exited);
    worker.postMessage({ open: settings });
  });
}
