import type { Instant } from "@underclaim/runtime";
import { z } from "zod";

const Rfc3339 = z.iso.datetime({ offset: true });

/** A provider's time, or null where it names no zone or is no time: never repaired, never invented. */
export function instantOf(text: string | null | undefined): Instant | null {
  const read = Rfc3339.safeParse(text);
  return read.success ? Date.parse(read.data) : null;
}
