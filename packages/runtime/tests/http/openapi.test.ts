import { AdapterActionRequest } from "@underclaim/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sendJson } from "../../src/http/index.ts";
import { harness } from "./harness.ts";
import type { HarnessOptions } from "./harness.ts";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: object }> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { readonly schema: object }> }
  >;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

async function document(options: HarnessOptions = {}) {
  const http = await harness(options);
  const answer = await http.ask({ url: `${options.prefix ?? ""}/openapi.json` });
  return { ...http, openApi: answer.json() as unknown as Document };
}

const operations = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** Every schema of the document, compiled as JSON Schema 2020-12. */
function compiled(openApi: Document) {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "openapi", components: openApi.components });
  return (schema: object) =>
    ajv.compile(
      JSON.parse(
        JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'),
      ) as object,
    );
}

describe("/openapi.json", () => {
  test("is OpenAPI 3.1 whose every schema is JSON Schema 2020-12", async () => {
    const { openApi } = await document();
    expect(openApi.openapi).toBe("3.1.0");
    expect(openApi.info).toEqual({ title: "fake", version: "1.0.0" });
    const compile = compiled(openApi);
    const text = JSON.stringify(openApi);
    expect(text).not.toMatch(/\$id|\$defs|__shared/);
    for (const schema of Object.values(openApi.components.schemas)) compile(schema);
    for (const { operation } of operations(openApi)) {
      for (const { schema } of operation.parameters) compile(schema);
      for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
        if (schema !== undefined) compile(schema);
      }
      for (const { content } of Object.values(operation.responses)) {
        for (const { schema } of Object.values(content ?? {})) compile(schema);
      }
    }
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(openApi.components.schemas).toHaveProperty(name);
    }
  });

  test("takes a duration with a fraction of a second, as the contract does", async () => {
    const { openApi } = await document();
    const validate = compiled(openApi)({ $ref: "#/components/schemas/AdapterLatencyProfile" });
    expect(validate({ typical_acceptance: "PT0.1S" }), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ typical_acceptance: "soon" })).toBe(false);
  });

  test("names what it names once, and every path parameter", async () => {
    const { openApi } = await document();
    const all = operations(openApi);
    const ids = all.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of all) {
      const inPath = operation.parameters
        .filter((each) => each.in === "path")
        .map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(operation.summary).not.toBe("");
      expect(Object.keys(operation.responses)).toContain("500");
    }
  });

  test("publishes the contract's own objects", async () => {
    const { openApi } = await document();
    const validate = compiled(openApi)({ $ref: "#/components/schemas/AdapterActionRequest" });
    const request = {
      request_id: "r",
      action_type: "notification.send",
      coordination_case_id: "c",
      tracking_context: { correlation_id: "x", coordination_case_id: "c" },
      idempotency_key: "k",
      requested_at: "2026-01-01T00:00:00Z",
    };
    for (const candidate of [request, { ...request, extra: 1 }, { ...request, request_id: "" }]) {
      expect(validate(candidate)).toBe(AdapterActionRequest.safeParse(candidate).success);
    }
    expect(Object.keys(openApi.components.schemas)).toEqual(
      expect.arrayContaining([
        "EvidenceEvent",
        "AdapterEvidenceAssessment",
        "ErrorDescriptor",
        "Problem",
      ]),
    );
  });

  test("describes the query with types", async () => {
    const { openApi } = await document({ limits: { pageMax: 50 } });
    const { parameters } = openApi.paths["/adapter/events"]?.get ?? { parameters: [] };
    expect(parameters.find(({ name }) => name === "limit")?.schema).toMatchObject({
      type: "integer",
      maximum: 50,
      default: 50,
    });
  });

  test("has the routes an adapter adds, and its prefix", async () => {
    const { ask, openApi } = await document({
      prefix: "/one",
      extraRoutes: ({ route }) =>
        route({
          method: "POST",
          path: "/things",
          access: "actions:write",
          summary: "Make a thing.",
          body: z.strictObject({ name: z.string() }),
          replies: { 200: { description: "Made." } },
          handler: (request, reply) => sendJson(reply, 200, { made: request.body.name }),
        }),
    });
    expect(openApi.paths).toHaveProperty("/one/things");
    expect(openApi.paths).toHaveProperty("/one/adapter/events");
    const post = (payload: object, headers?: Record<string, string>) =>
      ask({
        method: "POST",
        url: "/one/things",
        payload,
        ...(headers === undefined ? {} : { headers }),
      });
    expect((await post({ name: "a" })).json()).toEqual({ made: "a" });
    expect((await post({ nme: "a" })).status).toBe(400);
    expect((await post({ name: "a" }, {})).status).toBe(401);
  });
});

const OPEN = ["/health/live", "/health/ready", "/openapi.json"];

test("every route is described, and answers 401 without credentials unless it is open by decision", async () => {
  const { app, openApi, ask } = await document();
  const registered = app
    .printRoutes({ commonPrefix: false, includeHooks: false })
    .split("\n")
    .flatMap((line) => {
      const [, path = "", methods = ""] = /(\/\S*) \(([A-Z, ]+)\)/.exec(line) ?? [];
      return methods === ""
        ? []
        : [[path, methods.split(", ").filter((name) => name !== "HEAD")] as const];
    });
  const count = registered.reduce((sum, [, methods]) => sum + methods.length, 0);
  const described = operations(openApi);
  expect(described).toHaveLength(count);
  expect(described.length).toBeGreaterThanOrEqual(24);
  for (const { path, method, operation } of described) {
    const url = path.replaceAll(/\{\w+\}/g, "x");
    const answer = await ask({ method: method.toUpperCase(), url, headers: {} });
    const open = OPEN.includes(path);
    expect(answer.status, `${method} ${path}`).toBe(open ? 200 : 401);
    expect(operation.security.length === 0, path).toBe(open);
    expect(Object.keys(operation.responses).includes("401"), path).toBe(!open);
  }
});
