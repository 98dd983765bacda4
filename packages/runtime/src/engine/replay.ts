import { StoreUnavailableError } from "../errors.ts";
import type { DeadLetter } from "../store/port.ts";
import type { TenantId } from "../time-and-ids.ts";
import type { ReplayAnswer } from "./adapter-runtime.ts";
import { reasonOf, type Letter } from "./dead-letter.ts";
import type { Engine } from "./engine.ts";
import { ingest } from "./ingest.ts";
import { wireOf } from "./kept-wire.ts";
import { parse } from "./receive.ts";
import { overdue, timer } from "./work-off.ts";

/** Tries the letter again with what the adapter knows now. */
export async function replay(
  engine: Engine,
  tenant: TenantId,
  id: string,
): Promise<ReplayAnswer | null> {
  const letter = await engine.store.deadLetter(tenant, id);
  if (letter === null) return null;
  if (letter.state === "discarded") return { state: "discarded", reason: "It was discarded." };
  if (letter.text === "")
    return {
      state: letter.state,
      reason: "Its content is kept no more; there is nothing to replay.",
    };
  const failure = await tryAgain(engine, tenant, letter.source, JSON.parse(letter.text) as Letter);
  const state = failure === null ? "replayed" : "open";
  await rewrite(engine, tenant, {
    ...letter,
    state,
    attempts: letter.attempts + 1,
    reason: failure ?? letter.reason,
  });
  engine.audit({ event: "dead_letter.replayed", tenant, detail: state });
  return { state, reason: failure };
}

export async function discard(
  engine: Engine,
  tenant: TenantId,
  id: string,
): Promise<ReplayAnswer | null> {
  const letter = await engine.store.deadLetter(tenant, id);
  if (letter === null) return null;
  if (letter.state === "replayed")
    return { state: "replayed", reason: "It was replayed; there is nothing to discard." };
  await rewrite(engine, tenant, { ...letter, state: "discarded" });
  engine.audit({ event: "dead_letter.discarded", tenant });
  return { state: "discarded", reason: null };
}

const rewrite = (engine: Engine, tenant: TenantId, letter: DeadLetter) =>
  engine.commit(tenant, { guards: [], deadLetters: [letter] });

/** Null: it worked. */
async function tryAgain(
  engine: Engine,
  tenant: TenantId,
  source: string,
  letter: Letter,
): Promise<string | null> {
  try {
    return await processAgain(engine, tenant, source, letter);
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    return reasonOf(error);
  }
}

async function processAgain(
  engine: Engine,
  tenant: TenantId,
  source: string,
  letter: Letter,
): Promise<string | null> {
  switch (letter.kind) {
    case "wire": {
      const definition = engine.definition.sources[source];
      if (definition === undefined) return `The adapter has no source ${source}.`;
      const wire = wireOf(letter.wire);
      const parsed = parse(definition, wire);
      if (!parsed.ok) return parsed.reason;
      for (const native of parsed.natives) {
        await ingest(engine, tenant, native, { receivedAt: wire.receivedAt });
      }
      return null;
    }
    case "native": {
      const { native, receivedAt, targets = [], parked = false } = letter;
      await ingest(engine, tenant, native, {
        receivedAt,
        targets,
        waited: parked,
        reacted: parked,
      });
      return null;
    }
    case "timer": {
      const doc = (await engine.store.load(tenant, [{ doc: letter.key }])).doc(letter.key);
      if (doc !== null) await timer(engine, tenant, doc);
      return null;
    }
    case "deadline": {
      const id = letter.operation;
      const operation = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
      if (operation !== null) await overdue(engine, tenant, operation);
      return null;
    }
  }
}
