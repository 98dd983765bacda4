import { describe, expect, test } from "vitest";
import { SenderSettings } from "../../src/configuration/senders.ts";
import { SmsLinkClickEvent } from "../../src/model/link-click.ts";
import { providerModelOf, SmsProvider } from "../../src/model/provider-model.ts";
import { senderIdentityOf, SmsSenderIdentity } from "../../src/model/sender-identity.ts";

const sender = (over: Record<string, unknown> = {}) =>
  SenderSettings.parse({
    sender_identity_id: "main",
    sender_type: "long_code",
    sender_value: "+4917604069099",
    ...over,
  });

describe("a sender identity (§21)", () => {
  test("is what is configured, in the document's shape", () => {
    const identity = senderIdentityOf(
      sender({ provider_accounts: ["a1"], country_scope: ["DE"], campaign_ref: "c1" }),
    );
    expect(SmsSenderIdentity.parse(identity)).toEqual(identity);
    expect(identity).toMatchObject({
      provider_account_ref: "a1",
      country_scope: ["DE"],
      campaign_ref: "c1",
      registration_state: "not_required",
    });
  });

  test("of several accounts, or of all, is of none in particular", () => {
    expect(senderIdentityOf(sender()).provider_account_ref).toBeNull();
    expect(
      senderIdentityOf(sender({ provider_accounts: ["a1", "a2"] })).provider_account_ref,
    ).toBeNull();
  });

  test.each<[Record<string, unknown>, readonly string[]]>([
    [{ use_case: "mixed" }, []],
    [{ use_case: "transactional" }, ["marketing_not_allowed"]],
    [
      { use_case: "mixed", sender_type: "alphanumeric_sender_id", sender_value: "Acme" },
      ["inbound_replies_not_supported"],
    ],
    [{ use_case: "mixed", registration_state: "pending" }, ["registration_required"]],
    [{ use_case: "mixed", limitations: ["low_throughput", "low_throughput"] }, ["low_throughput"]],
  ])("with %j has the limitations %j", (over, limitations) => {
    expect(senderIdentityOf(sender(over)).limitations).toEqual(limitations);
  });
});

test("a provider (§17) is an account with what it can do", () => {
  const model = providerModelOf(
    { kind: "twilio", account: "main", features: ["sending", "delivery_receipts"] },
    2,
  );
  expect(SmsProvider.parse(model)).toEqual({
    provider_name: "twilio",
    provider_account_ref: "main",
    supported_features: ["sending", "delivery_receipts"],
    event_mapping_ref: "/adapter/mappings",
    configuration_ref: "providers[2]",
  });
});

test("a link click (§23) knows the document's five words for scanners and no others", () => {
  const click = {
    sms_message_id: "sms_1",
    link_id: "l1",
    occurred_at: "2026-01-01T12:00:00Z",
    url: "https://example.com/",
    confidence: "low",
  };
  for (const scanner of ["none", "suspected", "likely", "confirmed", "unknown"])
    expect(SmsLinkClickEvent.safeParse({ ...click, scanner_classification: scanner }).success).toBe(
      true,
    );
  expect(SmsLinkClickEvent.safeParse({ ...click, scanner_classification: "maybe" }).success).toBe(
    false,
  );
});
