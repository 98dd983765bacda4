// SmsAdapterSpecification §26, from the settings, the accounts' own health and what was counted.
import type { ProviderHealth, TenantId } from "@underclaim/runtime";
import type { SenderSettings } from "../configuration/senders.ts";
import type { SmsKit } from "../kit.ts";
import type { SmsChannelHealth } from "../model/channel-health.ts";
import type { Channel } from "./facts.ts";
import type { ChannelRates, CountedChannel } from "./rates.ts";
import { deliverabilityOf, ratesOf } from "./thresholds.ts";
import { NO_COUNTS } from "./window.ts";

export interface ChannelHealthSources {
  readonly kit: Pick<SmsKit, "accounts" | "settings">;
  readonly rates: Pick<ChannelRates, "channels">;
  /** Null: there is no such account now. */
  readonly providerHealth: (account: string) => ProviderHealth | null;
}

/** One entry for each channel that was used lately, and for each sender and account that was not. */
export function channelHealth(
  { kit, rates, providerHealth }: ChannelHealthSources,
  tenant: TenantId,
): SmsChannelHealth[] {
  const counted = rates.channels(tenant);
  const accounts = kit.accounts.filter((each) => each.tenant === tenant);
  const idle = kit.settings.senders.flatMap((sender) =>
    accounts
      .map(({ account }) => account)
      .filter((account) => mayUse(sender, account) && !wasUsed(counted, sender, account))
      .map((account): CountedChannel => ({
        sender: sender.sender_identity_id,
        account,
        country: null,
        counts: NO_COUNTS,
      })),
  );
  return [...counted, ...idle]
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((channel) => {
      const sender = kit.settings.senders.find(
        ({ sender_identity_id: id }) => id === channel.sender,
      );
      const health = channel.account === null ? null : providerHealth(channel.account);
      return healthOf(channel, sender ?? null, health);
    });
}

const mayUse = ({ provider_accounts: only }: SenderSettings, account: string): boolean =>
  only.length === 0 || only.includes(account);

const wasUsed = (
  counted: readonly CountedChannel[],
  { sender_identity_id: id }: SenderSettings,
  account: string,
): boolean => counted.some((channel) => channel.sender === id && channel.account === account);

const nameOf = ({ sender, account, country }: Channel): string =>
  JSON.stringify([sender, account, country]);

/** `sender` null: it is configured no more. */
function healthOf(
  { sender: name, account, country, counts }: CountedChannel,
  sender: SenderSettings | null,
  health: ProviderHealth | null,
): SmsChannelHealth {
  const rates = ratesOf(counts);
  const registration = sender?.registration_state ?? "unknown";
  const route = health?.connectivity ?? "unknown";
  const deliverability = deliverabilityOf(rates);
  return {
    sender_identity_ref: name,
    provider_account_ref: account,
    country_scope: country,
    status: statusOf({ registration, route, deliverability }),
    registration_status: registration,
    route_status: route,
    deliverability_status: deliverability,
    ...rates,
    provider_degradation: [...(health?.degradations ?? [])],
  };
}

/** The worst of the three; healthy only where the account works and messages are known to arrive. */
function statusOf(given: {
  readonly registration: SmsChannelHealth["registration_status"];
  readonly route: SmsChannelHealth["route_status"];
  readonly deliverability: SmsChannelHealth["deliverability_status"];
}): SmsChannelHealth["status"] {
  const { registration, route, deliverability } = given;
  if (
    route === "unavailable" ||
    deliverability === "poor" ||
    registration === "rejected" ||
    registration === "expired"
  )
    return "failing";
  if (route === "degraded" || deliverability === "warning" || registration === "pending")
    return "degraded";
  return route === "healthy" && deliverability === "good" ? "healthy" : "unknown";
}
