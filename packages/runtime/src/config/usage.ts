import { z } from "zod";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What `--help` prints: how a service is started, and every setting of the first level with what it is. */
export function usageOf(name: string, schema: z.ZodType, also: readonly string[] = []): string {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const width = Math.max(...Object.keys(properties).map((key) => key.length));
  const settings = Object.entries(properties).map(
    ([key, value]) => `  ${key.padEnd(width)}  ${about(value)}`,
  );
  return `Usage: ${[`${name} [--config FILE]`, ...also].join("\n       ")}

Settings are read from FILE (YAML or JSON; without --config from the file that UNDERCLAIM_CONFIG names, if any), then
from the environment over it: UNDERCLAIM_LISTEN__PORT is listen.port; lists are written as JSON. A setting that is not
known is an error. GET /adapter/configuration-schema of a running service answers all of it as JSON Schema.

${settings.join("\n")}
`;
}

/** Its description, else what it holds. */
function about(schema: JsonSchema | boolean): string {
  if (typeof schema === "boolean") return "any value";
  if (schema.description !== undefined) return schema.description;
  const { items } = schema;
  if (items !== undefined && !Array.isArray(items)) return `list of: ${about(items)}`;
  return Object.keys(schema.properties ?? {}).join(", ") || String(schema.type ?? "several forms");
}
