import { Worker } from "node:worker_threads";

/** A batch is garbage as soon as it is written: in a larger nursery it dies without being copied. */
const YOUNG_GENERATION_MB = 64;

/** Node runs the source as it stands and dist as emitted: the string in `new URL` is rewritten by neither. */
const entry = (): URL =>
  new URL(
    import.meta.url.endsWith(".ts") ? "./writer/main.ts" : "./writer/main.js",
    import.meta.url,
  );

/** Of stores that were closed: who opens several one after the other (tests) need not load the writer's modules again. */
const idle: Worker[] = [];
const MOST_IDLE = 4;

/** A thread that writes no store. */
export function takeThread(): Worker {
  const worker =
    idle.pop() ??
    new Worker(entry(), { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } });
  worker.ref();
  return worker;
}

/** Gives back a thread whose store is closed and which nobody listens to. It keeps no process alive. */
export async function returnThread(worker: Worker): Promise<void> {
  if (idle.length >= MOST_IDLE) return void (await worker.terminate());
  worker.unref();
  idle.push(worker);
}
