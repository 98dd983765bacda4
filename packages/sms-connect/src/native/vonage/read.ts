import type { Parsed, WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsNative } from "../types.ts";
import { notUnderstood, parseForm } from "../wire.ts";
import { fieldsOf } from "./fields.ts";

/** What the signature covered is what is read. */
export function parseFields<S extends z.ZodType>(
  wire: WireRequest,
  schema: S,
  read: (body: z.output<S>) => Parsed<SmsNative>,
): Parsed<SmsNative> {
  const fields = fieldsOf(wire);
  return fields === null
    ? notUnderstood("The body is no flat list of parameters.")
    : parseForm(new URLSearchParams({ ...fields }).toString(), schema, read);
}

/**
 * `timestamp`, in seconds since 1970: "when Vonage started to push this", which is the nearest to the event that a trusted
 * clock tells. `message-timestamp` is the same moment, written without its zone.
 */
export const PushedAt = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform((seconds) => Number(seconds) * 1_000);

/** A time with its zone. */
export const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
