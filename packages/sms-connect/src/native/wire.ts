// Reading what arrives over HTTP. Never throws: what is not as documented becomes a dead letter with its reason.
import { textOf, type Parsed, type WireRequest } from "@underclaim/runtime";
import type { z } from "zod";
import type { SmsNative } from "./types.ts";

/** Reads a JSON body against a schema that tolerates what the provider adds. */
export function parseJson<S extends z.ZodType>(
  wire: WireRequest,
  schema: S,
  read: (body: z.output<S>) => Parsed<SmsNative>,
): Parsed<SmsNative> {
  const text = textOf(wire);
  if (text === null) return notUnderstood("The body is not UTF-8.");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return notUnderstood("The body is not JSON.");
    throw error;
  }
  return against(schema, json, read);
}

/** Reads an application/x-www-form-urlencoded body, or a query, as an object of texts; of repeated names the first counts. */
export function parseForm<S extends z.ZodType>(
  form: string,
  schema: S,
  read: (body: z.output<S>) => Parsed<SmsNative>,
): Parsed<SmsNative> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(form)) fields[name] ??= value;
  return against(schema, fields, read);
}

export const notUnderstood = (reason: string): Parsed<SmsNative> => ({ ok: false, reason });

function against<S extends z.ZodType>(
  schema: S,
  value: unknown,
  read: (body: z.output<S>) => Parsed<SmsNative>,
): Parsed<SmsNative> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return read(parsed.data);
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the body");
  return notUnderstood(`Not as documented: ${[...new Set(fields)].join(", ")}.`);
}
