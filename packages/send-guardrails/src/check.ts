import { allowedByList, allowedByRoster } from "./allow-list.ts";
import { checkContent } from "./content.ts";
import type { Guards } from "./guards.ts";
import { scopeText, type LimitVerdict } from "./limits.ts";
import type { MessageRecord } from "./message.ts";
import { denied, type Denied } from "./reasons.ts";
import type { Recipient } from "./recipient.ts";

/** Everything that is looked at of a message itself: when it is asked for, and again when it is about to be sent. */
export async function checkMessage(
  { settings, contactable }: Guards,
  recipient: Recipient,
  body: string,
): Promise<{ readonly ok: true } | Denied> {
  const listed =
    allowedByList(recipient, settings.allow) ??
    allowedByRoster(recipient, await contactable.roster(), settings.allow);
  return listed.ok ? checkContent(body, settings.content) : listed;
}

/** @param now in steady milliseconds, as `quotas.now()` gives them */
export const expired = ({ expiresAt }: MessageRecord, now: number): boolean =>
  expiresAt !== null && now >= expiresAt;

export const limited = (verdict: LimitVerdict & { readonly ok: false }): Denied =>
  denied(
    "rate_limited",
    `The limit ${scopeText(verdict.scope)} is reached. Try again in ${Math.ceil(verdict.retryAfterMs / 1_000)} s, not before.`,
    verdict.retryAfterMs,
  );
