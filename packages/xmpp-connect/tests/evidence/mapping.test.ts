import { mappingRows } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { subclassOfBounce } from "../../src/evidence/assess/bounces.ts";
import { xmppMapping } from "../../src/evidence/mapping.ts";
import { REFUSALS } from "../../src/native/refusals.ts";
import { STANZA_ERRORS } from "../../src/native/stanza-errors.ts";
import type { XmppNative } from "../../src/native/types.ts";

const rows = mappingRows(xmppMapping);
const types = Object.keys(xmppMapping) as XmppNative[];
const eventsOf = (type: XmppNative): string[] => xmppMapping[type].map(({ event }) => event);
const attempt = (name: string) => `notification.attempt.${name}`;
const endpoint = (name: string) => `notification.endpoint.${name}`;
const channel = (name: string) => `notification.channel.${name}`;
const REPLY = "interaction.reply_received";
const KNOWN = ["interaction.authenticated_actor_interaction", "identity.actor_authenticated"];

describe("what the document's tables say", () => {
  it.each<[string, XmppNative, string[]]>([
    ["§12.1 missing JID", "message.refused.missing_jid", [attempt("rejected_by_adapter")]],
    ["§12.1 invalid JID", "message.refused.invalid_jid", [attempt("rejected_by_adapter")]],
    ["§12.1 rendering failed", "message.refused.render_failed", [attempt("rejected_by_adapter")]],
    ["§12.1 no account", "message.refused.no_account", [attempt("rejected_by_adapter")]],
    [
      "§12.1 stream unavailable",
      "message.no_session",
      [attempt("delayed"), "system.provider.unavailable"],
    ],
    ["held back here", "message.delayed", [attempt("delayed")]],
    [
      "§12.1 suppressed",
      "message.refused.suppressed",
      [attempt("rejected_by_adapter"), channel("suppression_added")],
    ],
    ["§12.1 extension", "message.refused.extension_unsupported", [attempt("rejected_by_adapter")]],
    ["§12.2 adapter accepted", "message.accepted", [attempt("accepted_by_adapter")]],
    ["§12.2 connected", "stream.connected", ["system.adapter.health_changed"]],
    ["§12.2 unavailable", "stream.unavailable", ["system.provider.unavailable"]],
    ["§12.2 SASL failed", "stream.authentication_failed", ["system.provider.unavailable"]],
    ["§12.2 TLS failed", "stream.insecure", ["system.provider.unavailable"]],
    ["§26 degraded", "stream.degraded", ["system.provider.degraded"]],
    ["§12.2 sent to server", "server.answered_after", [attempt("accepted_by_provider")]],
    ["§12.2 stream ack", "server.acknowledged", [attempt("accepted_by_provider")]],
    ["§7.7 archived", "server.archived", [attempt("accepted_by_provider")]],
    ["§12.3 resource unknown", "routing.unknown", [endpoint("unknown")]],
    ["§12.3 available", "presence.available", [endpoint("accepted")]],
    ["§12.3 unavailable", "recipient.unavailable", [endpoint("deferred")]],
    ["§12.3 presence unavailable", "presence.unavailable", [endpoint("deferred")]],
    ["§12.3 presence unknown", "presence.error", [endpoint("unknown")]],
    ["§12.3 stored offline", "offline.presumed", [endpoint("deferred")]],
    ["§12.3 blocked", "error.blocked", [endpoint("rejected_permanent")]],
    [
      "§12.1 blocked locally",
      "error.blocked_by_us",
      [attempt("rejected_by_provider"), channel("suppression_added")],
    ],
    ["§12.3 not in roster", "error.subscription_required", [endpoint("rejected_permanent")]],
    ["§12.3 not found", "error.item_not_found", [endpoint("rejected_permanent")]],
    ["§12.4 receipt", "receipt.received", [endpoint("accepted")]],
    ["§12.4 no response", "receipt.overdue", [endpoint("unknown")]],
    ["§12.4 unsupported", "receipt.not_requested", []],
    ["§12.4 not correlated", "receipt.stray", []],
    ["§12.5 displayed", "marker.displayed", ["interaction.notification.opened"]],
    ["§12.5 acknowledged", "marker.acknowledged", ["interaction.acknowledgement_recorded"]],
    ["§12.5 unsupported", "marker.unsupported", []],
    ["§16 received marker", "marker.received", [endpoint("accepted")]],
    ["§12.6 reply", "inbound.reply.unknown", [REPLY]],
    ["§12.6 reply of a delegate", "inbound.reply.delegated", [REPLY]],
    ["§12.6 reply of a known account", "inbound.reply.known", [REPLY, ...KNOWN]],
    [
      "§12.6 ACK",
      "inbound.acknowledgement.unknown",
      [REPLY, "interaction.acknowledgement_recorded"],
    ],
    [
      "§12.6 ACK of a known account",
      "inbound.acknowledgement.known",
      [REPLY, "interaction.acknowledgement_recorded", ...KNOWN],
    ],
    ["§12.6 decline", "inbound.decline.unknown", [REPLY, "interaction.decline_recorded"]],
    ["§12.6 help", "inbound.help.unknown", [REPLY]],
    ["§17 status", "inbound.status.unknown", [REPLY]],
    ["§17 STOP", "inbound.stop.unknown", [REPLY, channel("unsubscribe_received")]],
    ["§27 encrypted", "inbound.encrypted", [REPLY]],
    ["§7.6 composing", "chat_state.composing", ["interaction.unverified_actor_interaction"]],
    ["§7.6 gone", "chat_state.gone", []],
    ["§13.1 created", "tracking.registered", [attempt("created")]],
    ["§13.1 temporary", "error.temporary", [endpoint("rejected_temporary")]],
    ["§24 forbidden", "error.forbidden", [endpoint("rejected_permanent")]],
    ["§24 not authorized", "error.not_authorized", [endpoint("rejected_permanent")]],
    ["§24 recipient unavailable", "error.recipient_unavailable", [endpoint("deferred")]],
    ["§24 remote server not found", "error.remote_server_not_found", [endpoint("unreachable")]],
    ["§24 timeout", "error.remote_server_timeout", [endpoint("rejected_temporary")]],
    ["§24 service unavailable", "error.service_unavailable", [endpoint("rejected_temporary")]],
    ["§24 resource constraint", "error.resource_constraint", [endpoint("rejected_temporary")]],
    ["§24 malformed, by a server", "error.jid_malformed", [attempt("rejected_by_provider")]],
    ["§4.2 suppress", "endpoint.suppressed", [channel("suppression_added")]],
    ["§4.2 unsuppress", "endpoint.unsuppressed", [channel("suppression_removed")]],
  ])("%s: %s", (_row, type, events) => {
    expect(eventsOf(type)).toEqual(events);
  });
});

describe("the mapping", () => {
  it("has every refusal and every condition", () => {
    for (const name of Object.keys(REFUSALS)) expect(types).toContain(`message.refused.${name}`);
    for (const name of Object.keys(STANZA_ERRORS)) expect(types).toContain(`error.${name}`);
  });

  it("says of every row what it does not mean, and where it comes from", () => {
    for (const { row } of rows) {
      expect(row.doesNotMean.length).toBeGreaterThan(0);
      expect(row.clause).toMatch(/XmppAdapterSpecification §\d/);
    }
  });

  it("says of every row of an endpoint who accepted, how final that is and what it is not", () => {
    const silent = rows
      .filter(({ row }) => row.event.startsWith("notification.endpoint."))
      .filter(({ row }) => (row.acceptance?.does_not_mean ?? []).length === 0);
    expect(silent).toEqual([]);
  });

  it("takes neither the server's word nor presence for a delivery (§23)", () => {
    const delivered = rows.filter(({ row }) => row.acceptance?.acceptance_level === "client");
    expect(delivered.map(({ nativeType }) => nativeType).toSorted()).toEqual([
      "marker.received",
      "receipt.received",
    ]);
    expect(xmppMapping["receipt.received"][0]?.acceptance).toMatchObject({
      finality: "intermediate",
      does_not_mean: expect.arrayContaining(["displayed", "understood"]),
    });
    for (const type of types.filter((each) => /^(server|recipient|presence)\./.test(each)))
      for (const { grade } of xmppMapping[type]) expect(grade.strength).not.toBe("strong");
  });

  it("is strong only for what a client claims of the message, and for what came back from the account", () => {
    const strong = new Set(
      rows.filter(({ row }) => row.grade.strength === "strong").map(({ nativeType }) => nativeType),
    );
    for (const type of strong)
      expect(type).toMatch(
        /^(receipt\.received|marker\.(received|displayed|acknowledged)|inbound\.(reply|acknowledgement|decline|help|status|stop)\.)/,
      );
    expect([...strong].filter((type) => /help|status/.test(type))).toEqual([
      // Only that the account is the participant's.
      "inbound.help.known",
      "inbound.status.known",
    ]);
  });

  it("knows an actor only where the account is mapped to the participant", () => {
    for (const { nativeType, row } of rows) {
      if (row.grade.actor_certainty === "high") expect(nativeType).toMatch(/\.known$/);
      if (/\.(delegated|unknown)$/.test(nativeType) && nativeType.startsWith("inbound."))
        expect(["none", "low"]).toContain(row.grade.actor_certainty);
      if (/authenticated/.test(row.event)) expect(nativeType).toMatch(/\.known$/);
      expect(["none", "low"]).toContain(row.grade.authority_certainty);
    }
  });

  it("is negative where a bounce is read as a failure, and never where it stays open", () => {
    for (const type of types.filter((each) => each.startsWith("error."))) {
      const strengths = new Set(xmppMapping[type].map(({ grade }) => grade.strength));
      const failed = subclassOfBounce(type).startsWith("fail.");
      expect([type, ...strengths]).toEqual([type, failed ? "negative" : "ambiguous"]);
    }
  });

  it("finds nobody missing and nobody blocked behind the common service-unavailable", () => {
    const [row] = xmppMapping["error.service_unavailable"];
    expect(row).toMatchObject({ ambiguous: true, grade: { strength: "ambiguous" } });
    expect(row?.acceptance?.does_not_mean).toEqual(
      expect.arrayContaining(["the address does not exist", "the participant blocks the sender"]),
    );
  });

  it("lets chat states be weak context and no more (§7.6)", () => {
    for (const { nativeType, row } of rows.filter((each) =>
      each.nativeType.startsWith("chat_state."),
    ))
      expect([nativeType, row.grade.strength, row.confidence]).toEqual([nativeType, "weak", "low"]);
  });

  it("names no event as if somebody had been notified or had read (§35)", () => {
    for (const { row } of rows) expect(row.event).not.toMatch(/legal|notified|read_|viewed|proven/);
  });

  it("does not let a refused action speak of an attempt that is not its own", () => {
    expect(xmppMapping["message.refused.unsupported"]).toEqual([]);
  });
});
