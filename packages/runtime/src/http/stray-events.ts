import { nearest } from "../config/nearest.ts";
import type { HttpContext } from "./context.ts";
import { rateGate } from "./rate-limit.ts";

/** Anybody can post anywhere: some lines at once, then one a minute, for each source that there is and for all others. */
const LINES = { perSecond: 1 / 60, burst: 5 };

const WHY = {
  unknown_source: "there is no such source",
  unknown_account: "the source has no such account",
  no_key: "the source is not signed, and no valid API key came with it",
} as const;

export type StrayEvent = (source: string, account: string | null) => void;

/**
 * Logs that somebody posts where nothing is taken in: as a rule a wrong address at the provider. What of the address is
 * nobody's name here is a stranger's text, and not repeated.
 */
export function strayEvents({
  runtime,
  accounts,
  clock,
  log,
}: Pick<HttpContext, "runtime" | "accounts" | "clock" | "log">): StrayEvent {
  const gate = rateGate(LINES, clock);
  const unlogged = new Map<string, number>();
  return (name, account) => {
    const source = runtime.source(name);
    const key = source === null ? "" : name;
    const before = unlogged.get(key) ?? 0;
    if (gate(key) > 0) {
      unlogged.set(key, before + 1);
      return;
    }
    unlogged.delete(key);
    const reason =
      source === null ? "unknown_source" : source.signed ? "unknown_account" : "no_key";
    log.warn(
      {
        source: source === null ? "[redacted]" : name,
        account: account === null ? null : "[redacted]",
        reason,
        ...(reason === "unknown_account"
          ? { did_you_mean: nearest(account ?? "", accounts.names(name)) }
          : {}),
        not_logged_before: before,
      },
      `a provider's event was not taken in: ${WHY[reason]}. Compare the address that the provider calls with the configuration.`,
    );
  };
}
