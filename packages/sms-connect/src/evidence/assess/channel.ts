// The channel's own view (SmsAdapterSpecification §10, §11).
import type { SmsStored } from "../../native/types.ts";
import { openedIn, replied } from "./answers.ts";
import { healthIn } from "./health.ts";
import { read, type Reading } from "./reading.ts";
import type { Outcome } from "./receipts.ts";
import { blocked } from "./standing.ts";
import { transmission } from "./transmission.ts";

/** The strongest of what came back; then what became of the sending. */
export function channelReading(natives: readonly SmsStored[]): Reading {
  const came = blocked(natives) ?? replied(natives);
  if (came !== null) return came;
  const sent = transmission(natives);
  return opened(natives, sent) ?? degraded(natives, sent) ?? sent?.reading ?? NOTHING;
}

const NOTHING: Reading = {
  subclass: "undef.no_signal",
  signal: null,
  because: "Nothing is known of a message here.",
};

/** A link is the message's own: whoever opens it had it, though a receipt says that nobody can have. */
function opened(natives: readonly SmsStored[], sent: Outcome | null): Reading | null {
  const link = openedIn(natives);
  if (link === null) return null;
  if (sent?.end === "failed" || sent?.end === "conflict")
    return read(
      "undef.conflicting_evidence",
      link,
      "A link of the message was opened, and reports say that it was not delivered.",
    );
  if (link === "link.clicked") return read("success.link_clicked", link);
  return sent?.end === "delivered" ? null : read("undef.link_clicked_identity_uncertain", link);
}

/** Nothing was heard from beyond the provider, and the provider is known to be in trouble. */
function degraded(natives: readonly SmsStored[], sent: Outcome | null): Reading | null {
  const health = healthIn(natives);
  if (health === null || health === "provider.recovered") return null;
  const waits = sent === null || (sent.end === "open" && NEAR.has(sent.reading?.subclass ?? ""));
  return waits ? read("undef.channel_degraded", health) : null;
}

const NEAR: ReadonlySet<string> = new Set([
  "undef.pending",
  "undef.queued",
  "undef.provider_accepted_only",
  "undef.dispatched",
  "undef.no_dlr",
]);
