import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { JsonObject } from "../json.ts";
import { ProblemDocument } from "./bodies.ts";
import type { ReplyDoc, RouteDoc } from "./route.ts";
import { mayBeAbsent } from "./validate.ts";

interface Documented {
  readonly method: string;
  readonly url: string;
  readonly doc: RouteDoc;
}

export interface OpenApi {
  /** Every route of the service, in order of registration. */
  readonly routes: readonly Documented[];
  /** OpenAPI 3.1. The same object on every call after the first. */
  document(info: { readonly title: string; readonly version: string }): JsonObject;
}

const uri = (id: string): string => `#/components/schemas/${id}`;

type Json = Record<string, unknown>;

/** Collects what is registered after it. */
export function collectOpenApi(app: FastifyInstance): OpenApi {
  const routes: Documented[] = [];
  let built: JsonObject | null = null;
  app.addHook("onRoute", ({ method, url, config }) => {
    const doc = config?.doc;
    if (doc === undefined) return;
    for (const name of [method].flat())
      if (name !== "HEAD") routes.push({ method: name, url, doc });
  });
  return {
    routes,
    document: (info) => (built ??= build(info, routes)),
  };
}

function build(
  info: { title: string; version: string },
  routes: readonly Documented[],
): JsonObject {
  const paths: Record<string, Json> = {};
  for (const { method, url, doc } of routes) {
    const path = url.replaceAll(/:([A-Za-z_]+)/g, "{$1}");
    (paths[path] ??= {})[method.toLowerCase()] = operation(method, path, doc);
  }
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info,
    paths,
    components: {
      schemas: components(paths),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        api_key: { type: "apiKey", in: "header", name: "X-API-Key" },
      },
    },
  } as unknown as JsonObject;
}

function operation(method: string, path: string, doc: RouteDoc): Json {
  const replies: Record<string, ReplyDoc> = { ...standardReplies(doc), ...doc.replies };
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z]+(.|$)/g, (_, next: string) => next.toUpperCase())}`,
    summary: doc.summary,
    ...(doc.access === "open"
      ? { security: [] }
      : {
          security: [{ bearer: [] }, { api_key: [] }],
          ...(doc.access === "key" ? {} : { "x-required-scope": doc.access }),
        }),
    parameters: [...parameters(doc.params, "path"), ...parameters(doc.query, "query")],
    ...(doc.body === null
      ? {}
      : {
          requestBody: {
            required: !mayBeAbsent(doc.body.schema),
            content: {
              [doc.body.contentType]:
                doc.body.schema === null ? {} : { schema: inline(doc.body.schema) },
            },
          },
        }),
    responses: Object.fromEntries(
      Object.entries(replies).map(([status, reply]) => [status, response(reply)]),
    ),
  };
}

const problem = (description: string): ReplyDoc => ({
  description,
  schema: ProblemDocument,
  contentType: "application/problem+json",
});

/** What any route of this kind may answer. */
function standardReplies({ access, params, query, body }: RouteDoc): Record<string, ReplyDoc> {
  return {
    ...((params ?? query ?? body) ? { 400: problem("The request was not understood.") } : {}),
    ...(access === "open"
      ? {}
      : {
          401: problem("No valid API key."),
          403: problem("The API key may not do this."),
          429: problem("Too many requests; see Retry-After."),
        }),
    ...(body === null
      ? {}
      : {
          413: problem("The body is too large."),
          415: problem("The media type is not supported."),
        }),
    500: problem("Something unexpected happened; the log has the incident."),
    503: problem("Unavailable for now; see Retry-After."),
  };
}

const response = ({ description, schema, contentType }: ReplyDoc): Json => {
  if (schema === undefined && contentType === undefined) return { description };
  const body = schema === undefined ? {} : { schema: inline(schema) };
  return { description, content: { [contentType ?? "application/json"]: body } };
};

function parameters(schema: z.ZodObject | null, place: "path" | "query"): Json[] {
  if (schema === null) return [];
  const { properties = {}, required = [] } = inline(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

/** A reference for what has a name, the schema itself for what has none. */
function inline(schema: z.ZodType): Json {
  const id = z.globalRegistry.get(schema)?.id;
  if (id !== undefined) return { $ref: uri(id) };
  const { $schema: _dialect, $defs: _named, ...rest } = z.toJSONSchema(schema, SETTINGS) as Json;
  return rewrite(rest) as Json;
}

const SETTINGS = {
  target: "draft-2020-12",
  io: "input",
  unrepresentable: "any",
  uri,
  // As in schemas/: the pattern alone is checked alike everywhere; validators disagree on fractions of seconds.
  override: ({ jsonSchema }: { jsonSchema: { format?: unknown } }) => {
    if (jsonSchema.format === "duration") delete jsonSchema.format;
  },
} as const;

/** A schema of its own refers to named ones in its own `$defs`; here they are components. */
const rewrite = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/'),
  ) as unknown;

/** The named schemas that the paths use, and those that these use. */
function components(paths: unknown): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, SETTINGS) as {
    schemas: Record<string, Json>;
  };
  const used: Json = {};
  const collect = (value: unknown): void => {
    for (const [, id = ""] of JSON.stringify(value).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    )) {
      const schema = schemas[id];
      if (schema === undefined || id in used) continue;
      const { $schema: _dialect, $id: _address, id: _name, ...rest } = schema;
      used[id] = rest;
      collect(rest);
    }
  };
  collect(paths);
  return used;
}
