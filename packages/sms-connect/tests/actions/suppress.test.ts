import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { suppress } from "../../src/actions/suppress.ts";
import { suppressionKey } from "../../src/model/documents.ts";
import { standingIn, suppressionsIn } from "../../src/model/suppression-book.ts";
import { suppressionId } from "../../src/model/suppression-id.ts";
import type { SmsNative } from "../../src/native/types.ts";
import {
  act,
  Documents,
  HANDSET,
  kitWith,
  NOW,
  numberId,
  request,
} from "../support/standing-stage.ts";

const number = numberId(HANDSET);
const TENANT = { kind: "tenant", value: null } as const;
const action = suppress(kitWith());
const planned = (
  parameters: Record<string, unknown> = {},
  documents = new Documents(),
  over: Parameters<typeof request>[1] = {},
  now = NOW,
) => act(action, request(parameters, over), documents, now);
const accepted = (...args: Parameters<typeof planned>) => planned(...args) as AcceptPlan<SmsNative>;
const refused = (...args: Parameters<typeof planned>) => planned(...args) as RefusePlan<SmsNative>;
const standing = (documents: Documents, scope = TENANT, now = NOW) =>
  standingIn(suppressionsIn(documents.get(suppressionKey(number, scope))), now);

describe("recipient.suppress", () => {
  test("suppresses the number in the accepting commit, for the whole tenant unless told otherwise", () => {
    const documents = new Documents();
    const plan = accepted({}, documents);
    expect(plan).toMatchObject({
      kind: "accept",
      state: "completed",
      dispatch: null,
      endpoint: { endpoint_type: "phone_number", value: HANDSET },
      metadata: {
        suppression_id: suppressionId({ number, scope: TENANT, type: "manual" }),
        suppression_type: "manual",
        scope: "tenant",
        pre_existing: false,
      },
    });
    expect(plan.subject).toMatch(/^sms_\d+$/);
    expect(plan.natives.map(({ type }) => type)).toEqual(["endpoint.suppressed"]);
    expect(standing(documents)).toMatchObject([
      { type: "manual", at: NOW, source: "operator", reason: null, expiresAt: null },
    ]);
  });

  test("keeps what it was told, and no number", () => {
    const documents = new Documents();
    const expires_at = "2026-02-01T00:00:00Z";
    accepted(
      { suppression_type: "complaint", source: "provider", reason: "feedback loop", expires_at },
      documents,
    );
    expect(standing(documents)).toMatchObject([
      {
        type: "complaint",
        source: "provider",
        reason: "feedback loop",
        expiresAt: Date.parse(expires_at),
      },
    ]);
    expect(documents.untagged()).not.toContain(HANDSET.slice(3));
  });

  test("outlives an erasure of the person: it is tagged with none", () => {
    const documents = new Documents();
    accepted({}, documents);
    expect(documents.personOf(suppressionKey(number, TENANT))).toBeNull();
  });

  test("again is fine, and says that it stood already", () => {
    const documents = new Documents();
    accepted({}, documents);
    expect(accepted({}, documents).metadata).toMatchObject({ pre_existing: true });
    expect(standing(documents)).toHaveLength(1);
  });

  test("again, where nothing changes, writes nothing and still guards what it saw", () => {
    const documents = new Documents();
    accepted({}, documents);
    const plan = accepted({}, documents);
    expect(plan.docs).toEqual([]);
    expect(plan.guards).toContainEqual({ doc: suppressionKey(number, TENANT), version: 1 });
  });

  test.each([
    [{ kind: "global" }, null],
    [{ kind: "sender_identity", value: "main" }, "main"],
    [{ kind: "campaign", value: "summer" }, "summer"],
    [{ kind: "coordination_case", value: "case_1" }, "case_1"],
    [{ kind: "purpose", value: "reminder" }, "reminder"],
  ])("reaches as far as it is told: %j", (scope, value) => {
    const documents = new Documents();
    accepted({ scope }, documents);
    const kind = scope.kind as "global";
    expect(documents.get(suppressionKey(number, { kind, value }))).not.toBeNull();
    expect(standing(documents)).toEqual([]);
  });

  test("names the endpoint in evidence as the request does, and folds its quality by number, too", () => {
    const target_endpoint = {
      endpoint_type: "phone_number",
      value: HANDSET,
      endpoint_id: "phone-7",
    };
    const plan = accepted({}, new Documents(), { target_endpoint });
    expect(plan.endpoint).toEqual({ endpoint_type: "phone_number", value: HANDSET });
    expect(plan.natives[0]?.endpoint).toEqual(target_endpoint);
  });

  test("takes the name that the adapter gave a number in the number's place", () => {
    const documents = new Documents();
    const target_endpoint = { endpoint_type: "phone_number", endpoint_id: number };
    accepted({}, documents, { target_endpoint });
    expect(standing(documents)).toHaveLength(1);
  });

  test("takes a number that no numbering plan has yet", () => {
    const target_endpoint = { endpoint_type: "phone_number", value: "+999123456" };
    expect(planned({}, new Documents(), { target_endpoint }).kind).toBe("accept");
  });
});

describe("recipient.suppress is refused", () => {
  test.each([
    ["for what is no number", { value: "0151 2345678" }, "target_endpoint.value"],
    ["for a name of somebody else's", { endpoint_id: "phone-7" }, "target_endpoint.endpoint_id"],
  ])("%s", (_, endpoint, path) => {
    const target_endpoint = { endpoint_type: "phone_number", ...endpoint };
    const plan = refused({}, new Documents(), { target_endpoint });
    expect(plan).toMatchObject({
      kind: "refuse",
      error: { code: "invalid_number", details: { path } },
    });
    expect(plan.natives.map(({ type }) => type)).toEqual(["message.refused.invalid_number"]);
    expect(JSON.stringify(plan)).not.toContain("2345678");
  });

  test("where it would be over already", () => {
    const documents = new Documents();
    const plan = refused({ expires_at: "2026-01-01T12:00:00Z" }, documents);
    expect(plan.error).toMatchObject({
      code: "expires_at_in_the_past",
      message: expect.stringMatching(/later time/),
    });
    expect(documents.untagged()).toBe("");
  });

  test.each<[string, Record<string, unknown>]>([
    ["a parameter that there is not", { scpoe: { kind: "tenant" } }],
    ["a scope that needs a value and has none", { scope: { kind: "purpose" } }],
    ["a scope that has a value and can have none", { scope: { kind: "tenant", value: "x" } }],
    ["a sender that is not configured", { scope: { kind: "sender_identity", value: "nobody" } }],
    ["a type that there is not", { suppression_type: "whim" }],
    ["a time that is none", { expires_at: "tomorrow" }],
  ])("as not understood: %s", (_, parameters) => {
    expect(action.parameters?.safeParse(parameters).success).toBe(false);
  });

  test.each([
    [{}],
    [{ target_endpoint: { endpoint_type: "email_address", value: HANDSET } }],
    [{ target_endpoint: { endpoint_type: "phone_number" } }],
  ])("as not understood without a number: %j", (asked) => {
    expect(action.request.safeParse(asked).success).toBe(false);
  });
});
