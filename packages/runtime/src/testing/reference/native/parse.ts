import { z } from "zod";
import { textOf, type Parsed, type WireRequest } from "../../../definition/source.ts";
import type { ReferenceNative } from "./types.ts";

/** Reads a JSON body against a schema that tolerates what the provider adds. Never throws. */
export function parseJson<S extends z.ZodType>(
  wire: WireRequest,
  schema: S,
  read: (body: z.output<S>) => Parsed<ReferenceNative>,
): Parsed<ReferenceNative> {
  const text = textOf(wire);
  if (text === null) return { ok: false, reason: "The body is not UTF-8." };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: "The body is not JSON." };
    throw error;
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return read(parsed.data);
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the body");
  return { ok: false, reason: `Not as documented: ${fields.join(", ")}.` };
}

/** The provider's own time of the event; its clock is trusted. */
export const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
