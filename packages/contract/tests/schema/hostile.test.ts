import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { CONTRACT_SCHEMAS } from "@underclaim/contract";
import type { ContractSchemaName } from "@underclaim/contract";
import { contractJsonSchema } from "../../scripts/json-schema.ts";
import { SAMPLES } from "./samples/index.ts";

const TIMES = [
  "2026-01-01T24:00:00Z",
  "2016-12-31T23:59:60Z",
  "2016-12-31T23:59:60+01:00",
  "2026-01-01t12:00:00z",
  "2026-01-01 12:00:00Z",
  "2026-01-01T12:00:00+24:00",
  "2026-01-01T12:00:00-00:00",
  "2026-01-01T12:00:00+0100",
  "2026-01-01T12:00:00+14:60",
  "2026-01-01T12:00:00,5Z",
  "2026-01-01T12:00:00.Z",
  "2026-01-01T12:00:00.123456789012345678901234567890Z",
  "0000-01-01T00:00:00Z",
  "10000-01-01T00:00:00Z",
  "+002026-01-01T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2000-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-01-01T12:00:00Z\n",
  "٢٠٢٦-01-01T12:00:00Z",
  "2026-01-01T12:00:00\u221205:00",
];
const DURATIONS = ["P", "PT", "P1W1D", "PT1.5H", "PT1,5S", "-P1D", "P1DT", `P${"9".repeat(30)}D`];
/** Lengths count characters, not UTF-16 units; a surrogate that stands alone is text all the same. */
const TEXTS = [
  "",
  " ",
  "\n",
  "\u0000",
  "\uD800",
  "a\uDC00",
  "e\u0301",
  "\u{1F600}".repeat(129),
  "\u{1F600}".repeat(256),
  "\u{1F600}".repeat(257),
  "a".repeat(8192),
  "a".repeat(8193),
  "__proto__",
  "constructor",
];
const NUMBERS = [-0, -1, 0.1, 5e-324, 1e16, 1e21, 1e308, 2 ** 53, 2 ** 53 + 2, Number.NaN];
const KEYS = ["constructor", "toString", "hasOwnProperty", "", "a\u0000"];

type Path = readonly (string | number)[];

function* placesIn(node: unknown, path: Path = []): Generator<[Path, unknown]> {
  yield [path, node];
  if (typeof node !== "object" || node === null) return;
  const children = Array.isArray(node) ? [...node.entries()].slice(0, 1) : Object.entries(node);
  for (const [key, child] of children) yield* placesIn(child, [...path, key]);
}

function withValue(node: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  const copy = (Array.isArray(node) ? [...node] : { ...Object(node) }) as Record<string, unknown>;
  copy[head] = withValue(copy[head], rest, value);
  return copy;
}

/** What may stand in the place of a value, to see who lets it. */
function hostileFor(value: unknown): readonly unknown[] {
  if (typeof value === "string") return [...TIMES, ...DURATIONS, ...TEXTS];
  if (typeof value === "number") return NUMBERS;
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value) ? [[[[]]]] : KEYS.map((key) => ({ ...value, [key]: { a: 1 } }));
}

describe("zod and JSON Schema judge hostile values alike", () => {
  it.each(Object.keys(CONTRACT_SCHEMAS) as ContractSchemaName[])("%s", (name) => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(contractJsonSchema(name));
    const unlike: unknown[] = [];
    for (const [path, value] of placesIn(SAMPLES[name])) {
      for (const hostile of hostileFor(value)) {
        const changed = withValue(SAMPLES[name], path, hostile);
        const zod = CONTRACT_SCHEMAS[name].safeParse(changed).success;
        if (validate(changed) !== zod) unlike.push({ path: path.join("."), hostile, zod });
      }
    }
    expect(unlike).toEqual([]);
  });
});
