import type { WireRequest } from "@underclaim/runtime";
import type { SmsKit } from "../../kit.ts";
import type { VonageSettings } from "../../provider/vonage/settings.ts";

/** The account that the path names. */
export const accountName = ({ account }: Pick<WireRequest, "account">): string =>
  account ?? "default";

/** How it signs stands in its settings. */
export function accountOf(
  { settings }: SmsKit,
  wire: Pick<WireRequest, "account">,
): VonageSettings | null {
  const name = accountName(wire);
  for (const provider of settings.providers)
    if (provider.kind === "vonage" && provider.account === name) return provider;
  return null;
}
