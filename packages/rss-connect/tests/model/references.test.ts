import { describe, expect, test } from "vitest";
import { actionLinkProblems, payloadRefProblems } from "../../src/model/references.ts";

describe("payloadRefProblems", () => {
  const ref = { ref_type: "coordination_payload", ref_id: "payload_777" };

  test.each([
    ref,
    { ...ref, uri: null },
    { ...ref, uri: "https://example.com/p/777" },
    { ...ref, uri: "s3://bucket/key" },
    { ...ref, uri: "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8" },
  ])("accepts %j", (one) => expect(payloadRefProblems(one)).toEqual([]));

  test.each([
    [{ ...ref, ref_id: " " }, "payload_ref.ref_id"],
    [{ ...ref, ref_type: "" }, "payload_ref.ref_type"],
    [{ ...ref, ref_id: "a\u0000" }, "payload_ref.ref_id"],
    [{ ...ref, uri: "" }, "payload_ref.uri"],
    [{ ...ref, uri: "/p/777" }, "payload_ref.uri"],
    [{ ...ref, uri: "not a uri" }, "payload_ref.uri"],
    [{ ...ref, uri: "https://" }, "payload_ref.uri"],
    [{ ...ref, uri: "javascript:alert(1)" }, "payload_ref.uri"],
    [{ ...ref, uri: "data:text/plain,x" }, "payload_ref.uri"],
    [{ ...ref, uri: "https://u:p@example.com/" }, "payload_ref.uri"],
  ])("refuses %j", (one, field) => {
    expect(payloadRefProblems(one)).toMatchObject([
      { rule: "payload_reference", subclass: "fail.payload_reference_invalid", field },
    ]);
  });
});

describe("actionLinkProblems", () => {
  const link = { link_id: "l", url: "https://example.com/" };
  const now = "2026-01-01T12:00:00Z";
  test.each([
    [null, true],
    ["2026-01-01T12:00:01Z", true],
    ["2026-01-01T14:00:00+01:00", true],
    ["2026-01-01T12:00:00Z", false],
    ["2026-01-01T12:30:00+01:00", false],
    ["later", false],
  ])("a link that expires at %s is usable: %s", (expires_at, ok) => {
    expect(actionLinkProblems([{ ...link, expires_at }], now).length === 0).toBe(ok);
  });
});
