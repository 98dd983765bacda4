import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { CONTRACT_SCHEMAS, isKnownEventType } from "@underclaim/contract";
import { deepPartial } from "./deep-partial.ts";

const ContractName = z
  .string()
  .refine((name): name is keyof typeof CONTRACT_SCHEMAS => name in CONTRACT_SCHEMAS);

/** One file: the examples of one section, re-indented where the document lost its layout. */
const ExampleFile = z.strictObject({
  source: z.string().regex(/^(Adapter|Rss|Sms|Xmpp)\w+Specification §[0-9.]+$/),
  object: ContractName,
  completeness: z.enum(["complete", "partial"]),
  whole_fields: z.record(z.string(), ContractName).default({}),
  examples: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Every file with the number of examples its section holds. */
const FILES: Record<string, number> = {
  "interface-9.2-capability-profiles.yaml": 2,
  "interface-9.3-evidence-ceilings.yaml": 4,
  "interface-9.4-assurance.yaml": 2,
  "interface-12-acceptance-semantics.yaml": 4,
  "interface-14-confidence.yaml": 1,
  "interface-16-native-event-semantics.yaml": 1,
  "interface-17-assessments.yaml": 3,
  "interface-20-provider-refs.yaml": 3,
  "interface-21-feature-dependencies.yaml": 3,
  "interface-30-golden-tests.yaml": 2,
  "rss-14-evidence-grades.yaml": 7,
  "rss-16-descriptor.yaml": 1,
  "rss-17.1-action-request.yaml": 1,
  "rss-17.2-action-result.yaml": 1,
  "sms-13-evidence-grades.yaml": 10,
  "sms-15-descriptor.yaml": 1,
  "sms-16.1-action-request.yaml": 1,
  "sms-16.2-action-result.yaml": 1,
  "xmpp-14-evidence-grades.yaml": 8,
  "xmpp-20-descriptor.yaml": 1,
  "xmpp-21.1-action-request.yaml": 1,
  "xmpp-21.2-action-result.yaml": 1,
};

const read = (file: string) =>
  ExampleFile.parse(parse(readFileSync(join(import.meta.dirname, file), "utf8")));

it("every example file of the folder is used", () => {
  const present = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".yaml"));
  expect(present.sort()).toEqual(Object.keys(FILES).sort());
});

describe.each(Object.entries(FILES))("%s", (file, count) => {
  const { object, completeness, whole_fields, examples } = read(file);
  const schema = CONTRACT_SCHEMAS[object];

  it(`holds the ${count} of its section`, () => {
    expect(Object.keys(examples)).toHaveLength(count);
  });

  it.each(Object.entries(examples))("%s", (_name, example) => {
    const fitting = completeness === "complete" ? schema : deepPartial(schema);
    expect(fitting.safeParse(example).error).toBeUndefined();
    // A partial example that parses whole would be a complete one.
    expect(schema.safeParse(example).success).toBe(completeness === "complete");
  });

  it.each(Object.entries(examples))("%s: its whole fields parse whole", (_name, example) => {
    const wrong = Object.entries(whole_fields).filter(
      ([field, name]) => !CONTRACT_SCHEMAS[name].safeParse(example[field]).success,
    );
    expect(wrong).toEqual([]);
  });
});

it("every event type the examples name is in the vocabulary", () => {
  const named = Object.keys(FILES).flatMap((file) => {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    const { examples } = read(file);
    const lists = Object.values(examples).flatMap((each) => each["emitted_event_types"] ?? []);
    const single = [
      ...text.matchAll(/(?:event_type|max_positive_event|normalized_mapping): (\S+)/g),
    ];
    return [...lists, ...single.map((match) => match[1])] as string[];
  });
  const native = ["delivered"];
  const unknown = named.filter((type) => !isKnownEventType(type) && !native.includes(type));
  expect(named.length).toBeGreaterThan(80);
  expect(unknown).toEqual([]);
});

it("deepPartial still refuses unknown keys and wrong values", () => {
  const partial = deepPartial(CONTRACT_SCHEMAS.AdapterActionResult);
  expect(partial.safeParse({ initial_events: [{ event_typo: "x" }] }).success).toBe(false);
  expect(partial.safeParse({ accepted: "yes" }).success).toBe(false);
  expect(partial.safeParse({}).success).toBe(true);
});
