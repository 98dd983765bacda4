import type { Recipient } from "./recipient.ts";
import { denied, type Denied } from "./reasons.ts";

export interface RosterEntry {
  /** Canonical. */
  readonly address: string;
  readonly subscription: "none" | "to" | "from" | "both" | "unknown";
}

/** The roster as it was read, or the fact that it could not be. Entries are people: a roster names no rooms. */
export type Roster =
  | { readonly known: true; readonly entries: readonly RosterEntry[]; readonly ageMs: number }
  | { readonly known: false };

export interface AllowSettings {
  readonly entries: readonly Recipient[];
  readonly roster: boolean;
  /** Only contacts with a mutual subscription. */
  readonly mutualOnly: boolean;
  readonly rosterMaxAgeMs: number;
  /** Canonical; neither is ever a recipient. */
  readonly self: string;
  readonly approver: string | null;
}

type Allowed = { readonly ok: true } | Denied;

/** What is decided without asking anybody; null: only the roster can tell. */
export function allowedByList(
  { address, kind }: Recipient,
  settings: AllowSettings,
): Allowed | null {
  if (address === settings.self)
    return denied("recipient_is_self", "That is the account's own address.");
  if (address === settings.approver)
    return denied(
      "recipient_is_approver",
      "That is the approver's address; it is asked, not written to.",
    );
  const listed = settings.entries.find((each) => each.address === address);
  if (listed !== undefined)
    return listed.kind === kind
      ? { ok: true }
      : denied(
          "kind_mismatch",
          `The address is allowed as a ${listed.kind} and was addressed as a ${kind}. Use the type that fits.`,
        );
  return settings.roster && kind === "user" ? null : notAllowed;
}

/** Unknown or stale is no: a contact may have been removed since. */
export function allowedByRoster(
  { address }: Recipient,
  roster: Roster,
  { mutualOnly, rosterMaxAgeMs }: AllowSettings,
): Allowed {
  if (!roster.known || roster.ageMs > rosterMaxAgeMs)
    return denied(
      "roster_unavailable",
      "The contact list cannot be read now, so nobody is allowed by it. Try again later.",
    );
  const entry = roster.entries.find((each) => each.address === address);
  if (entry === undefined) return notAllowed;
  return !mutualOnly || entry.subscription === "both"
    ? { ok: true }
    : denied(
        "not_allowed",
        "The contact's subscription is not mutual, which the configuration demands.",
      );
}

const notAllowed: Denied = denied(
  "not_allowed",
  "The recipient is not on the allow-list. Only the operator can add it, in the configuration.",
);
