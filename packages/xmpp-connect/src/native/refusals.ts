import type { FailSubclass } from "../model/subclasses.ts";

/** Why the adapter itself refuses (XmppAdapterSpecification §12.1), and how that is assessed. */
export const REFUSALS = {
  missing_jid: "fail.missing_jid",
  invalid_jid: "fail.invalid_jid",
  render_failed: "fail.stanza_error",
  /** Empty, too long, or with characters that XML 1.0 cannot carry. */
  content_invalid: "fail.stanza_error",
  no_account: "fail.authentication_failed",
  suppressed: "fail.suppressed",
  /** The request demands what the recipient's client or server does not have. */
  extension_unsupported: "fail.policy_rejected",
  not_in_roster: "fail.not_in_roster",
  policy: "fail.policy_rejected",
  /** The action itself cannot be done (nothing to cancel, a reference that is taken): no word about the channel. */
  unsupported: "fail.policy_rejected",
} as const satisfies Record<string, FailSubclass>;

export type Refusal = keyof typeof REFUSALS;
