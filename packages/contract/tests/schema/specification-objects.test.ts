import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CONTRACT_SCHEMAS } from "@underclaim/contract";
import type { ContractSchemaName } from "@underclaim/contract";
import { contractJsonSchema } from "../../scripts/json-schema.ts";
import { resolve, withoutNull } from "./mutations.ts";
import type { Node } from "./mutations.ts";

type Fields = { [field: string]: string | Fields | [string | Fields] };

const SPECIFICATION = parse(
  readFileSync(join(import.meta.dirname, "specification-objects.yaml"), "utf8"),
) as Record<string, Fields>;

/** Where the contract says more, or deliberately other, than the specification's block. */
const READINGS: Record<string, string> = {
  "AdapterDescriptor.deployment_mode": "embedded | sidecar | external | unknown?",
  "EvidenceEvent.event_family":
    "notification | publication | access | delivery | interaction | identity | authority | payload | payment | signature | feed | webhook | system | manual | result | policy",
  "AdapterGoldenTest.expected_evidence_events": "[ExpectedEvidenceEvent]",
  "AdapterGoldenTest.expected_assessment": "ExpectedAssessment",
};

/** §9.1 is the only section whose list of required fields names lists. */
const REQUIRED_LISTS = [
  "adapter_types",
  "supported_actions",
  "emitted_event_types",
  "supported_channels",
  "supported_endpoint_types",
  "limitations",
];

const REQUIRED: Record<string, string[]> = {
  AdapterDescriptor: [
    "adapter_id",
    "adapter_name",
    "adapter_version",
    "adapter_contract_version",
    "adapter_types",
    "capability_profile",
    "supported_actions",
    "emitted_event_types",
    "supported_channels",
    "supported_endpoint_types",
    "evidence_profile",
    "evidence_ceiling",
    "assurance_capability",
    "identity_profile",
    "late_event_policy",
    "limitations",
  ],
  AdapterActionRequest: [
    "request_id",
    "action_type",
    "coordination_case_id",
    "tracking_context",
    "idempotency_key",
    "requested_at",
  ],
  EvidenceEvent: [
    "evidence_event_id",
    "event_type",
    "event_family",
    "observed_at",
    "coordination_case_id",
    "normalized_meaning",
    "evidence_grade",
    "confidence",
    "correlation",
  ],
};

/** A field as the specification would write it: `string?`, `[ProviderRef]`, `low | medium | high`. */
function notation(root: Node, field: Node): string {
  const node = withoutNull(field);
  const mark = node === field ? "" : "?";
  if (node.$ref) {
    return `${node.$ref.replace("#/$defs/", "")}${mark}`;
  }
  if (node.anyOf) {
    return node.anyOf.map((branch) => String(branch.const ?? branch.type)).join(" | ") + mark;
  }
  if (node.type === "array" && node.items) {
    return `[${notation(root, node.items)}]${mark}`;
  }
  if (node.enum) return node.enum.join(" | ") + mark;
  if (node.format === "date-time") return `timestamp${mark}`;
  if (node.properties) {
    const inner = Object.entries(node.properties).map(
      ([key, value]) => `${key}: ${notation(root, resolve(root, value))}`,
    );
    return `{ ${inner.join(", ")} }${mark}`;
  }
  return `${String(node.type)}${mark}`;
}

function expected(field: Fields[string]): string {
  if (typeof field === "string") return field;
  if (Array.isArray(field)) return `[${expected(field[0])}]`;
  const inner = Object.entries(field).map(([key, value]) => `${key}: ${expected(value)}`);
  return `{ ${inner.join(", ")} }`;
}

describe.each(Object.keys(SPECIFICATION) as ContractSchemaName[])("%s", (name) => {
  const schema = contractJsonSchema(name) as Node;
  const properties = schema.properties ?? {};
  const fields = SPECIFICATION[name] ?? {};

  it("is part of the contract", () => {
    expect(CONTRACT_SCHEMAS).toHaveProperty(name);
  });

  it("has every field of the specification, in its order", () => {
    const own = Object.keys(properties).filter((key) => key in fields);
    expect(own).toEqual(Object.keys(fields));
  });

  it("marks every other field as additive", () => {
    const others = Object.entries(properties).filter(([key]) => !(key in fields));
    const silent = others.filter(([, node]) => !node.description?.startsWith("Additive to 1.1: "));
    expect(silent.map(([key]) => key)).toEqual([]);
    expect(others.filter(([key]) => schema.required?.includes(key))).toEqual([]);
  });

  it("gives each field the specification's type", () => {
    const keys = Object.keys(fields);
    const own = keys.map((key) => [key, notation(schema, properties[key] ?? {})]);
    const wanted = Object.entries(fields).map(([key, field]) => [
      key,
      READINGS[`${name}.${key}`] ?? expected(field),
    ]);
    expect(own).toEqual(wanted);
  });

  it("requires what the specification requires", () => {
    const unmarked = Object.entries(fields)
      .filter(
        ([, field]) => !Array.isArray(field) && !(typeof field === "string" && field.endsWith("?")),
      )
      .map(([key]) => key);
    expect([...(schema.required ?? [])].sort()).toEqual([...(REQUIRED[name] ?? unmarked)].sort());
  });
});

it("requires lists only where a section's list of required fields names them", () => {
  const required = Object.keys(SPECIFICATION).flatMap((name) => {
    const schema = contractJsonSchema(name as ContractSchemaName) as Node;
    return (schema.required ?? [])
      .filter((key) => schema.properties?.[key]?.type === "array")
      .map((key) => `${name}.${key}`);
  });
  expect(required).toEqual(REQUIRED_LISTS.map((key) => `AdapterDescriptor.${key}`));
});
