import { EndpointQuality } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { assessPhone } from "../../src/evidence/endpoint-quality.ts";
import { SmsEndpointQuality, smsEndpointQuality } from "../../src/model/endpoint-quality.ts";
import type { SmsStored } from "../../src/native/types.ts";
import { native, part } from "./natives.ts";

const planned = native("message.accepted", { data: { number_type: "mobile", country: "DE" } });
const view = (...natives: SmsStored[]) => {
  const quality = assessPhone(natives);
  return { ...quality, sms: quality.adapter_specific.sms };
};

describe("a number is", () => {
  it("unknown where nothing but a message to it is known", () => {
    expect(view(planned)).toMatchObject({
      validity: "unknown",
      reachability: "unknown",
      verification_state: "syntax_validated",
      suppression_state: "active",
      confidence: "low",
      sms: { e164_valid: true, country_code: "DE", number_type: "mobile", reachable: null },
    });
  });

  it("reachable once something was delivered, until something fails later", () => {
    const delivered = native("receipt.delivered", { at: 2 });
    expect(view(planned, delivered)).toMatchObject({
      validity: "valid",
      reachability: "reachable",
      verification_state: "recently_successful",
      last_success_at: "2026-01-01T12:02:00.000Z",
      sms: { reachable: true, last_delivered_at: "2026-01-01T12:02:00.000Z" },
    });
    const failed = native("receipt.unreachable_final", { at: 2 });
    expect(view(planned, delivered, failed)).toMatchObject({
      reachability: "unreachable",
      verification_state: "failed",
      sms: { reachable: false },
    });
  });

  it("degraded, not unreachable, after a failure that says nothing of reaching it", () => {
    expect(view(native("receipt.filtered", { at: 1 }))).toMatchObject({
      reachability: "degraded",
      sms: { reachable: null },
    });
  });

  it("no worse for troubles of the account or the content", () => {
    expect(view(native("receipt.quota"), native("receipt.content_not_allowed"))).toMatchObject({
      reachability: "unknown",
      last_failure_at: null,
    });
  });

  it.each([
    ["receipt.invalid_number", "invalid", false],
    ["submission.rejected.invalid_number", "invalid", false],
    ["receipt.unknown_subscriber", "suspected_invalid", null],
  ] as const)("after %s %s", (type, validity, e164_valid) => {
    expect(view(native(type, { at: 1 }))).toMatchObject({ validity, sms: { e164_valid } });
  });

  it("shown by one part of a message as well as by a whole one", () => {
    expect(view(part("a", "delivered", "delivered", { at: 1 })).reachability).toBe("reachable");
    expect(view(part("a", "ported", "failed", { at: 1 })).sms).toMatchObject({ ported: true });
  });

  it("reachable for whoever answers from it", () => {
    expect(view(native("inbound.help", { at: 3 }))).toMatchObject({
      reachability: "reachable",
      sms: { last_reply_at: "2026-01-01T12:03:00.000Z" },
    });
  });
});

describe("its standing", () => {
  it.each([
    [
      "STOP",
      [native("inbound.opt_out", { at: 1 })],
      "opted_out",
      "opted_out",
      "opt_out_suppressed",
    ],
    [
      "START after it",
      [
        native("inbound.opt_out", { at: 1 }),
        native("inbound.opt_in", { at: 2 }),
        native("endpoint.suppression_lifted", { at: 2 }),
      ],
      "active",
      "opted_in",
      "active",
    ],
    [
      "START at the same time",
      [native("inbound.opt_out", { at: 1 }), native("endpoint.suppression_lifted", { at: 1 })],
      "opted_out",
      "opted_out",
      "opt_out_suppressed",
    ],
    [
      "an operator's suppression",
      [native("endpoint.suppressed", { at: 1, data: { suppression_type: "manual" } })],
      "suppressed",
      "unknown",
      "manual_suppressed",
    ],
    [
      "one after failures",
      [native("endpoint.suppressed", { at: 1, data: { suppression_type: "hard_failure" } })],
      "suppressed",
      "unknown",
      "bounce_suppressed",
    ],
    [
      "the provider's own",
      [native("receipt.provider_suppressed", { at: 1 })],
      "blocked",
      "unknown",
      "provider_suppressed",
    ],
    [
      "a consent that was missing",
      [native("message.refused.consent_missing", { at: 1 })],
      "active",
      "consent_required",
      "active",
    ],
  ] as const)("%s", (_what, natives, suppression, consent, ours) => {
    expect(view(...natives)).toMatchObject({
      suppression_state: suppression,
      sms: { consent_state: consent, suppression_state: ours },
    });
  });
});

it("the view is the contract's, and the document's in it", () => {
  const quality = EndpointQuality.parse({
    ...assessPhone([planned, native("receipt.delivered", { at: 1 })]),
    endpoint_ref: { endpoint_id: "ep_1", endpoint_type: "phone_number" },
    endpoint_type: "phone_number",
  });
  const ours = smsEndpointQuality(quality);
  expect(ours).toEqual(SmsEndpointQuality.parse(ours));
  expect(ours.endpoint_ref).toMatchObject({ endpoint_id: "ep_1" });
});

it("the view names the signs it rests on, once each", () => {
  expect(
    view(planned, native("receipt.delivered"), native("endpoint.shared")).quality_signals,
  ).toEqual(["delivered", "shared", "well_formed"]);
});
