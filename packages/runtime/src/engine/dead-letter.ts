import type { NativeDraft } from "../definition/native.ts";
import type { Target } from "../definition/target.ts";
import type { DeadLetter, Key } from "../store/port.ts";
import type { Instant, OperationId, TenantId } from "../time-and-ids.ts";
import { stableId } from "./digest.ts";
import type { Engine } from "./engine.ts";
import type { KeptWire } from "./kept-wire.ts";

/** Content of letters is kept as long as raw data; where that is kept for ever, no longer than this. */
const DEFAULT_RETENTION_MS = 30 * 86_400_000;

/** What is needed to try again. */
export type Letter =
  | { readonly kind: "wire"; readonly wire: KeptWire }
  | {
      readonly kind: "native";
      readonly native: NativeDraft;
      readonly receivedAt: Instant;
      readonly targets?: readonly Target[];
      /** It has waited for its reference already. */
      readonly parked?: boolean;
    }
  | { readonly kind: "timer"; readonly key: Key }
  | { readonly kind: "deadline"; readonly operation: OperationId };

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
  person: string | null = personIn(letter),
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
    person,
    expiresAt: holdsContent(letter) ? engine.clock.now() + retentionOf(engine) : null,
    text: JSON.stringify(letter),
  };
}

/** A timer's key, an operation's id and a parked event (without its raw data and address) hold nothing personal: they wait for an operator. */
const holdsContent = (letter: Letter): boolean =>
  letter.kind === "wire" || (letter.kind === "native" && letter.parked !== true);

const retentionOf = ({ settings }: Engine): number =>
  settings.raw.retentionMs ?? DEFAULT_RETENTION_MS;

const personIn = (letter: Letter): string | null =>
  letter.kind === "native" ? (letter.native.raw?.person ?? null) : null;

function identityOf(letter: Letter): string {
  switch (letter.kind) {
    case "wire":
      return `${letter.wire.encoding}:${letter.wire.body}`;
    case "native":
      return letter.native.dedupeKey;
    case "timer":
      return JSON.stringify(letter.key);
    case "deadline":
      return letter.operation;
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
  person: string | null = personIn(letter),
): Promise<string> {
  const dead = await deadLetterOf(engine, tenant, source, letter, code, reason, person);
  await engine.commit(tenant, { guards: [], deadLetters: [dead] });
  engine.counters.natives.dead_letter += 1;
  return dead.id;
}
