import { rawOf, textOf, type Parsed, type RawInput, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsNative } from "../types.ts";
import { notUnderstood, parseForm, parseJson } from "../wire.ts";

const FORM = "application/x-www-form-urlencoded";

/** A field of a form or of JSON, where numbers stand for themselves. Empty is as if it were not there. */
export const Field = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value == null || value === "" ? null : String(value)));

const queryOf = (url: string): string => /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? "";

/** MessageBird reports by GET and forwards as a form or as JSON: with no body, the fields are those of the address. */
export function parseCallback<S extends z.ZodType>(
  wire: WireRequest,
  schema: S,
  read: (fields: z.output<S>) => Parsed<SmsNative>,
): Parsed<SmsNative> {
  if (wire.body.length === 0) return parseForm(queryOf(wire.url), schema, read);
  if (/^application\/json\b/i.test(wire.headers["content-type"] ?? ""))
    return parseJson(wire, schema, read);
  const text = textOf(wire);
  return text === null ? notUnderstood("The body is not UTF-8.") : parseForm(text, schema, read);
}

/** What came as it came, the address's query where that was all. */
export const rawCallback = (wire: WireRequest, person: string | null): RawInput =>
  wire.body.length === 0
    ? { contentType: FORM, text: queryOf(wire.url), person }
    : rawOf(wire, person);
