import { describe, expect, it } from "vitest";
import { assessSms } from "../../src/evidence/assess.ts";
import { INTERPRETATIONS } from "../../src/evidence/assess/subclass-facts.ts";
import { FAIL, SUCCESS, UNDEF } from "../../src/model/subclasses.ts";
import { smsMapping } from "../../src/evidence/mapping.ts";
import { RECEIPTS } from "../../src/native/receipt-classes.ts";
import { REFUSALS } from "../../src/native/refusals.ts";
import { REJECTIONS } from "../../src/native/rejections.ts";
import type { SmsNative, SmsStored } from "../../src/native/types.ts";
import { native, part } from "./natives.ts";

const accepted = native("message.accepted");
const taken = native("submission.accepted");
const channel = (...natives: SmsStored[]): string => assessSms(natives).channel.subclass;

describe("the channel is assessed as", () => {
  it.each<[string, string, SmsStored[]]>([
    ["§11.2 taken on", "undef.pending", [accepted]],
    ["§11.1 provider unavailable before acceptance", "undef.pending", [native("message.delayed")]],
    ["§11.1 submission timeout", "undef.pending", [native("message.unknown")]],
    ["§11.2 scheduled", "undef.pending", [native("submission.scheduled")]],
    ["§11.2 accepted", "undef.provider_accepted_only", [taken]],
    ["§11.2 queued", "undef.queued", [native("submission.queued")]],
    ["§11.2 dispatched", "undef.dispatched", [taken, native("receipt.dispatched")]],
    [
      "§11.3 carrier accepted",
      "undef.carrier_accepted_only",
      [taken, native("receipt.carrier_accepted")],
    ],
    ["§11.3 buffered", "undef.buffered", [taken, native("receipt.buffered")]],
    ["§11.3 delivered", "success.delivered", [taken, native("receipt.delivered")]],
    ["§11.3 unknown", "undef.dlr_unknown", [taken, native("receipt.unknown")]],
    [
      "a status unheard of",
      "undef.delivery_status_unknown",
      [taken, native("receipt.unrecognised")],
    ],
    ["§11.3 no receipt", "undef.no_dlr", [taken, native("receipt.overdue")]],
    [
      "no final receipt after one from downstream",
      "undef.delivery_receipt_missing",
      [taken, native("receipt.carrier_accepted"), native("receipt.overdue")],
    ],
    [
      "no receipt, for all the provider's own words",
      "undef.no_dlr",
      [taken, native("receipt.dispatched"), native("receipt.overdue")],
    ],
    [
      "§11.3 late receipt",
      "success.delivered",
      [taken, native("receipt.overdue"), native("receipt.delivered", { at: 9 })],
    ],
    [
      "held, told after the deadline",
      "undef.buffered",
      [taken, native("receipt.overdue", { at: 1 }), native("receipt.buffered", { at: 2 })],
    ],
    [
      "§11.3 conflicting",
      "undef.conflicting_evidence",
      [native("receipt.delivered", { at: 2 }), native("receipt.failed", { at: 1 })],
    ],
    [
      "§11.6 reply, whatever the receipts say",
      "success.reply_received",
      [native("receipt.failed"), native("inbound.reply")],
    ],
    [
      "§11.6 acknowledgement",
      "success.acknowledgement_reply_received",
      [native("receipt.delivered"), native("inbound.reply"), native("inbound.acknowledgement")],
    ],
    ["§24 decline", "success.reply_received", [native("inbound.decline")]],
    [
      "yes and then no",
      "success.reply_received",
      [native("inbound.acknowledgement", { at: 1 }), native("inbound.decline", { at: 2 })],
    ],
    [
      "no and then yes",
      "success.acknowledgement_reply_received",
      [native("inbound.decline", { at: 1 }), native("inbound.acknowledgement", { at: 2 })],
    ],
    [
      "yes and no, nobody knows which first",
      "success.reply_received",
      [native("inbound.decline"), native("inbound.acknowledgement")],
    ],
    [
      "§11.6 STOP, whatever else came back",
      "fail.opted_out",
      [native("receipt.delivered"), native("inbound.acknowledgement"), native("inbound.opt_out")],
    ],
    [
      "§11.7 START after STOP",
      "success.delivered",
      [
        native("receipt.delivered"),
        native("inbound.opt_out", { at: 1 }),
        native("inbound.opt_in", { at: 2 }),
      ],
    ],
    [
      "STOP and START at one time",
      "fail.opted_out",
      [native("inbound.opt_out", { at: 1 }), native("inbound.opt_in", { at: 1 })],
    ],
    [
      "STOP and START at no known time",
      "fail.opted_out",
      [native("inbound.opt_out"), native("inbound.opt_in")],
    ],
    [
      "§11.6 HELP is neutral",
      "success.delivered",
      [native("receipt.delivered"), native("inbound.help")],
    ],
    ["may be a STOP", "success.reply_received", [native("inbound.opt_out_suspected")]],
    ["§11.7 manual suppression", "fail.suppressed", [native("endpoint.suppressed", { at: 1 })]],
    [
      "§11.7 suppression removed",
      "undef.no_signal",
      [native("endpoint.suppressed", { at: 1 }), native("endpoint.unsuppressed", { at: 2 })],
    ],
    ["recorded opt-out", "fail.opted_out", [native("endpoint.opted_out", { at: 1 })]],
    [
      "recorded opt-out that is older than what stands",
      "undef.no_signal",
      [native("endpoint.opted_out", { at: 1, data: { effective: false } })],
    ],
    [
      "§11.5 link clicked",
      "success.link_clicked",
      [native("receipt.delivered"), native("link.clicked")],
    ],
    [
      "§11.5 expired link clicked",
      "undef.link_clicked_identity_uncertain",
      [taken, native("link.expired")],
    ],
    [
      "a link opened of what was not delivered",
      "undef.conflicting_evidence",
      [native("receipt.failed"), native("link.clicked")],
    ],
    ["§11.5 scanner", "success.delivered", [native("receipt.delivered"), native("link.scanned")]],
    ["cancelled before it left", "fail.cancelled", [accepted, native("message.cancelled")]],
    ["cancelled at the provider", "fail.cancelled", [taken, native("cancellation.accepted")]],
    ["not cancelled", "undef.provider_accepted_only", [taken, native("cancellation.refused")]],
    [
      "cancelled and delivered",
      "undef.conflicting_evidence",
      [native("cancellation.accepted"), native("receipt.delivered")],
    ],
    ["expired before it left", "fail.expired", [accepted, native("message.expired")]],
    [
      "refused by one account, taken by another",
      "undef.provider_accepted_only",
      [native("submission.rejected.quota"), taken],
    ],
    [
      "an operator's yes",
      "undef.provider_accepted_only",
      [native("message.unknown"), native("operator.resolved_accepted")],
    ],
    [
      "an operator's no",
      "fail.provider_rejected",
      [native("message.unknown"), native("operator.resolved_rejected")],
    ],
    [
      "an operator's no that a receipt revises",
      "success.delivered",
      [native("operator.resolved_rejected"), native("receipt.delivered")],
    ],
    [
      "§26 degraded, nothing heard",
      "undef.channel_degraded",
      [taken, native("provider.degraded", { at: 1 })],
    ],
    [
      "§26 its sender is looked into, nothing heard",
      "undef.channel_degraded",
      [taken, native("report.reputation_warning", { at: 1 })],
    ],
    [
      "§26 degraded, and delivered",
      "success.delivered",
      [native("receipt.delivered"), native("provider.degraded")],
    ],
    [
      "§26 recovered",
      "undef.provider_accepted_only",
      [taken, native("provider.degraded", { at: 1 }), native("provider.recovered", { at: 2 })],
    ],
    ["a provider by itself", "undef.channel_degraded", [native("provider.unavailable", { at: 1 })]],
    ["nothing", "undef.no_signal", []],
  ])("%s: %s", (_what, subclass, natives) => {
    expect(channel(...natives)).toBe(subclass);
    expect(channel(...natives.toReversed())).toBe(subclass);
  });

  it.each(Object.entries(REFUSALS))("refused for %s: %s", (refusal, subclass) => {
    expect(channel(native(`message.refused.${refusal as keyof typeof REFUSALS}`))).toBe(subclass);
  });

  it.each(Object.entries(REJECTIONS))("rejected for %s: %s", (rejection, subclass) => {
    const type: SmsNative = `submission.rejected.${rejection as keyof typeof REJECTIONS}`;
    expect(channel(accepted, native(type))).toBe(subclass);
  });

  it.each(Object.entries(RECEIPTS))("reported as %s", (name, { assessment }) => {
    const type: SmsNative = `receipt.${name as keyof typeof RECEIPTS}`;
    expect(channel(accepted, native(type))).toBe(assessment);
  });
});

describe("several receipts", () => {
  const sent = native("receipt.carrier_accepted", { at: 9 });

  it("that come after delivery take nothing back", () => {
    expect(channel(native("receipt.delivered", { at: 1 }), sent)).toBe("success.delivered");
    expect(
      channel(native("receipt.delivered", { at: 1 }), native("receipt.unknown", { at: 2 })),
    ).toBe("success.delivered");
  });

  it("that name an earlier step come to the later one", () => {
    expect(
      channel(
        native("receipt.provider_queued", { at: 5 }),
        native("receipt.carrier_accepted", { at: 1 }),
      ),
    ).toBe("undef.carrier_accepted_only");
  });

  it("one held and one newer come to the newer", () => {
    expect(channel(native("receipt.temporary_network_error", { at: 1 }), sent)).toBe(
      "undef.carrier_accepted_only",
    );
  });

  it("without times come to the weakest", () => {
    expect(
      channel(native("receipt.temporary_network_error"), native("receipt.carrier_accepted")),
    ).toBe("undef.deferred");
    expect(channel(native("receipt.buffered"), native("receipt.unknown"))).toBe(
      "undef.dlr_unknown",
    );
  });

  it("that fail for different reasons come to the newest, or to none where that is not known", () => {
    const filtered = (at: number | null) => native("receipt.filtered", { at });
    const unknown = (at: number | null) => native("receipt.unknown_subscriber", { at });
    expect(channel(filtered(1), unknown(2))).toBe("fail.unknown_subscriber");
    expect(channel(filtered(2), unknown(2))).toBe("fail.delivery_failed");
    expect(channel(filtered(null), unknown(2))).toBe("fail.delivery_failed");
  });

  it("are believed where the provider says that more will follow", () => {
    expect(channel(native("receipt.undelivered", { data: { final: false } }))).toBe(
      "undef.deferred",
    );
  });
});

describe("a message in parts", () => {
  it.each<[string, string, SmsStored[]]>([
    [
      "all delivered",
      "success.delivered",
      [part("a", "delivered", "delivered"), part("b", "delivered", "delivered")],
    ],
    [
      "one delivered, one unheard of",
      "undef.provider_accepted_only",
      [taken, part("a", "delivered", "delivered")],
    ],
    [
      "one delivered, one missing at the deadline",
      "undef.delivery_receipt_missing",
      [taken, part("a", "delivered", "delivered"), native("receipt.overdue")],
    ],
    [
      "one delivered, one on its way",
      "undef.carrier_accepted_only",
      [part("a", "delivered", "delivered"), part("b", "carrier_accepted", "pending")],
    ],
    [
      "all failed for one reason",
      "fail.unknown_subscriber",
      [part("a", "unknown_subscriber", "failed"), part("b", "unknown_subscriber", "failed")],
    ],
    [
      "all failed for different reasons",
      "fail.delivery_failed",
      [part("a", "filtered", "failed"), part("b", "unknown_subscriber", "failed")],
    ],
    [
      "some delivered, some not",
      "undef.delivery_status_unknown",
      [part("a", "delivered", "delivered"), part("b", "failed", "failed")],
    ],
    [
      "one part delivered and not delivered",
      "undef.conflicting_evidence",
      [
        part("a", "delivered", "delivered"),
        part("a", "failed", "failed"),
        part("b", "delivered", "delivered"),
      ],
    ],
    [
      "delivered, told without naming which",
      "undef.provider_accepted_only",
      [
        taken,
        part(null, "delivered", "delivered"),
        part(null, "delivered", "delivered", { at: 1 }),
      ],
    ],
    [
      "put together once and revised since",
      "undef.conflicting_evidence",
      [
        part("a", "delivered", "delivered"),
        part("b", "delivered", "delivered"),
        part("b", "failed", "failed"),
        native("receipt.delivered", { data: { aggregated: true } }),
        native("receipt.partial", { data: { aggregated: true } }),
      ],
    ],
    [
      "delivered as a whole, and one part not",
      "undef.conflicting_evidence",
      [native("receipt.delivered"), part("a", "failed", "failed")],
    ],
    [
      "suppressed by the provider",
      "fail.suppressed",
      [native("receipt.provider_suppressed"), part("b", "carrier_accepted", "pending")],
    ],
  ])("%s: %s", (_what, subclass, natives) => {
    expect(channel(...natives)).toBe(subclass);
    expect(channel(...natives.toReversed())).toBe(subclass);
  });
});

describe("of the participant", () => {
  const tracked = native("message.accepted", { data: { tracked_links: 1 } });

  it.each<[string, string, SmsStored[]]>([
    ["§11.4 delivered", "undef.delivered_but_awareness_unproven", [native("receipt.delivered")]],
    ["§11.5 no link click", "undef.no_signal", [tracked, taken]],
    ["no link click of what has not left", "undef.pending", [tracked]],
    [
      "§11.5 no link click, delivered",
      "undef.delivered_but_awareness_unproven",
      [tracked, native("receipt.delivered")],
    ],
    ["no link at all", "undef.pending", [accepted, taken]],
    [
      "§11.5 link clicked",
      "undef.link_clicked_identity_uncertain",
      [native("receipt.delivered"), native("link.clicked")],
    ],
    [
      "§11.5 scanner",
      "undef.link_clicked_identity_uncertain",
      [native("receipt.delivered"), native("link.scanned")],
    ],
    ["§11.5 expired link", "undef.link_clicked_identity_uncertain", [native("link.expired")]],
    [
      "§11.5 forwarded link",
      "undef.identity_uncertain",
      [native("link.clicked"), native("endpoint.shared")],
    ],
    [
      "§11.4 reassigned",
      "undef.identity_uncertain",
      [native("receipt.delivered"), native("endpoint.reassigned")],
    ],
    [
      "§11.4 shared, as planned",
      "undef.identity_uncertain",
      [native("message.accepted", { data: { shared: true } })],
    ],
    ["§11.6 reply", "undef.reply_identity_uncertain", [native("inbound.reply")]],
    [
      "§11.6 reply from a shared number",
      "undef.reply_identity_uncertain",
      [native("inbound.reply"), native("endpoint.shared")],
    ],
    ["§11.6 STOP", "undef.reply_identity_uncertain", [native("inbound.opt_out")]],
    [
      "HELP",
      "undef.delivered_but_awareness_unproven",
      [native("receipt.delivered"), native("inbound.help")],
    ],
    [
      "conflicting",
      "undef.conflicting_evidence",
      [native("receipt.delivered"), native("receipt.failed")],
    ],
    ["failed", "undef.no_signal", [native("receipt.failed")]],
    ["refused", "undef.no_signal", [native("message.refused.missing_number")]],
    ["nothing", "undef.no_signal", []],
  ])("%s: %s", (_what, subclass, natives) => {
    expect(assessSms(natives).participant.subclass).toBe(subclass);
  });

  it.each(["receipt.failed", "receipt.rejected", "message.refused.missing_number"] as const)(
    "%s does not say that nothing can have come back, only that nothing has",
    (type) => {
      const [because = ""] = assessSms([native(type)]).participant.evidence_summary;
      expect(because).toBe("The message was refused or reported as failed; nothing has come back.");
    },
  );

  it.each(Object.keys(smsMapping) as SmsNative[])(
    "%s is not told as the deed of a person",
    (type) => {
      const { channel, participant } = assessSms([accepted, taken, native(type)]);
      const told = [channel, participant].flatMap(({ evidence_summary, limitations }) => [
        ...evidence_summary,
        ...limitations,
      ]);
      expect(
        told.filter((text) => /\bsomebody (held|wrote|used|opened|acted)\b/i.test(text)),
      ).toEqual([]);
    },
  );

  it.each(Object.keys(smsMapping) as SmsNative[])("%s proves no awareness", (type) => {
    const { participant } = assessSms([accepted, taken, native(type)]);
    expect(participant.category).toBe("undef");
  });
});

describe("confidence", () => {
  const confidence = (...natives: SmsStored[]) => assessSms(natives).channel.confidence;

  it("is high for what the adapter and the provider say themselves, and not for what a carrier says", () => {
    expect(confidence(native("message.refused.missing_number"))).toBe("high");
    expect(confidence(native("submission.rejected.quota"))).toBe("high");
    expect(confidence(native("receipt.delivered"))).toBe("medium");
    expect(confidence(native("receipt.failed"))).toBe("medium");
  });

  it("is low for silence, contradiction, an unknown outcome, an operator's word", () => {
    expect(confidence(taken, native("receipt.overdue"))).toBe("low");
    expect(confidence(native("receipt.delivered"), native("receipt.failed"))).toBe("low");
    expect(confidence(native("message.unknown"))).toBe("low");
    expect(confidence(native("operator.resolved_accepted"))).toBe("low");
  });

  it("is low for a reply that may be about another message, or from somebody else", () => {
    const guessed = {
      ...native("inbound.reply"),
      correlation_method: "sender_pair_recency_ambiguous",
    };
    expect(confidence(native("inbound.reply"))).toBe("medium");
    expect(confidence(guessed)).toBe("low");
    expect(confidence(native("inbound.reply"), native("endpoint.shared"))).toBe("low");
    const fromUncertainHolder = {
      ...native("inbound.reply"),
      correlation_method: "sender_pair_recency_holder_uncertain",
    };
    expect(confidence(fromUncertainHolder)).toBe("low");
    expect(confidence(native("inbound.opt_out_suspected"))).toBe("low");
  });

  it("is low for a scanner", () => {
    expect(assessSms([native("link.scanned")]).participant.confidence).toBe("low");
  });
});

it("a reading tells what decided it and all that was recorded, once and in one order", () => {
  const { channel: assessed } = assessSms([taken, native("receipt.delivered"), accepted, taken]);
  expect(assessed).toEqual({
    category: "success",
    subclass: "success.delivered",
    confidence: "medium",
    strongest_signal: "receipt.delivered",
    evidence_summary: [
      "A receipt reports delivery to the handset or to its network.",
      "Recorded: message.accepted, receipt.delivered, submission.accepted.",
    ],
    recommended_coordination_interpretation: "undef.delivered_but_awareness_unproven",
    limitations: [
      "Delivered is the provider's or carrier's word, and differs by provider, country, carrier and route.",
      "SMS events are evidence of the channel, not of the intended result.",
    ],
  });
});

it("every native type by itself is assessed as one of the document's subclasses and recommended as one of §12.2's", () => {
  const known = new Set<string>([...SUCCESS, ...FAIL, ...UNDEF]);
  for (const type of Object.keys(smsMapping) as SmsNative[]) {
    const { channel: assessed, participant } = assessSms([native(type)]);
    for (const draft of [assessed, participant]) {
      expect(known).toContain(draft.subclass);
      expect(draft.subclass.startsWith(`${draft.category}.`)).toBe(true);
      expect(INTERPRETATIONS).toContain(draft.recommended_coordination_interpretation);
    }
  }
});
