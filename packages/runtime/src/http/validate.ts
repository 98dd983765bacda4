import type { FastifyInstance, FastifySchemaCompiler } from "fastify";
import { z } from "zod";
import { fromText, NotJson } from "../config/from-text.ts";
import { pathText } from "../config/errors.ts";
import type { FieldProblem } from "../engine/adapter-runtime.ts";
import { Refusal } from "./refusal.ts";

/** Paths of wrong fields and what is wrong; values are not repeated. */
function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    const path = pathText(issue.path);
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: "There is no such field.",
    }));
  });
}

const PARTS: Readonly<Record<string, string>> = {
  body: "body",
  querystring: "query",
  params: "address",
};

/** Routes are checked by their zod schemas; query and address are read from text as the schema asks. */
export function checkWithZod(app: FastifyInstance): void {
  const compiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
    const part = PARTS[httpPart ?? ""] ?? "request";
    const textual = httpPart !== "body" && schema instanceof z.ZodObject ? schema : null;
    return (data: unknown) => {
      const parsed = schema.safeParse(textual === null ? data : readTexts(textual, data));
      if (parsed.success) return { value: parsed.data };
      const problems = fieldProblems(parsed.error);
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
