import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { optInRecord } from "../../src/actions/opt-in-record.ts";
import { optOutRecord } from "../../src/actions/opt-out-record.ts";
import { suppress } from "../../src/actions/suppress.ts";
import { unsuppress } from "../../src/actions/unsuppress.ts";
import { suppressionKey } from "../../src/model/documents.ts";
import { standingOf, standingReads } from "../../src/model/standing.ts";
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

const kit = kitWith();
const number = numberId(HANDSET);
const CAMPAIGN = { kind: "campaign", value: "summer" };

const blockOf = (
  documents: Documents,
  stream: "notification" | "marketing" = "notification",
  now = NOW,
) => {
  const facts = {
    senderIdentity: "main",
    campaign: "summer",
    case: "case_1",
    purpose: null,
    stream,
    country: "DE",
  };
  return standingOf(kit, number, facts, documents.load(standingReads(kit, number, facts)), now)
    .block;
};
const lift = (documents: Documents, parameters: Record<string, unknown> = {}, now = NOW) =>
  act(unsuppress(kit), request(parameters), documents, now);
const documentsWith = (...suppressions: Record<string, unknown>[]) => {
  const documents = new Documents();
  for (const each of suppressions) act(suppress(kit), request(each), documents);
  return documents;
};

describe("recipient.unsuppress", () => {
  test("lifts what stands in the scope, and says what it was", () => {
    const documents = documentsWith({}, { suppression_type: "complaint" });
    const plan = lift(documents) as AcceptPlan<SmsNative>;
    expect(plan).toMatchObject({
      state: "completed",
      metadata: { suppression_types: ["manual", "complaint"], overrides_opt_out: false },
    });
    expect(plan.natives.map(({ type }) => type)).toEqual(["endpoint.unsuppressed"]);
    expect(blockOf(documents)).toBeNull();
  });

  test("lifts one type alone where it is named", () => {
    const documents = documentsWith({}, { suppression_type: "complaint" });
    lift(documents, { suppression_type: "manual" });
    expect(blockOf(documents)?.type).toBe("complaint");
  });

  test("leaves other scopes as they are", () => {
    const documents = documentsWith({ scope: CAMPAIGN }, {});
    lift(documents);
    expect(blockOf(documents)?.scope).toEqual(CAMPAIGN);
  });

  test("at the very moment of the suppression lifts it all the same; suppressed again, it stands", () => {
    const documents = documentsWith({});
    lift(documents);
    expect(blockOf(documents)).toBeNull();
    act(suppress(kit), request(), documents);
    expect(blockOf(documents)?.type).toBe("manual");
    lift(documents);
    expect(blockOf(documents)).toBeNull();
  });

  test("of what is not suppressed is refused: nothing was removed", () => {
    for (const documents of [new Documents(), documentsWith({ scope: CAMPAIGN })]) {
      const plan = lift(documents) as RefusePlan<SmsNative>;
      expect(plan.error).toMatchObject({ code: "not_suppressed", category: "conflict" });
      expect(plan.natives.map(({ type }) => type)).toEqual(["message.refused.unsupported"]);
      expect(plan.guards).toHaveLength(2);
    }
  });

  test("of what has expired or was lifted is refused, too", () => {
    const documents = documentsWith({ expires_at: "2026-01-02T00:00:00Z" });
    expect(lift(documents, {}, Date.UTC(2026, 0, 3)).kind).toBe("refuse");
    expect(lift(documents).kind).toBe("accept");
    expect(lift(documents).kind).toBe("refuse");
  });
});

describe("an opt-out", () => {
  const optedOut = () => {
    const documents = new Documents();
    act(optOutRecord(kit), request(), documents);
    return documents;
  };

  test("is not lifted in the recipient's place unless that is said, and why", () => {
    const documents = optedOut();
    expect(lift(documents)).toMatchObject({ kind: "refuse", error: { code: "opt_out_stands" } });
    expect(lift(documents, { override_opt_out: true })).toMatchObject({
      kind: "refuse",
      error: { code: "reason_missing" },
    });
    expect(blockOf(documents)?.refusal).toBe("opted_out");
    expect(lift(documents, { override_opt_out: true, reason: "wrong number typed" })).toMatchObject(
      {
        kind: "accept",
        metadata: { overrides_opt_out: true, reason: "wrong number typed" },
      },
    );
    expect(blockOf(documents)).toBeNull();
  });

  test("stays where another type is lifted", () => {
    const documents = optedOut();
    act(suppress(kit), request(), documents);
    lift(documents, { suppression_type: "manual" });
    expect(blockOf(documents)?.refusal).toBe("opted_out");
  });

  test("lifted in the recipient's place brings back no consent that was not there before", () => {
    const reason = "asked by phone";
    const documents = optedOut();
    lift(documents, { override_opt_out: true, reason });
    expect(blockOf(documents, "marketing")?.refusal).toBe("consent_missing");

    const granted = new Documents();
    act(optInRecord(kit), request({ consent_acquired_at: "2025-12-01T00:00:00Z" }), granted);
    act(optOutRecord(kit), request(), granted);
    lift(granted, { override_opt_out: true, reason });
    expect(blockOf(granted, "marketing")).toBeNull();
  });

  test("that a suppression alone keeps, as an operator wrote it, needs the same", () => {
    const documents = documentsWith({ suppression_type: "opt_out" });
    expect(lift(documents)).toMatchObject({ error: { code: "opt_out_stands" } });
    expect(documents.get(suppressionKey(number, { kind: "tenant", value: null }))?.version).toBe(1);
  });
});
