// An erasure by what an operator has: a person's key, an address, or the id that evidence gives an endpoint.
import { UnderclaimError } from "@underclaim/contract";
import { endpointSubject } from "../endpoint-subject.ts";
import type { TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { EVERY_NATIVE, storedNative } from "./native-record.ts";

/** What was given leads to nobody, or to several. Nothing was erased. */
export class PersonUnclearError extends UnderclaimError {
  readonly several: boolean;

  constructor(several: boolean, message: string) {
    super("person_unclear", message);
    this.several = several;
  }
}

/**
 * How many rows went.
 * @throws PersonUnclearError
 */
export async function erase(engine: Engine, tenant: TenantId, given: string): Promise<number> {
  let count = 0;
  for (const key of await keysOf(engine, tenant, given))
    count += await engine.store.erase(tenant, key);
  return count;
}

async function keysOf(
  { definition, store }: Engine,
  tenant: TenantId,
  given: string,
): Promise<ReadonlySet<string>> {
  const { erasable } = definition;
  if (erasable === undefined) return new Set([given]);
  const meant = erasable.keysOf(given);
  // All of it: whether there is a second person must not depend on who wrote last.
  // By the pseudonym that names it no endpoint leads to a person; by what was recorded of it, it does.
  const { natives } = await store.timeline(tenant, endpointSubject(given), EVERY_NATIVE);
  const behind = new Set(
    natives.flatMap((native) => erasable.personIn(storedNative(native)) ?? []),
  );
  if (meant === null && behind.size === 0) {
    const why =
      natives.length === 0
        ? "Nothing is recorded of such an endpoint, and it is no key of a person."
        : "What is recorded of this endpoint is of no single person.";
    throw new PersonUnclearError(false, `${why} Give ${erasable.accepts}.`);
  }
  if (behind.size > 1) {
    const why = `This endpoint is of ${behind.size} persons: nothing was erased.`;
    throw new PersonUnclearError(true, `${why} Give, for each of them, ${erasable.accepts}.`);
  }
  return new Set([...(meant ?? []), ...behind]);
}
