import type { AdapterRuntime } from "../engine/adapter-runtime.ts";

/** A turn of the event loop: every promise that can settle without input or output has settled by then. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Nothing is under way but calls that wait for their provider. */
export function isQuiet(runtime: AdapterRuntime): boolean {
  const { inFlight, waiting, claiming, working } = runtime.activity();
  return inFlight === waiting && !claiming && !working;
}

/** Quiet must be seen this often in a row: an alarm or a provider's answer may just be on its way through a promise. */
const IN_A_ROW = 3;

/**
 * Yields to the event loop until the runtime has done what can be done without the clock or a provider moving, or until
 * `alive` says that its process is gone and never will.
 */
export async function quiet(runtime: AdapterRuntime, alive = (): boolean => true): Promise<void> {
  for (let seen = 0; seen < IN_A_ROW && alive(); seen = isQuiet(runtime) ? seen + 1 : 0)
    await turn();
}

/** Yields to the event loop until the condition holds. For what real input and output brings about. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await turn();
}
