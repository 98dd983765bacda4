import { AdapterActionRequest, type TrackingContext } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { correlationOf, trackingContextOf } from "../../src/index.ts";

const TRACKING: TrackingContext = {
  correlation_id: "c_1",
  coordination_case_id: "case_1",
  participant_id: "p_1",
  notification_id: "n_1",
  delivery_id: "d_1",
  interaction_id: "i_1",
  payload_id: "pay_1",
  action_surface_id: "a_1",
  external_context: [{ key: "ticket", value: "T-1" }],
};
const request = AdapterActionRequest.parse({
  request_id: "r_1",
  action_type: "notification.send",
  coordination_case_id: "case_1",
  participant_id: "p_1",
  tracking_context: TRACKING,
  idempotency_key: "k_1",
  requested_at: "2026-01-01T12:00:00Z",
});

describe("the tracking context of a request", () => {
  test("is carried by the correlation of every later event, and read back from it", () => {
    expect(trackingContextOf(correlationOf(request, "op_1"))).toEqual(TRACKING);
  });

  test("has none of the references that others gave the operation", () => {
    const correlation = correlationOf(request, "op_1");
    const theirs = { provider_name: "pigeons", ref_type: "ring", ref_value: "7" };
    const external_refs = [...(correlation.external_refs ?? []), theirs];
    expect(trackingContextOf({ ...correlation, external_refs })).toEqual(TRACKING);
  });
});
