import type { NativeDraft } from "../definition/native.ts";
import type { WireRequest } from "../definition/source.ts";
import type { Target } from "../definition/target.ts";
import type { DeadLetter, Key } from "../store/port.ts";
import type { Instant, TenantId } from "../time-and-ids.ts";
import { stableId } from "./digest.ts";
import type { Engine } from "./engine.ts";

/** What is needed to try again. */
export type Letter =
  | { readonly kind: "wire"; readonly wire: WireRequest }
  | {
      readonly kind: "native";
      readonly native: NativeDraft;
      readonly receivedAt: Instant;
      readonly targets?: readonly Target[];
      /** It has waited for its reference already. */
      readonly parked?: boolean;
    }
  | { readonly kind: "timer"; readonly key: Key };

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : "An error that is no error object.";

/** The same input gives the same letter: a repeat counts as one more attempt. */
export async function deadLetterOf(
  engine: Engine,
  tenant: TenantId,
  source: string,
  letter: Letter,
  code: string,
  reason: string,
): Promise<DeadLetter> {
  const id = stableId("dl", tenant, source, letter.kind, identityOf(letter));
  const earlier = await engine.store.deadLetter(tenant, id);
  return {
    id,
    source,
    state: "open",
    code,
    reason,
    receivedAt: earlier?.receivedAt ?? engine.clock.now(),
    attempts: (earlier?.attempts ?? 0) + 1,
    person: letter.kind === "native" ? (letter.native.raw?.person ?? null) : null,
    text: JSON.stringify(letter),
  };
}

function identityOf(letter: Letter): string {
  switch (letter.kind) {
    case "wire":
      return letter.wire.body;
    case "native":
      return letter.native.dedupeKey;
    case "timer":
      return JSON.stringify(letter.key);
  }
}

/** Keeps what could not be processed, with its reason. */
export async function putDeadLetter(
  engine: Engine,
  tenant: TenantId,
  source: string,
  letter: Letter,
  code: string,
  reason: string,
): Promise<string> {
  const dead = await deadLetterOf(engine, tenant, source, letter, code, reason);
  await engine.commit(tenant, { guards: [], deadLetters: [dead] });
  engine.counters.natives.dead_letter += 1;
  return dead.id;
}
