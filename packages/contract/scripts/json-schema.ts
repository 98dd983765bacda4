import { z } from "zod";
import { CONTRACT_SCHEMAS } from "../src/schema/registry.ts";
import type { ContractSchemaName } from "../src/schema/registry.ts";

export type JsonSchema = { [key: string]: unknown };

/** AdapterEvidenceAssessment → adapter-evidence-assessment. */
export function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

function byKey(record: Record<string, unknown>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * One object of the contract as a self-contained JSON Schema 2020-12. The input side is described:
 * a list with a default may be left out, as senders are allowed to.
 */
export function contractJsonSchema(name: ContractSchemaName): JsonSchema {
  return jsonSchemaOf(name, CONTRACT_SCHEMAS[name]);
}

/** A schema as JSON Schema 2020-12 under its own name, which its `.meta({ id })` must give. */
export function jsonSchemaOf(name: string, schema: z.ZodType): JsonSchema {
  const { $schema, $ref, $defs } = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => {
      // The pattern alone is checked alike everywhere; validators disagree on fractions of seconds.
      if (jsonSchema.format === "duration") delete jsonSchema.format;
    },
  }) as { $schema: string; $ref?: string; $defs?: Record<string, JsonSchema> };
  const root = $defs?.[name];
  if ($ref !== `#/$defs/${name}` || !root) {
    throw new Error(
      `Schema ${name} was not generated under its own name; check its .meta({ id }).`,
    );
  }
  const others = byKey($defs).filter(([key]) => key !== name);
  return {
    $schema,
    $id: `urn:underclaim:schema:1.1:${kebab(name)}`,
    title: name,
    ...root,
    ...(others.length > 0 ? { $defs: Object.fromEntries(others) } : {}),
  };
}
