import type { z } from "zod";

type Schema = z.core.$ZodType;

/** What a schema asks of its input, without the wrappers that add a default or allow absence. */
export function core(schema: Schema): z.core.$ZodTypes {
  const inner = schema as z.core.$ZodTypes;
  const { def } = inner._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return core(def.innerType);
    case "pipe":
      return core(def.in);
    default:
      return inner;
  }
}

/** The keys an object schema knows; none for anything else. */
export function knownKeys(schema: Schema): readonly string[] {
  const { def } = core(schema)._zod;
  if (def.type === "object") return Object.keys(def.shape);
  if (def.type === "union") return def.options.flatMap((option) => knownKeys(option));
  return [];
}

export interface Child {
  readonly key: string;
  readonly schema: Schema;
}

/** The schema under one path segment. `fold` compares keys without case, as environment variables need it. */
export function childOf(schema: Schema, segment: string, fold = false): Child | null {
  const { def } = core(schema)._zod;
  const wanted = fold ? segment.toLowerCase() : segment;
  switch (def.type) {
    case "object": {
      const key = Object.keys(def.shape).find(
        (name) => (fold ? name.toLowerCase() : name) === wanted,
      );
      const child = key === undefined ? undefined : def.shape[key];
      return key === undefined || child === undefined ? null : { key, schema: child };
    }
    case "record":
      return { key: wanted, schema: def.valueType };
    case "array":
      return /^\d{1,4}$/.test(segment) ? { key: segment, schema: def.element } : null;
    case "union":
      for (const option of def.options) {
        const child = childOf(option, segment, fold);
        if (child !== null) return child;
      }
      return null;
    default:
      return null;
  }
}

/** The schema at a path, or null where the path leaves what the schema knows. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | null {
  return path.reduce<Schema | null>(
    (at, segment) => (at === null ? null : (childOf(at, String(segment))?.schema ?? null)),
    schema,
  );
}
