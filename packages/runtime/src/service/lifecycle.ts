import { AdapterLifecycleState } from "@underclaim/contract";
import type { Key, Store } from "../store/port.ts";
import { NOBODY } from "./identity.ts";

const KEY: Key = ["service", "lifecycle"];

/** States an operator chose: a restart must not undo them. All others the service finds by itself. */
const CHOSEN: ReadonlySet<AdapterLifecycleState> = new Set<AdapterLifecycleState>([
  "disabled",
  "retired",
]);

/** Durable when it resolves. */
export async function keepLifecycle(store: Store, state: AdapterLifecycleState): Promise<void> {
  const doc = CHOSEN.has(state) ? { put: KEY, text: JSON.stringify(state) } : { delete: KEY };
  await store.commit(NOBODY, { guards: [], docs: [doc] });
}

/** The state an operator chose before the last restart, or null. */
export async function keptLifecycle(store: Store): Promise<AdapterLifecycleState | null> {
  const doc = (await store.load(NOBODY, [{ doc: KEY }])).doc(KEY);
  return doc === null ? null : AdapterLifecycleState.parse(JSON.parse(doc.text));
}
