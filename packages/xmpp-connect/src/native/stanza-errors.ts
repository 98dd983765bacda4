import type { XmppSubclass } from "../model/subclasses.ts";

/** The defined conditions of RFC 6120 §8.3.3, in the order of XmppAdapterSpecification §24, each with its reading. */
export const STANZA_ERRORS = {
  bad_request: "fail.stanza_error",
  conflict: "fail.stanza_error",
  feature_not_implemented: "fail.stanza_error",
  forbidden: "fail.authorization_failed",
  gone: "fail.recipient_not_found",
  internal_server_error: "undef.deferred",
  item_not_found: "fail.recipient_not_found",
  jid_malformed: "fail.invalid_jid",
  not_acceptable: "fail.stanza_error",
  not_allowed: "fail.policy_rejected",
  not_authorized: "fail.authorization_failed",
  payment_required: "fail.policy_rejected",
  recipient_unavailable: "undef.presence_unavailable",
  redirect: "fail.stanza_error",
  registration_required: "fail.authorization_failed",
  remote_server_not_found: "fail.remote_server_unreachable",
  remote_server_timeout: "undef.deferred",
  resource_constraint: "undef.deferred",
  /** What servers answer for an unknown user and for one who blocks the sender alike: it tells neither. */
  service_unavailable: "undef.deferred",
  subscription_required: "fail.not_in_roster",
  undefined_condition: "fail.stanza_error",
  unexpected_request: "fail.stanza_error",
} as const satisfies Record<string, XmppSubclass>;

export type StanzaCondition = keyof typeof STANZA_ERRORS;
