import { describe, expect, it } from "vitest";
import { smsAttemptState } from "../../src/evidence/attempt-state.ts";
import { STATES } from "../../src/evidence/states.ts";
import { smsMapping } from "../../src/evidence/mapping.ts";
import { SmsAttemptState } from "../../src/model/sms-attempt.ts";
import type { SmsStored } from "../../src/native/types.ts";
import { native, part } from "./natives.ts";

const accepted = native("message.accepted");

describe("an attempt is", () => {
  it.each<[string, SmsStored[]]>([
    ["created", []],
    ["accepted_by_adapter", [accepted]],
    ["scheduled", [accepted, native("message.scheduled")]],
    ["send_requested", [accepted, native("message.unknown")]],
    ["render_failed", [native("message.refused.render_failed")]],
    ["consent_blocked", [native("message.refused.consent_missing")]],
    ["suppressed", [native("message.refused.opted_out")]],
    ["rejected_by_adapter", [native("message.refused.no_route")]],
    ["accepted_by_provider", [accepted, native("submission.accepted")]],
    ["queued", [accepted, native("submission.queued")]],
    ["rejected_by_provider", [accepted, native("submission.rejected.quota")]],
    ["dispatched", [accepted, native("submission.accepted"), native("receipt.dispatched")]],
    ["accepted_by_carrier", [native("submission.accepted"), native("receipt.carrier_accepted")]],
    ["buffered", [native("receipt.buffered")]],
    ["deferred", [native("receipt.unavailable")]],
    ["delivered", [native("receipt.delivered"), native("receipt.carrier_accepted")]],
    ["delivered", [part("a", "delivered", "delivered"), part("b", "delivered", "delivered")]],
    ["undelivered", [native("receipt.undelivered")]],
    ["failed", [native("receipt.failed")]],
    ["rejected", [native("receipt.rejected")]],
    ["expired", [native("receipt.expired")]],
    ["unknown", [native("receipt.delivered"), native("receipt.failed")]],
    ["unknown", [accepted, native("receipt.overdue")]],
    ["reply_received", [native("receipt.delivered"), native("inbound.reply")]],
    ["opt_out_received", [native("inbound.reply"), native("inbound.opt_out")]],
    [
      "opt_in_received",
      [native("inbound.opt_out", { at: 1 }), native("inbound.opt_in", { at: 2 })],
    ],
    ["help_received", [native("receipt.delivered"), native("inbound.help")]],
    ["channel_degraded", [accepted, native("provider.degraded", { at: 1 })]],
    ["channel_degraded", [accepted, native("report.reputation_warning", { at: 1 })]],
    ["accepted_by_adapter", [accepted, native("provider.recovered", { at: 1 })]],
  ])("%s", (state, natives) => {
    expect(smsAttemptState(natives)).toBe(state);
  });
});

it("every native type has a state, and every state of §9 a native type, but for what no plan shows", () => {
  expect(Object.keys(STATES).toSorted()).toEqual(Object.keys(smsMapping).toSorted());
  const shown = new Set<string>(Object.values(STATES));
  expect(SmsAttemptState.options.filter((state) => !shown.has(state))).toEqual(["rendered"]);
});
