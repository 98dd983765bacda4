import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { registerTrackingContext } from "../../src/actions/register-tracking-context.ts";
import { action } from "../support/requests.ts";
import { FakeDocuments, planned } from "../support/snapshot.ts";

const request = (...values: string[]) =>
  action("notification.register_tracking_context", {
    tracking_context: {
      correlation_id: "corr_1",
      coordination_case_id: "case_1",
      external_context: values.map((value) => ({ key: "portal", value })),
    },
  });
const plan = (documents: FakeDocuments, ...values: string[]) =>
  planned(registerTrackingContext, request(...values), documents);
const ref = (value: string) => ({
  provider_name: "external_context",
  ref_type: "portal",
  ref_value: value,
});

describe("registering a tracking context", () => {
  it("binds every reference to the operation, each guarded against another's", () => {
    const made = plan(new FakeDocuments(), "a", "b") as AcceptPlan;
    expect(made).toMatchObject({ kind: "accept", state: "completed", dispatch: null });
    expect(made.refs).toEqual([ref("a"), ref("b")]);
    expect(made.guards).toEqual([{ refUnknown: ref("a") }, { refUnknown: ref("b") }]);
  });

  it("binds a reference that is named twice once", () => {
    expect((plan(new FakeDocuments(), "a", "a") as AcceptPlan).refs).toEqual([ref("a")]);
  });

  it("is refused where a reference is bound already, naming its place and not its value", () => {
    const made = plan(new FakeDocuments().bind("b"), "a", "b") as RefusePlan;
    expect(made.error).toMatchObject({ code: "reference_bound", category: "conflict" });
    expect(made.error.message).toContain("external_context[1]");
  });

  it("needs a reference", () => {
    expect(registerTrackingContext.request.safeParse(request()).success).toBe(false);
    expect(registerTrackingContext.request.safeParse(request("a")).success).toBe(true);
  });
});
