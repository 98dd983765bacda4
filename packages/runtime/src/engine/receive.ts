import type { Parsed, SourceDefinition, WireRequest } from "../definition/source.ts";
import { StoreUnavailableError } from "../errors.ts";
import type { TenantId } from "../time-and-ids.ts";
import type { Observation, ReceiveAnswer } from "./adapter-runtime.ts";
import { putDeadLetter, reasonOf } from "./dead-letter.ts";
import type { Engine } from "./engine.ts";
import { ingest } from "./ingest.ts";
import { forParser, keepWire } from "./kept-wire.ts";

/**
 * Takes a provider's event: verify, parse, ingest. Resolves once everything in it is durable: only then is the peer
 * answered. What is authentic but not understood becomes a dead letter.
 */
export async function receive(
  engine: Engine,
  tenant: TenantId,
  source: string,
  wire: WireRequest,
  transport: "http" | "session",
): Promise<ReceiveAnswer> {
  const definition = Object.hasOwn(engine.definition.sources, source)
    ? engine.definition.sources[source]
    : undefined;
  if (definition === undefined || definition.transport !== transport)
    return { kind: "unknown_source" };

  const verified = definition.verify?.(wire, engine.secrets(source, wire.account));
  if (verified !== undefined && !verified.ok) {
    engine.counters.natives.unverified += 1;
    return { kind: "unverified", reason: verified.reason };
  }
  const seen = forParser(definition, wire);
  const parsed = parse(definition, seen);
  if (!parsed.ok) {
    const deadLetter = await putDeadLetter(
      engine,
      tenant,
      source,
      { kind: "wire", wire: keepWire(seen) },
      "not_understood",
      parsed.reason,
      personIn(definition, seen),
    );
    return { kind: "received", natives: 0, deadLetter };
  }
  const deadLetter = await ingestAll(
    engine,
    tenant,
    parsed.natives.map((native) => ({ native })),
    wire.receivedAt,
  );
  return { kind: "received", natives: parsed.natives.length, deadLetter };
}

/** A parser that throws on what it did not expect has not understood it: the peer's event is kept all the same. */
export function parse(definition: SourceDefinition, wire: WireRequest): Parsed {
  try {
    return definition.parse(wire);
  } catch (error) {
    return {
      ok: false,
      reason: `The parser failed: ${error instanceof Error ? error.name : "no error object"}.`,
    };
  }
}

/** What was not understood may be more than its source can look into: it is kept all the same, of nobody known. */
function personIn(definition: SourceDefinition, wire: WireRequest): string | null {
  try {
    return definition.person?.(wire) ?? null;
  } catch {
    return null;
  }
}

/** Each on its own: one that cannot be processed is a dead letter and does not hold up the rest. */
export async function ingestAll(
  engine: Engine,
  tenant: TenantId,
  observations: readonly Observation[],
  receivedAt: number,
): Promise<string | null> {
  let deadLetter: string | null = null;
  for (const { native, targets } of observations) {
    try {
      await ingest(engine, tenant, native, {
        receivedAt,
        ...(targets === undefined ? {} : { targets }),
      });
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      deadLetter = await putDeadLetter(
        engine,
        tenant,
        native.source,
        { kind: "native", native, receivedAt, ...(targets === undefined ? {} : { targets }) },
        "not_processed",
        reasonOf(error),
      );
    }
  }
  return deadLetter;
}
