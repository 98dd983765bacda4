import { Worker } from "node:worker_threads";

const WORKER = new URL("../intake/peer-writer.ts", import.meta.url);

/**
 * Writes what it is given (`WORKER`: keys and texts, one after the other) in a thread of its own; resolves when that is
 * durable. One batch in flight.
 */
export async function openPeerWriter<Rows = readonly string[]>(
  folder: string,
  module = WORKER,
): Promise<(rows: Rows) => Promise<void>> {
  interface Waiting {
    readonly rows: Rows;
    readonly done: () => void;
  }
  const worker = new Worker(module, { workerData: { folder } });
  let queue: Waiting[] = [];
  let flying: Waiting[] = [];
  let collecting = false;
  const send = (): void => {
    collecting = false;
    if (flying.length > 0 || queue.length === 0) return;
    flying = queue;
    queue = [];
    worker.postMessage(flying.map(({ rows }) => rows));
  };
  const collect = (): void => {
    if (collecting || flying.length > 0) return;
    collecting = true;
    queueMicrotask(send);
  };
  await new Promise<void>((opened) => {
    worker.on("message", (message: "open" | "done") => {
      if (message === "open") return opened();
      const written = flying;
      flying = [];
      for (const { done } of written) done();
      collect();
    });
  });
  return (rows) =>
    new Promise((done) => {
      queue.push({ rows, done });
      collect();
    });
}
