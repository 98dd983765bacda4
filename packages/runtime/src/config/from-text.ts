import type { z } from "zod";
import { core } from "./schema-tree.ts";

export class NotJson extends Error {}

/**
 * A text (an environment variable, a query parameter) as the value its schema asks for. A text that does not fit is
 * returned as it is, so that the schema itself says what it wanted.
 *
 * @throws NotJson where only JSON could express the value
 */
export function fromText(schema: z.core.$ZodType, text: string): unknown {
  const { def } = core(schema)._zod;
  switch (def.type) {
    case "string":
    case "enum":
    case "literal":
    case "template_literal":
      return text;
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "null":
      return text === "null" ? null : text;
    case "union":
      return /^\s*[[{]/.test(text) ? json(text) : firstThatFits(def.options, text);
    default:
      return json(text);
  }
}

function firstThatFits(options: readonly z.core.$ZodType[], text: string): unknown {
  for (const option of options) {
    const { type } = core(option)._zod.def;
    if (type === "object" || type === "array" || type === "record") continue;
    const value = fromText(option, text);
    if (typeof value !== "string" || type === "string") return value;
  }
  return text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new NotJson("is not JSON", { cause: error });
  }
}
