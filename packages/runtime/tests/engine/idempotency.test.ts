import { AdapterActionRequest } from "@underclaim/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conflictFields, fieldHashes } from "../../src/engine/idempotency.ts";
import { Secret } from "../../src/log/secret.ts";

const KEY = new Secret("key-of-the-test-digests");

const base = {
  request_id: "req_1",
  action_type: "notification.send",
  coordination_case_id: "case_1",
  participant_id: "p_1",
  payload_ref: { ref_type: "contract", ref_id: "c_1", metadata: { b: 1, a: { d: null, c: 2 } } },
  content: { subject: "null and void", body_text: "[] {} null" },
  variables: { z: [1, { y: 2, x: 3 }], a: "1" },
  tracking_context: { correlation_id: "corr_1", coordination_case_id: "case_1" },
  idempotency_key: "key_1",
  requested_at: "2026-01-01T00:00:00Z",
  metadata: { origin: "test", transport: { try: 1 } },
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const hashes = (request: object) => fieldHashes(AdapterActionRequest.parse(request), KEY);
const conflicts = (a: object, b: object) => conflictFields(hashes(a), hashes(b));

/** The same JSON with its keys in another order, and with nulls where nothing stood. */
function rearranged(value: Json, random: () => number, nulls: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item) => rearranged(item, random, []));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [
    key,
    rearranged(item, random, []),
  ]);
  for (const key of nulls) if (!(key in value)) entries.push([key, null]);
  const order = entries.map((entry) => ({ entry, at: random() })).sort((a, b) => a.at - b.at);
  return Object.fromEntries(order.map(({ entry }) => entry));
}

describe("two requests with one key", () => {
  test("are the same whatever the order of keys, and with null for absent", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const random = () => Number(stream.next().value);
        const other = rearranged(base, random, ["channel", "expires_at", "template_ref"]);
        expect(conflicts(base, other as object)).toEqual([]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("are the same when they only travelled otherwise", () => {
    const other = {
      ...base,
      request_id: "req_2",
      requested_at: "2026-01-02T00:00:00Z",
      metadata: { transport: { try: 2, trace: "t" }, origin: "test" },
    };
    expect(conflicts(base, other)).toEqual([]);
    const { metadata: _, ...without } = base;
    expect(conflicts(without, { ...base, metadata: { transport: { try: 1 } } })).toEqual([]);
  });

  test.each([
    [
      {
        coordination_case_id: "case_2",
        tracking_context: { ...base.tracking_context, coordination_case_id: "case_2" },
      },
      ["coordination_case_id", "tracking_context"],
    ],
    [{ content: { ...base.content, body_text: "[] {} nul" } }, ["content"]],
    [{ variables: { z: [{ y: 2, x: 3 }, 1], a: "1" } }, ["variables"]],
    [{ variables: { z: [1, { y: 2, x: 3 }], a: 1 } }, ["variables"]],
    [{ payload_ref: { ...base.payload_ref, metadata: { b: 1, a: { c: 3 } } } }, ["payload_ref"]],
    [{ metadata: { origin: "other" } }, ["metadata"]],
    [{ expires_at: "2027-01-01T00:00:00Z" }, ["expires_at"]],
    [{ participant_id: null, channel: "p_1" }, ["channel", "participant_id"]],
  ])("differ in %j, and exactly that is named", (change, fields) => {
    expect(conflicts(base, { ...base, ...change })).toEqual(fields);
  });

  test("differ even where no field's fingerprint does", () => {
    const [a, b] = [hashes(base), hashes({ ...base, channel: "x" })];
    expect(conflictFields({ ...a }, { ...a, "": b[""] ?? "" })).toEqual(["(content)"]);
  });

  test("are told apart by a key that is kept secret", () => {
    const request = AdapterActionRequest.parse(base);
    const other = fieldHashes(request, new Secret("another key"));
    for (const [field, value] of Object.entries(fieldHashes(request, KEY)))
      expect(other[field]).not.toBe(value);
  });
});
