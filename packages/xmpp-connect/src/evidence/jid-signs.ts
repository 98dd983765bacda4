// What a native event is a sign of, for the view over a JID.
import type { Instant } from "@underclaim/runtime";
import type { XmppNative, XmppStored } from "../native/types.ts";

/** A view may take when it was reported for when it was, where nobody says more. */
export const at = ({ occurred_at, received_at }: XmppStored): Instant => occurred_at ?? received_at;

const is =
  (...types: readonly XmppNative[]) =>
  ({ type }: XmppStored): boolean =>
    types.includes(type);

/** The session knew the recipient as available when the server took a message. */
export const wasAvailable = ({ type, data }: XmppStored): boolean =>
  type.startsWith("server.") && data["recipient"] === "available";

export const JID_SIGNS = {
  well_formed: is("message.accepted"),
  malformed: is("message.refused.invalid_jid", "error.jid_malformed"),
  not_found: is("error.item_not_found", "error.gone"),
  domain_unresolved: is("error.remote_server_not_found"),
  server_silent: is("error.remote_server_timeout"),
  /** Its server had to answer for it. */
  server_answered: is(
    "error.item_not_found",
    "error.gone",
    "error.forbidden",
    "error.not_authorized",
    "error.subscription_required",
    "error.registration_required",
    "error.recipient_unavailable",
    "error.blocked",
  ),
  blocked: is("error.blocked"),
  blocked_by_us: is("error.blocked_by_us"),
  bounced: ({ type }: XmppStored): boolean => type.startsWith("error."),
  available: (native: XmppStored): boolean =>
    native.type === "presence.available" || wasAvailable(native),
  unavailable: is("presence.unavailable", "recipient.unavailable", "offline.presumed"),
  delivered: is("receipt.received", "marker.received"),
  /** One of its clients says so; others may differ. */
  gives_no_receipts: ({ type, data }: XmppStored): boolean =>
    type === "capabilities.told" && data["receipts"] === false,
  gives_no_markers: ({ type, data }: XmppStored): boolean =>
    type === "capabilities.told" && data["markers"] === false,
  displayed: is("marker.displayed", "marker.acknowledged"),
  wrote: ({ type }: XmppStored): boolean =>
    type.startsWith("inbound.") && type !== "inbound.headline",
} as const satisfies Record<string, (native: XmppStored) => boolean>;
export type JidSign = keyof typeof JID_SIGNS;

/** The newest of each sign, or null. */
export const lastOf = (natives: readonly XmppStored[], sign: JidSign): Instant | null =>
  natives
    .filter(JID_SIGNS[sign])
    .reduce<Instant | null>((last, native) => latest(last, at(native)), null);

export const latest = (...instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);

/** A tie counts for the worse. */
export const isNewest = (bad: Instant | null, good: Instant | null): boolean =>
  bad !== null && (good === null || bad >= good);
