import { textOf, type Parsed, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood, parseForm } from "../wire.ts";

// The signature does not separate names from values: without breaking it a parameter can be hidden in the value before it,
// or in the query. So whatever stands beside a parameter that we read must have exactly its documented form.
export const Sid = z.string().regex(/^[A-Za-z0-9]{1,64}$/);
export const common = {
  ApiVersion: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  AccountSid: z
    .string()
    .regex(/^AC[A-Za-z0-9]{1,32}$/)
    .optional(),
};

/** Reads the parameters of a webhook. A body that its hash covers in place of its parameters is no form. */
export function parseTwilio<S extends z.ZodType>(
  wire: WireRequest,
  schema: S,
  read: (body: z.output<S>) => Parsed<SmsNative>,
): Parsed<SmsNative> {
  const text = textOf(wire);
  return text === null ? notUnderstood("The body is not UTF-8.") : parseForm(text, schema, read);
}

/** Whose number stands in what was not understood. */
export const personBy =
  (kit: SmsKit, name: "From" | "To") =>
  (wire: WireRequest): string | null => {
    const number = new URLSearchParams(textOf(wire) ?? "").get(name);
    return number === null || number === "" ? null : kit.numberId(number);
  };
