const MAX_DEPTH = 16;

/** Own values of an object, deep, without prototypes and without nulls. Null: something in it is no JSON value. */
export function jsonCopy(value: Readonly<Record<string, unknown>>): object | null {
  try {
    return objectCopy(value, MAX_DEPTH);
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

class NotJson extends Error {}

function copyOf(value: unknown, depth: number): unknown {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value !== "object" || value === null || depth === 0) throw new NotJson();
  if (Array.isArray(value))
    return value.map((each) => (each === null ? null : copyOf(each, depth - 1)));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotJson();
  return objectCopy(value, depth - 1);
}

function objectCopy(value: object, depth: number): object {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, each] of Object.entries(value))
    if (each != null) copy[key] = copyOf(each, depth);
  return copy;
}
