// XmppAdapterSpecification §22.
import { z } from "zod";
import type { XmppAccount } from "../kit.ts";
import { PROVIDER_FEATURES, type ProviderFeature } from "../provider/port.ts";

export const XmppProvider = z
  .strictObject({
    provider_name: z.string().min(1).describe("How the server is connected to: client or sandbox."),
    provider_account_ref: z.string().min(1).describe("The account's name in the configuration."),
    supported_features: z.array(z.enum(PROVIDER_FEATURES)).default([]),
    event_mapping_ref: z.string().min(1).describe("Where its native events are mapped."),
    configuration_ref: z.string().min(1).describe("Where it is configured."),
  })
  .meta({
    id: "XmppProvider",
    description: "An account on a server (XmppAdapterSpecification §22).",
  });
export type XmppProvider = z.infer<typeof XmppProvider>;

/** @param index of the account in `accounts` of the configuration */
export const providerModelOf = (
  { kind, account }: Pick<XmppAccount, "kind" | "account">,
  features: readonly ProviderFeature[],
  index: number,
): XmppProvider => ({
  provider_name: kind,
  provider_account_ref: account,
  supported_features: [...features],
  event_mapping_ref: "/adapter/mappings",
  configuration_ref: `accounts[${index}]`,
});
