import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as contract from "@underclaim/contract";
import { CONTRACT_SCHEMAS } from "@underclaim/contract";
import type { ContractSchemaName } from "@underclaim/contract";
import { generate } from "../../scripts/generate.ts";
import { contractJsonSchema } from "../../scripts/json-schema.ts";
import { mutations } from "./mutations.ts";
import type { Node } from "./mutations.ts";
import { SAMPLES } from "./samples/index.ts";

const names = Object.keys(CONTRACT_SCHEMAS) as ContractSchemaName[];
const repository = join(import.meta.dirname, "../../../..");

function ajv() {
  const instance = new Ajv2020({ strict: false });
  addFormats.default(instance);
  return instance;
}

describe("every exported object has a JSON Schema and a sample", () => {
  it("registers every exported schema that carries a name", () => {
    const exported = Object.entries(contract)
      .filter(([, value]) => value instanceof z.ZodType && value.meta()?.id !== undefined)
      .map(([name]) => name);
    expect(exported.sort()).toEqual([...names].sort());
  });

  it("names every exported object schema", () => {
    const unnamed = Object.entries(contract).filter(
      ([, value]) => value instanceof z.ZodObject && value.meta()?.id === undefined,
    );
    expect(unnamed.map(([name]) => name)).toEqual([]);
  });

  it.each(names)("%s has a sample and a name equal to its export", (name) => {
    expect(SAMPLES).toHaveProperty(name);
    expect(CONTRACT_SCHEMAS[name].meta()?.id).toBe(name);
  });

  it.each(names)("%s and each of its fields are described", (name) => {
    const schema = contractJsonSchema(name) as Node;
    const fields = Object.entries(schema.properties ?? {});
    expect(schema.description).toBeTruthy();
    expect(fields.filter(([, node]) => !node.description)).toEqual([]);
  });
});

describe("zod and JSON Schema judge alike", () => {
  it.each(names)("%s: the full sample passes both", (name) => {
    const validate = ajv().compile(contractJsonSchema(name));
    expect(CONTRACT_SCHEMAS[name].safeParse(SAMPLES[name]).error).toBeUndefined();
    validate(SAMPLES[name]);
    expect(validate.errors).toBeNull();
  });

  it.each(names)("%s: the sample with required fields only passes both", (name) => {
    const schema = contractJsonSchema(name) as Node;
    const sample: unknown = SAMPLES[name];
    const minimal =
      typeof sample === "object" && sample !== null
        ? Object.fromEntries(
            Object.entries(sample).filter(([key]) => schema.required?.includes(key)),
          )
        : sample;
    expect(CONTRACT_SCHEMAS[name].safeParse(minimal).error).toBeUndefined();
    expect(ajv().validate(schema, minimal)).toBe(true);
  });

  it.each(names)("%s: every mutation gets the same verdict from both", (name) => {
    const schema = contractJsonSchema(name) as Node;
    const validate = ajv().compile(schema);
    const all = mutations(schema, SAMPLES[name]);
    expect(all.length).toBeGreaterThan(3);
    const wrong = all.flatMap(({ what, value, verdict }) => {
      const zod = CONTRACT_SCHEMAS[name].safeParse(value).success ? "valid" : "invalid";
      const json = validate(value) ? "valid" : "invalid";
      return zod === verdict && json === verdict ? [] : [{ what, verdict, zod, json }];
    });
    expect(wrong).toEqual([]);
  });

  it.each(names)("%s: an unknown key is an error that names the key", (name) => {
    const cases = mutations(contractJsonSchema(name), SAMPLES[name]);
    const silent = cases
      .filter(({ unknownKey }) => unknownKey)
      .filter(({ value, unknownKey }) => {
        const { error } = CONTRACT_SCHEMAS[name].safeParse(value);
        return !JSON.stringify(error?.issues ?? []).includes(String(unknownKey));
      });
    expect(silent.map(({ what }) => what)).toEqual([]);
  });
});

describe("generated files", () => {
  it("are committed as generated, and no other schema lies beside them", async () => {
    const generated = await generate();
    const committed: Record<string, string> = {};
    for (const path of Object.keys(generated)) {
      committed[path] = await readFile(join(repository, path), "utf8");
    }
    expect(committed).toEqual(generated);
    const own = new Set(Object.keys(generated).map((path) => path.slice("schemas/".length)));
    const present = (await readdir(join(repository, "schemas"))).filter((file) =>
      file.endsWith(".schema.json"),
    );
    expect(present.filter((file) => !own.has(file))).toEqual([]);
  });

  it("are the same on every run", async () => {
    expect(await generate()).toEqual(await generate());
  });

  it("each compile alone, with a distinct $id", () => {
    const ids = names.map((name) => contractJsonSchema(name)["$id"]);
    expect(new Set(ids).size).toBe(names.length);
    const shared = ajv();
    for (const name of names) expect(() => shared.compile(contractJsonSchema(name))).not.toThrow();
  });
});
