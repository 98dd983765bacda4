// Which accounts carry a message, in order (SmsAdapterSpecification §37 "multi-provider routing").
import type { RouteSettings } from "../configuration/routes.ts";
import type { SenderSettings } from "../configuration/senders.ts";
import type { SmsStream } from "./stream.ts";

export interface RouteQuestion {
  readonly country: string | null;
  readonly stream: SmsStream;
  readonly sender: SenderSettings;
  /** Only this account, as the request names it. */
  readonly wanted: string | null;
  /** Accounts of the tenant, in the order of the configuration, those in trouble last. */
  readonly accounts: readonly string[];
}

/** Empty: there is no way. */
export function chooseAccounts(
  routes: readonly RouteSettings[],
  { country, stream, sender, wanted, accounts }: RouteQuestion,
): readonly string[] {
  const route = routes.find(
    ({ countries, streams }) =>
      (countries.length === 0 || (country !== null && countries.includes(country))) &&
      (streams.length === 0 || streams.includes(stream)),
  );
  if (route?.blocked === true) return [];
  // Without any route every account may carry everything; with routes what no route names has no way.
  const named = route === undefined ? (routes.length === 0 ? accounts : []) : route.accounts;
  return named.filter(
    (account) =>
      accounts.includes(account) &&
      (wanted === null || wanted === account) &&
      (sender.provider_accounts.length === 0 || sender.provider_accounts.includes(account)),
  );
}
