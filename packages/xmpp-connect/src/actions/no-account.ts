import type { XmppAccount } from "../kit.ts";
import type { SendParameters } from "./parameters.ts";
import type { Refused } from "./refuse.ts";

/**
 * Why none of these accounts can send it: the name that was given, or the stream.
 *
 * @param possible the tenant's accounts that could reach the target
 * @param which names them: "No account <which> …"
 */
export function noAccount(
  possible: readonly XmppAccount[],
  { account, stream }: Pick<SendParameters, "account" | "stream">,
  which = "",
): Refused {
  const named = possible.some((each) => each.account === account);
  const what = !account
    ? `No account ${which}carries the stream ${stream}`
    : named
      ? `The account in parameters.account does not carry the stream ${stream}`
      : `No account ${which}has the name in parameters.account`;
  return {
    refusal: "no_account",
    message: `${what}. Look at accounts of the configuration.`,
    category: "configuration",
    field: account && !named ? "parameters.account" : "parameters.stream",
  };
}
