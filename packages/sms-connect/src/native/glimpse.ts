import type { Parsed } from "@underclaim/runtime";
import type { SmsNative } from "./types.ts";

/** What a parser finds before anything is made of it, or null: for what must be known of what was not understood. */
export function glimpse<T>(
  parse: (read: (found: T) => Parsed<SmsNative>) => Parsed<SmsNative>,
): T | null {
  const seen: T[] = [];
  parse((found) => {
    seen.push(found);
    return { ok: true, natives: [] };
  });
  return seen[0] ?? null;
}
