/** Null where it is none: the schema that reads it refuses that. */
export function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "") as unknown;
  } catch {
    return null;
  }
}
