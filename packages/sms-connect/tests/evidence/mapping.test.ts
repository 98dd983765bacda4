import { mappingRows, type MappingRow } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { smsMapping } from "../../src/evidence/mapping.ts";
import { RECEIPTS } from "../../src/native/receipt-classes.ts";
import { REFUSALS } from "../../src/native/refusals.ts";
import { REJECTIONS } from "../../src/native/rejections.ts";
import type { SmsNative } from "../../src/native/types.ts";

const rows = mappingRows(smsMapping);
const eventsOf = (type: SmsNative): string[] => smsMapping[type].map(({ event }) => event);
const attempt = (name: string) => `notification.attempt.${name}`;
const endpoint = (name: string) => `notification.endpoint.${name}`;
const channel = (name: string) => `notification.channel.${name}`;

describe("what the documents' tables say", () => {
  it.each<[string, SmsNative, string[]]>([
    ["§12.1 message created", "message.created", [attempt("created")]],
    ["§12.1 adapter accepted", "message.accepted", [attempt("accepted_by_adapter")]],
    ["§11.2 scheduled", "submission.scheduled", [attempt("scheduled")]],
    ["§11.1 consent missing", "message.refused.consent_missing", [attempt("rejected_by_adapter")]],
    [
      "§11.1 opted out",
      "message.refused.opted_out",
      [attempt("rejected_by_adapter"), channel("suppression_added")],
    ],
    [
      "§11.1 suppression hit",
      "message.refused.suppressed",
      [attempt("rejected_by_adapter"), channel("suppression_added")],
    ],
    ["§11.1 submission timeout", "message.unknown", [endpoint("unknown")]],
    ["§11.2 provider accepted", "submission.accepted", [attempt("accepted_by_provider")]],
    ["§11.2 queued", "submission.queued", [attempt("queued")]],
    ["§11.2 rejected", "submission.rejected.rejected", [attempt("rejected_by_provider")]],
    ["§11.2 dispatched", "receipt.dispatched", [attempt("accepted_by_provider")]],
    ["§11.2 delayed", "receipt.delayed", [attempt("delayed")]],
    ["§11.2 route", "receipt.route_unavailable", [attempt("rejected_by_provider")]],
    ["§11.2 quota", "submission.rejected.quota", [attempt("rejected_by_provider")]],
    [
      "§11.2 provider suppression",
      "receipt.provider_suppressed",
      [channel("suppression_added"), attempt("rejected_by_provider")],
    ],
    ["§11.3 carrier accepted", "receipt.carrier_accepted", [endpoint("accepted")]],
    ["§11.3 buffered", "receipt.buffered", [endpoint("deferred")]],
    ["§11.3 deferred", "receipt.deferred", [endpoint("deferred")]],
    ["§11.3 delivered", "receipt.delivered", [endpoint("accepted")]],
    ["§11.3 undelivered", "receipt.undelivered", [endpoint("rejected_temporary")]],
    [
      "§11.3 undelivered for good",
      "receipt.undelivered_permanent",
      [endpoint("rejected_permanent")],
    ],
    ["§11.3 failed", "receipt.failed", [endpoint("rejected_permanent")]],
    ["§11.3 rejected", "receipt.rejected", [endpoint("rejected_permanent")]],
    ["§11.3 expired", "receipt.expired", [endpoint("rejected_temporary")]],
    ["§11.3 expired, by the provider", "receipt.expired_by_provider", [endpoint("unknown")]],
    ["§11.3 unknown", "receipt.unknown", [endpoint("unknown")]],
    ["§11.3 no receipt", "receipt.overdue", [endpoint("unknown")]],
    ["§19 unknown subscriber", "receipt.unknown_subscriber", [endpoint("rejected_permanent")]],
    ["§19 unavailable", "receipt.unavailable", [endpoint("rejected_temporary")]],
    ["§4.2 unreachable", "receipt.unreachable", [endpoint("unreachable")]],
    ["§19 filtered", "receipt.filtered", [endpoint("rejected_permanent")]],
    ["§19 sender", "receipt.sender_not_allowed", [attempt("rejected_by_provider")]],
    ["§19 regulation", "receipt.regulatory_rejected", [endpoint("rejected_permanent")]],
    ["§19 network", "receipt.temporary_network_error", [endpoint("rejected_temporary")]],
    ["§11.6 reply", "inbound.reply", ["interaction.reply_received"]],
    [
      "§11.6 acknowledgement",
      "inbound.acknowledgement",
      ["interaction.reply_received", "interaction.acknowledgement_recorded"],
    ],
    [
      "§24 decline",
      "inbound.decline",
      ["interaction.reply_received", "interaction.decline_recorded"],
    ],
    [
      "§11.6 STOP",
      "inbound.opt_out",
      [channel("unsubscribe_received"), channel("suppression_added")],
    ],
    ["§11.6 HELP", "inbound.help", ["interaction.reply_received"]],
    ["§11.7 START", "endpoint.suppression_lifted", [channel("suppression_removed")]],
    ["§11.7 manual suppression", "endpoint.suppressed", [channel("suppression_added")]],
    ["§11.7 suppression removed", "endpoint.unsuppressed", [channel("suppression_removed")]],
    ["§11.5 link clicked", "link.clicked", ["interaction.unverified_actor_interaction"]],
    ["§11.5 scanner", "link.scanned", ["interaction.scanner_or_bot_interaction"]],
    ["§11.5 preview", "link.previewed", ["interaction.scanner_or_bot_interaction"]],
    [
      "§11.5 expired link",
      "link.expired",
      ["interaction.unverified_actor_interaction", "access.grant.denied"],
    ],
    ["§26 degraded", "provider.degraded", ["system.provider.degraded"]],
    ["§26 unavailable", "provider.unavailable", ["system.provider.unavailable"]],
    ["§26 health changed", "provider.recovered", ["system.adapter.health_changed"]],
  ])("%s: %s", (_row, type, events) => {
    expect(eventsOf(type)).toEqual(events);
  });
});

describe("the mapping", () => {
  it("has every class, refusal and rejection", () => {
    const types = Object.keys(smsMapping);
    for (const name of Object.keys(RECEIPTS)) expect(types).toContain(`receipt.${name}`);
    for (const name of Object.keys(REFUSALS)) expect(types).toContain(`message.refused.${name}`);
    for (const name of Object.keys(REJECTIONS))
      expect(types).toContain(`submission.rejected.${name}`);
  });

  it("says of every row what it does not mean, and where it comes from", () => {
    for (const { row } of rows) {
      expect(row.doesNotMean.length).toBeGreaterThan(0);
      expect(row.clause).toMatch(/SmsAdapterSpecification §\d/);
    }
  });

  it("says of every row of an endpoint who accepted, how final that is and what it is not", () => {
    const silent = rows
      .filter(({ row }) => row.event.startsWith("notification.endpoint."))
      .filter(({ row }) => (row.acceptance?.does_not_mean ?? []).length === 0);
    expect(silent).toEqual([]);
  });

  it("never says that a device took a message: a receipt may be the network's", () => {
    expect(smsMapping["receipt.delivered"][0]?.acceptance).toMatchObject({
      acceptance_level: "endpoint",
      finality: "final",
      does_not_mean: expect.arrayContaining(["human read", "intended-recipient identity"]),
    });
    for (const { row } of rows) expect(row.acceptance?.acceptance_level).not.toBe("device");
  });

  it("is strong only for a receipt of delivery and for what somebody wrote", () => {
    const strong = rows.filter(({ row }) => row.grade.strength === "strong");
    expect([...new Set(strong.map(({ nativeType }) => nativeType))].toSorted()).toEqual([
      "inbound.acknowledgement",
      "inbound.decline",
      "inbound.reply",
      "receipt.delivered",
    ]);
  });

  it("takes no part for the whole", () => {
    for (const { nativeType, row } of rows.filter((each) =>
      each.nativeType.startsWith("segment."),
    )) {
      expect([nativeType, row.terminal]).toEqual([nativeType, false]);
      expect(["medium", "negative", "ambiguous"]).toContain(row.grade.strength);
      expect(row.event).not.toBe("notification.endpoint.rejected_permanent");
      expect(row.acceptance?.finality).not.toBe("final");
    }
  });

  it("is negative where the class says failed, and never where the outcome is open", () => {
    for (const [name, { assessment }] of Object.entries(RECEIPTS)) {
      const all: readonly MappingRow[] = smsMapping[`receipt.${name as keyof typeof RECEIPTS}`];
      const strengths = all.map(({ grade }) => grade.strength);
      if (name === "cancelled") expect(strengths).toEqual(["weak"]);
      else if (assessment.startsWith("fail."))
        expect(new Set(strengths)).toEqual(new Set(["negative"]));
      else expect(strengths).not.toContain("negative");
    }
  });

  it("proves no identity: nobody is known for certain, and authority hardly ever at all", () => {
    for (const { row } of rows) {
      expect(row.grade.actor_certainty).not.toBe("high");
      expect(["none", "low"]).toContain(row.grade.authority_certainty);
      expect(row.event).not.toMatch(/authenticated|identity|authority/);
    }
  });

  it("names no event as if somebody had been notified (§35)", () => {
    for (const { row } of rows) expect(row.event).not.toMatch(/legal|notified|read|opened|viewed/);
  });

  it("does not let a refused action speak of an attempt that is not its own", () => {
    expect(smsMapping["message.refused.unsupported"]).toEqual([]);
    expect(smsMapping["cancellation.refused"]).toEqual([]);
  });
});
