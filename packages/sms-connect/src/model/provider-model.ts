// SmsAdapterSpecification §17.
import { z } from "zod";
import type { SmsAccount } from "../kit.ts";
import { PROVIDER_FEATURES } from "../provider/port.ts";

export const SmsProvider = z
  .strictObject({
    provider_name: z.string().min(1).describe("The protocol it is spoken to in."),
    provider_account_ref: z.string().min(1).describe("The account's name in the configuration."),
    supported_features: z.array(z.enum(PROVIDER_FEATURES)).default([]),
    event_mapping_ref: z.string().min(1).describe("Where its native events are mapped."),
    configuration_ref: z.string().min(1).describe("Where it is configured."),
  })
  .meta({
    id: "SmsProvider",
    description: "An account at a provider (SmsAdapterSpecification §17).",
  });
export type SmsProvider = z.infer<typeof SmsProvider>;

/** `index`: of the account in `providers` of the configuration. */
export const providerModelOf = (
  { kind, account, features }: Pick<SmsAccount, "kind" | "account" | "features">,
  index: number,
): SmsProvider => ({
  provider_name: kind,
  provider_account_ref: account,
  supported_features: [...features],
  event_mapping_ref: "/adapter/mappings",
  configuration_ref: `providers[${index}]`,
});
