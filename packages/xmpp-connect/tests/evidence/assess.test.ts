import { describe, expect, it } from "vitest";
import { assessXmpp } from "../../src/evidence/assess.ts";
import { subclassOfBounce } from "../../src/evidence/assess/bounces.ts";
import { INTERPRETATIONS, SUBCLASS_FACTS } from "../../src/evidence/assess/subclass-facts.ts";
import { xmppMapping } from "../../src/evidence/mapping.ts";
import { REFUSALS } from "../../src/native/refusals.ts";
import type { XmppNative, XmppStored } from "../../src/native/types.ts";
import { native } from "./natives.ts";

const accepted = native("message.accepted", { data: { addressed: "bare_jid" } });
const taken = native("server.acknowledged");
const takenThere = native("server.acknowledged", { data: { recipient: "available" } });
const overdue = native("receipt.overdue");
const receipt = native("receipt.received");
const displayed = native("marker.displayed");
/** Concluded from a marker of a later message (XEP-0333 §4). */
const covered = native("marker.displayed", { data: { cumulative: true } });
const unavailable = native("error.service_unavailable", { data: { retryable: true } });
const lasting = native("error.item_not_found", { data: { retryable: false } });

describe("the channel is assessed as", () => {
  it.each<[string, string, XmppStored[]]>([
    ["§12.2 taken on", "undef.pending", [accepted]],
    ["scheduled", "undef.pending", [accepted, native("message.scheduled")]],
    ["§12.1 no session yet", "undef.pending", [accepted, native("message.no_session")]],
    [
      "§12.1 no session until its time was over",
      "fail.stream_unavailable",
      [accepted, native("message.no_session"), native("message.expired")],
    ],
    [
      "§12.2 credentials refused until its time was over",
      "fail.authentication_failed",
      [
        native("message.no_session", { data: { because: "authentication_failed" } }),
        native("message.expired"),
      ],
    ],
    [
      "its time over",
      "fail.expired",
      [accepted, native("message.delayed"), native("message.expired")],
    ],
    [
      "bounced, and a marker of a later message",
      "undef.deferred",
      [accepted, taken, unavailable, covered],
    ],
    [
      "bounced for good, and a marker of a later message",
      "fail.recipient_not_found",
      [accepted, taken, lasting, covered],
    ],
    [
      "bounced, received all the same, and a marker of a later message",
      "success.displayed_by_client",
      [accepted, taken, unavailable, receipt, covered],
    ],
    ["covered by a marker", "success.displayed_by_client", [accepted, taken, covered]],
    ["withdrawn", "fail.cancelled", [accepted, native("message.cancelled")]],
    ["outcome lost", "undef.pending", [accepted, native("message.unknown")]],
    [
      "outcome lost, and no receipt",
      "undef.receipt_requested_no_response",
      [accepted, native("message.unknown"), overdue],
    ],
    ["never sent, and no receipt", "undef.pending", [accepted, native("message.delayed"), overdue]],
    [
      "§12.2 sent to server",
      "undef.sent_to_server_only",
      [accepted, native("server.answered_after")],
    ],
    ["§7.7 archived", "undef.sent_to_server_only", [accepted, native("server.archived")]],
    ["§12.2 acknowledged", "undef.server_acknowledged_only", [accepted, taken]],
    [
      "§12.2 acknowledged and archived",
      "undef.server_acknowledged_only",
      [accepted, taken, native("server.archived")],
    ],
    ["§15 presence raises nothing", "undef.server_acknowledged_only", [accepted, takenThere]],
    [
      "§12.3 resource unknown",
      "undef.bare_jid_routing_unknown",
      [accepted, taken, native("routing.unknown")],
    ],
    [
      "§11.3 a resource of which nothing is known",
      "undef.resource_unknown",
      [native("message.accepted", { data: { addressed: "full_jid" } }), taken],
    ],
    [
      "§12.3 unavailable",
      "undef.presence_unavailable",
      [accepted, taken, native("recipient.unavailable")],
    ],
    ["§12.3 stored offline", "undef.offline_stored", [accepted, taken, native("offline.presumed")]],
    [
      "stored offline, and no receipt",
      "undef.offline_delivery_unknown",
      [accepted, taken, native("offline.presumed"), overdue],
    ],
    [
      "§12.4 none requested",
      "undef.no_receipt_requested",
      [accepted, native("receipt.not_requested"), taken, native("routing.unknown")],
    ],
    ["none requested, not sent", "undef.pending", [accepted, native("receipt.not_requested")]],
    ["§12.4 no response", "undef.receipt_requested_no_response", [accepted, taken, overdue]],
    [
      "available, and no response",
      "undef.presence_available_but_no_receipt",
      [accepted, takenThere, overdue],
    ],
    ["§12.4 receipt", "success.delivered_to_client", [accepted, taken, receipt]],
    ["§16 received marker", "success.delivered_to_client", [taken, native("marker.received")]],
    ["§12.4 late receipt", "success.delivered_to_client", [taken, overdue, receipt]],
    [
      "a receipt for what was lost",
      "success.delivered_to_client",
      [native("message.unknown"), receipt],
    ],
    [
      "§12.3 offline, then a receipt",
      "success.delivered_to_client",
      [taken, native("offline.presumed"), receipt],
    ],
    ["§12.5 displayed", "success.displayed_by_client", [taken, receipt, displayed]],
    [
      "§12.5 acknowledged",
      "success.acknowledged_by_client",
      [receipt, displayed, native("marker.acknowledged")],
    ],
    [
      "§12.6 ACK",
      "success.acknowledged_by_client",
      [displayed, native("inbound.acknowledgement.unknown")],
    ],
    ["§12.6 reply", "success.reply_received", [displayed, native("inbound.reply.unknown")]],
    ["§12.6 help", "success.reply_received", [receipt, native("inbound.help.known")]],
    ["§12.6 decline", "success.reply_received", [displayed, native("inbound.decline.known")]],
    ["§17 STOP, without suppression", "success.reply_received", [native("inbound.stop.known")]],
    [
      "§17 STOP that suppresses",
      "fail.suppressed",
      [receipt, native("inbound.stop.known"), native("endpoint.suppressed")],
    ],
    [
      "§27 encrypted: it may be no answer",
      "undef.server_acknowledged_only",
      [taken, native("inbound.encrypted")],
    ],
    [
      "yes and then no",
      "success.reply_received",
      [
        native("inbound.acknowledgement.known", { at: 1 }),
        native("inbound.decline.known", { at: 2 }),
      ],
    ],
    [
      "no and then yes",
      "success.acknowledged_by_client",
      [
        native("inbound.decline.known", { at: 1 }),
        native("inbound.acknowledgement.known", { at: 2 }),
      ],
    ],
    [
      "yes and no, nobody knows which first",
      "success.reply_received",
      [native("inbound.decline.known"), native("inbound.acknowledgement.known")],
    ],
    [
      "yes, and a no that may be newer",
      "success.reply_received",
      [native("inbound.decline.known"), native("inbound.acknowledgement.known", { at: 2 })],
    ],
    [
      "an acknowledgement of which it is a guess what it is about",
      "success.reply_received",
      [
        native("inbound.acknowledgement.known", { method: "conversation_recency_ambiguous" }),
        receipt,
      ],
    ],
    ["not found, and a receipt", "undef.conflicting_evidence", [lasting, receipt]],
    ["a bounce for good", "fail.recipient_not_found", [accepted, taken, lasting]],
    [
      "a bounce for now, then a receipt",
      "success.delivered_to_client",
      [native("error.service_unavailable", { data: { retryable: true } }), receipt],
    ],
    [
      "a bounce for good, then a receipt",
      "undef.conflicting_evidence",
      [native("error.service_unavailable", { data: { retryable: false } }), receipt],
    ],
    [
      "a bounce for good, then a reply",
      "undef.conflicting_evidence",
      [lasting, native("inbound.reply.known")],
    ],
    [
      "§12.3 offline storage unsupported",
      "fail.delivery_failed",
      [taken, native("recipient.unavailable"), native("error.service_unavailable")],
    ],
    [
      "service unavailable for now while offline",
      "undef.deferred",
      [
        native("recipient.unavailable"),
        native("error.service_unavailable", { data: { retryable: true } }),
      ],
    ],
    [
      "bounced for two reasons, the later known",
      "fail.policy_rejected",
      [native("error.forbidden", { at: 1 }), native("error.not_allowed", { at: 2 })],
    ],
    [
      "bounced for two reasons, one of no known time",
      "fail.delivery_failed",
      [native("error.forbidden"), native("error.not_allowed", { at: 2 })],
    ],
    [
      "bounced for two reasons at one time",
      "fail.delivery_failed",
      [native("error.forbidden", { at: 1 }), native("error.not_allowed", { at: 1 })],
    ],
    [
      "withdrawn, and a receipt",
      "undef.conflicting_evidence",
      [native("message.cancelled"), receipt],
    ],
    ["withdrawn, and taken", "undef.conflicting_evidence", [native("message.cancelled"), taken]],
    [
      "an operator's yes",
      "undef.sent_to_server_only",
      [native("message.unknown"), native("operator.resolved_accepted")],
    ],
    [
      "an operator's no",
      "fail.delivery_failed",
      [native("message.unknown"), native("operator.resolved_rejected")],
    ],
    [
      "an operator's no that a receipt revises",
      "success.delivered_to_client",
      [native("operator.resolved_rejected"), receipt],
    ],
    ["§4.2 suppressed", "fail.suppressed", [native("endpoint.suppressed", { at: 1 })]],
    [
      "suppressed and lifted",
      "undef.pending",
      [native("endpoint.suppressed", { at: 1 }), native("endpoint.unsuppressed", { at: 2 })],
    ],
    [
      "lifted and suppressed at one time",
      "fail.suppressed",
      [native("endpoint.suppressed", { at: 1 }), native("endpoint.unsuppressed", { at: 1 })],
    ],
    ["§12.4 a receipt that names nothing", "undef.conflicting_evidence", [native("receipt.stray")]],
    ["§12.3 presence", "success.presence_observed", [native("presence.available", { at: 1 })]],
    ["§12.3 no presence", "undef.presence_unavailable", [native("presence.unavailable")]],
    ["no word of presence", "undef.resource_unknown", [native("presence.error")]],
    [
      "presence beside a message",
      "undef.server_acknowledged_only",
      [taken, native("presence.available", { at: 9 })],
    ],
    ["§12.2 stream unavailable", "fail.stream_unavailable", [native("stream.unavailable")]],
    ["§12.2 TLS failed", "fail.stream_unavailable", [native("stream.insecure")]],
    ["§12.2 SASL failed", "fail.authentication_failed", [native("stream.authentication_failed")]],
    ["§26 degraded", "undef.channel_degraded", [native("stream.degraded")]],
    ["§12.2 connected", "undef.pending", [native("stream.connected")]],
    ["§13.1 created elsewhere", "undef.pending", [native("tracking.registered")]],
    ["nothing", "undef.pending", []],
  ])("%s: %s", (_what, subclass, natives) => {
    expect(assessXmpp(natives).channel.subclass).toBe(subclass);
    expect(assessXmpp(natives.toReversed()).channel.subclass).toBe(subclass);
  });

  it.each(Object.entries(REFUSALS))("refused for %s: %s", (refusal, subclass) => {
    const type: XmppNative = `message.refused.${refusal as keyof typeof REFUSALS}`;
    expect(assessXmpp([native(type)]).channel.subclass).toBe(subclass);
  });

  const errors = (Object.keys(xmppMapping) as XmppNative[]).filter((type) =>
    type.startsWith("error."),
  );
  it.each(errors)("bounced as %s", (type) => {
    expect(assessXmpp([accepted, taken, native(type)]).channel.subclass).toBe(
      subclassOfBounce(type),
    );
  });
});

describe("the participant is assessed as", () => {
  it.each<[string, string, XmppStored[]]>([
    ["§13.2 delivered", "undef.delivered_but_awareness_unproven", [taken, receipt]],
    ["§12.5 displayed", "undef.displayed_but_comprehension_unproven", [receipt, displayed]],
    [
      "§12.5 acknowledged by a client",
      "undef.displayed_but_comprehension_unproven",
      [native("marker.acknowledged")],
    ],
    [
      "§12.5 no markers",
      "undef.display_marker_unavailable",
      [receipt, native("marker.unsupported")],
    ],
    ["§12.6 unknown", "undef.reply_identity_uncertain", [receipt, native("inbound.reply.unknown")]],
    ["§12.6 delegated", "undef.identity_uncertain", [native("inbound.acknowledgement.delegated")]],
    [
      "§12.6 known",
      "undef.displayed_but_comprehension_unproven",
      [native("inbound.acknowledgement.known")],
    ],
    [
      "known beside unknown",
      "undef.displayed_but_comprehension_unproven",
      [native("inbound.reply.unknown"), native("inbound.reply.known")],
    ],
    [
      "known, but of which message is a guess",
      "undef.reply_identity_uncertain",
      [native("inbound.reply.known", { method: "conversation_recency_ambiguous" })],
    ],
    ["§27 encrypted", "undef.reply_identity_uncertain", [taken, native("inbound.encrypted")]],
    ["conflicting", "undef.conflicting_evidence", [lasting, receipt]],
    ["on its way", "undef.delivery_pending", [accepted, taken, native("routing.unknown")]],
    ["waiting here", "undef.pending", [accepted]],
    ["no receipt", "undef.receipt_requested_no_response", [taken, overdue]],
    ["§11.2, §13.2 refused", "undef.escalation_required", [native("message.refused.missing_jid")]],
    ["§11.2, §13.2 bounced", "undef.escalation_required", [taken, lasting]],
    ["§15 presence", "undef.presence_available_but_no_receipt", [native("presence.available")]],
    [
      "suppressed after it was delivered",
      "undef.delivered_but_awareness_unproven",
      [receipt, native("endpoint.suppressed")],
    ],
  ])("%s: %s", (_what, subclass, natives) => {
    expect(assessXmpp(natives).participant.subclass).toBe(subclass);
    expect(assessXmpp(natives.toReversed()).participant.subclass).toBe(subclass);
  });
});

describe("an assessment says", () => {
  it.each(Object.keys(xmppMapping) as XmppNative[])(
    "%s is not told as the deed of a person",
    (type) => {
      const { channel, participant } = assessXmpp([accepted, taken, native(type)]);
      const told = [channel, participant].flatMap(({ evidence_summary, limitations }) => [
        ...evidence_summary,
        ...limitations,
      ]);
      expect(
        told.filter((text) => /\bsomebody (held|wrote|used|opened|acted)\b/i.test(text)),
      ).toEqual([]);
    },
  );

  it("of a participant for whom a client displayed it that somebody unknown wrote back, too", () => {
    const because = (...natives: XmppStored[]) =>
      assessXmpp([accepted, taken, ...natives]).participant.evidence_summary[0];
    expect(because(displayed)).not.toContain("reply");
    for (const stranger of ["inbound.reply.unknown", "inbound.decline.unknown"] as const)
      expect(because(displayed, native(stranger))).toBe(
        "A client of the recipient's account says that it displayed the message. A reply came, too: from whom, or to which message, is not shown.",
      );
  });

  it("what it rests on, and of which clients", () => {
    const resource = (name: string) => native("receipt.received", { data: { resource: name } });
    const one = assessXmpp([taken, resource("a")]).channel;
    expect(one).toMatchObject({
      strongest_signal: "receipt.received",
      confidence: "medium",
      recommended_coordination_interpretation: "undef.delivered_but_awareness_unproven",
    });
    expect(one.limitations.join(" ")).toMatch(/One client of the account/);
    const two = assessXmpp([taken, resource("a"), resource("b")]).channel;
    expect(two.limitations.join(" ")).toMatch(/Clients of the account/);
  });

  it("one of §13.2's interpretations for every subclass, and never a success", () => {
    for (const { means } of Object.values(SUBCLASS_FACTS)) {
      expect(INTERPRETATIONS).toContain(means);
      expect(means).toMatch(/^undef\./);
    }
  });
});
