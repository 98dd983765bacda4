import type { FastifyInstance, FastifySchemaCompiler } from "fastify";
import { z } from "zod";
import { fromText, NotJson } from "../config/from-text.ts";
import { pathText } from "../config/errors.ts";
import type { FieldProblem } from "../engine/adapter-runtime.ts";
import { Refusal } from "./refusal.ts";

/** Of routes that take no parameter in the query. */
export const NO_QUERY = z.strictObject({});

const isEmpty = (data: unknown): boolean =>
  typeof data === "object" && data !== null && Object.keys(data).length === 0;

/** What stands in place of a name that there is not. */
function noSuch(part: string, schema: unknown): string {
  if (part !== "query" || !(schema instanceof z.ZodObject)) return "There is no such field.";
  const names = Object.keys(schema.shape);
  return names.length === 0
    ? "There is no such parameter: this address takes none."
    : `There is no such parameter. There are: ${names.join(", ")}.`;
}

/** Paths of wrong fields and what is wrong; values are not repeated. */
function fieldProblems(error: z.ZodError, unknown: string): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    const path = pathText(issue.path);
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: unknown,
    }));
  });
}

const PARTS: Readonly<Record<string, string>> = {
  body: "body",
  querystring: "query",
  params: "address",
};

/** Whether a body without a field says all that must be said: then none at all says it as well. */
export const mayBeAbsent = (schema: unknown): boolean =>
  schema instanceof z.ZodObject && schema.safeParse({}).success;

/** Routes are checked by their zod schemas; query and address are read from text as the schema asks. */
export function checkWithZod(app: FastifyInstance): void {
  const compiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
    const part = PARTS[httpPart ?? ""] ?? "request";
    const textual = httpPart !== "body" && schema instanceof z.ZodObject ? schema : null;
    const known = httpPart === "params" ? knownParams() : null;
    // The framework hands on null for a body that is absent.
    const absent = httpPart === "body" && mayBeAbsent(schema) ? {} : null;
    return (given: unknown) => {
      const data = given ?? absent;
      if (known?.has(data) === true) return { value: data };
      if (schema === NO_QUERY && isEmpty(data)) return { value: data };
      const parsed = schema.safeParse(textual === null ? data : readTexts(textual, data));
      if (parsed.success) {
        known?.keep(data, parsed.data);
        return { value: parsed.data };
      }
      const problems = fieldProblems(parsed.error, noSuch(part, schema));
      return {
        error: new Refusal("malformed_request", {
          detail: `The ${part} was not understood.`,
          problems,
        }),
      };
    };
  };
  app.setValidatorCompiler(compiler);
}

const MOST_KNOWN = 1_000;
const LONGEST_KNOWN = 256;

/** Addresses that were understood as they are: the same come again and again. Of one route, so that the names are the same. */
function knownParams() {
  let known = new Set<string>();
  const nameOf = (data: object): string => {
    const values: unknown[] = Object.values(data);
    const [first] = values;
    // Most routes have one.
    if (values.length === 1 && typeof first === "string") return first;
    let name = "";
    for (const value of values) name += `${String(value).length} ${String(value)}`;
    return name;
  };
  return {
    has: (data: unknown): boolean =>
      typeof data === "object" && data !== null && known.has(nameOf(data)),
    keep(data: unknown, parsed: unknown): void {
      if (typeof data !== "object" || data === null) return;
      if (typeof parsed !== "object" || parsed === null) return;
      const read = new Map<string, unknown>(Object.entries(parsed));
      const given: [string, unknown][] = Object.entries(data);
      if (read.size !== given.length || given.some(([name, value]) => read.get(name) !== value))
        return;
      const name = nameOf(data);
      if (name.length > LONGEST_KNOWN) return;
      if (known.size >= MOST_KNOWN) known = new Set();
      known.add(name);
    },
  };
}

function readTexts(schema: z.ZodObject, data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    const field: unknown = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    read[name] =
      typeof value === "string" && field instanceof z.ZodType ? textAs(field, value) : value;
  }
  return read;
}

function textAs(field: z.ZodType, text: string): unknown {
  try {
    return fromText(field, text);
  } catch (error) {
    if (error instanceof NotJson) return text;
    throw error;
  }
}
