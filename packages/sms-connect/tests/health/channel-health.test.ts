import type { ProviderHealth } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { SenderSettings } from "../../src/configuration/senders.ts";
import { channelHealth } from "../../src/health/channel-health.ts";
import type { CountedChannel } from "../../src/health/rates.ts";
import { NO_COUNTS } from "../../src/health/window.ts";
import { SmsChannelHealth } from "../../src/model/channel-health.ts";
import { SmsConfiguration } from "../../src/configuration.ts";
import type { SmsKit } from "../../src/kit.ts";

const WORKS: ProviderHealth = { connectivity: "healthy", credentials: "valid", degradations: [] };

const sender = (over: Record<string, unknown> = {}) =>
  SenderSettings.parse({
    sender_identity_id: "main",
    sender_type: "long_code",
    sender_value: "+4917604069099",
    ...over,
  });
const account = (name: string, tenant = "default"): SmsKit["accounts"][number] => ({
  account: name,
  tenant,
  kind: "sandbox",
  environment: "sandbox",
  features: ["sending"],
  namesParts: false,
  cancels: false,
});
const used = (over: Partial<CountedChannel> = {}): CountedChannel => ({
  sender: "main",
  account: "a1",
  country: "DE",
  counts: { ...NO_COUNTS, submitted: 100, delivered: 100 },
  ...over,
});

function health(given: {
  readonly senders?: readonly SenderSettings[];
  readonly accounts?: SmsKit["accounts"];
  readonly counted?: readonly CountedChannel[];
  readonly provider?: ProviderHealth | null;
}): SmsChannelHealth[] {
  const {
    senders = [sender()],
    accounts = [account("a1")],
    counted = [],
    provider = WORKS,
  } = given;
  return channelHealth(
    {
      kit: { accounts, settings: { ...SmsConfiguration.parse({}), senders: [...senders] } },
      rates: { channels: () => counted },
      providerHealth: () => provider,
    },
    "default",
  );
}

describe("a channel", () => {
  test("whose account works and whose messages arrive is healthy", () => {
    expect(health({ counted: [used()] })).toEqual([
      {
        sender_identity_ref: "main",
        provider_account_ref: "a1",
        country_scope: "DE",
        status: "healthy",
        registration_status: "not_required",
        route_status: "healthy",
        deliverability_status: "good",
        opt_out_rate: 0,
        failure_rate: 0,
        unknown_rate: 0,
        filtering_rate: 0,
        provider_degradation: [],
      },
    ]);
  });

  test("that nobody used is unknown, though its account works", () => {
    expect(health({})).toMatchObject([
      {
        country_scope: null,
        status: "unknown",
        route_status: "healthy",
        deliverability_status: "unknown",
        failure_rate: null,
      },
    ]);
  });

  test.each<[string, Parameters<typeof health>[0], string]>([
    ["the account is away", { provider: { ...WORKS, connectivity: "unavailable" } }, "failing"],
    ["the account is degraded", { provider: { ...WORKS, connectivity: "degraded" } }, "degraded"],
    [
      "the sender was rejected",
      { senders: [sender({ registration_state: "rejected" })] },
      "failing",
    ],
    [
      "the registration has ended",
      { senders: [sender({ registration_state: "expired" })] },
      "failing",
    ],
    [
      "the registration waits",
      { senders: [sender({ registration_state: "pending" })] },
      "degraded",
    ],
    [
      "most messages fail",
      { counted: [used({ counts: { ...NO_COUNTS, submitted: 50, failed: 50 } })] },
      "failing",
    ],
    ["the account is gone", { provider: null }, "unknown"],
  ])("where %s is told so", (_, given, status) => {
    const [first] = health({ counted: [used()], ...given });
    expect(first?.status).toBe(status);
  });
});

test("a sender stands once for each of its tenant's accounts that it may use, and once for each country it has sent to", () => {
  const accounts = [account("a1"), account("a2"), account("a3", "other")];
  const senders = [sender(), sender({ sender_identity_id: "only", provider_accounts: ["a2"] })];
  const counted = [used(), used({ country: "FR" })];
  expect(
    health({ accounts, senders, counted }).map((each) => [
      each.sender_identity_ref,
      each.provider_account_ref,
      each.country_scope,
    ]),
  ).toEqual([
    ["main", "a1", "DE"],
    ["main", "a1", "FR"],
    ["main", "a2", null],
    ["only", "a2", null],
  ]);
});

test("a sender that is configured no more is of unknown registration", () => {
  const [first] = health({ senders: [], counted: [used()] });
  expect(first).toMatchObject({ sender_identity_ref: "main", registration_status: "unknown" });
});

test("what is told has the document's shape", () => {
  for (const each of health({ counted: [used(), used({ account: null, country: null })] }))
    expect(SmsChannelHealth.parse(each)).toEqual(each);
});
