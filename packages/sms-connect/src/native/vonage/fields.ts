import { textOf, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";

/** A webhook of the SMS API, whether it came as a form or as JSON. */
export type Fields = Readonly<Record<string, string>>;

const Flat = z.record(
  z.string(),
  z
    .union([z.string(), z.number(), z.boolean(), z.null()])
    .transform((value) => String(value ?? "")),
);

/**
 * Null: not a flat list of parameters, each there once. A name with `&` or `=` in it could hide another parameter without
 * breaking the signature, so there is none.
 */
export function fieldsOf(wire: Pick<WireRequest, "body" | "headers" | "url">): Fields | null {
  // By GET the parameters stand in the query, and there is no body.
  const text = wire.body.length === 0 ? queryOf(wire.url) : textOf(wire);
  if (text === null) return null;
  const fields = isJson(wire) ? fromJson(text) : fromForm(text);
  return fields === null || Object.keys(fields).some((name) => /[&=]/.test(name)) ? null : fields;
}

const queryOf = (url: string): string => url.slice(url.indexOf("?") + 1 || url.length);

const isJson = ({ headers }: Pick<WireRequest, "headers">): boolean =>
  /^application\/json\b/i.test(headers["content-type"] ?? "");

function fromJson(text: string): Fields | null {
  try {
    const flat = Flat.safeParse(JSON.parse(text));
    return flat.success ? flat.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function fromForm(text: string): Fields | null {
  const pairs = [...new URLSearchParams(text)];
  const fields = Object.fromEntries(pairs);
  return pairs.length > Object.keys(fields).length ? null : fields;
}

/** Vonage writes numbers without their plus. Short codes and names stay as they are. */
export const addressOf = (text: string): string =>
  /^[1-9]\d{6,14}$/.test(text) ? `+${text}` : text;

/** Whose number stands in what was not understood: `msisdn` is the handset, in both directions. */
export const personOf =
  (kit: SmsKit) =>
  (wire: WireRequest): string | null => {
    const number = fieldsOf(wire)?.["msisdn"];
    return number === undefined || number === "" ? null : kit.numberId(addressOf(number));
  };
