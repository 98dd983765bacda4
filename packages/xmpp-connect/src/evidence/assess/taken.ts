// What is known of a stanza that the server took, before anything came back (XmppAdapterSpecification §12.2–§12.4).
import type { XmppSubclass } from "../../model/subclasses.ts";
import type { XmppNative, XmppStored } from "../../native/types.ts";
import { wasAvailable } from "../jid-signs.ts";
import { read, type Reading } from "./reading.ts";

/** What shows that the server took it, strongest first. */
const TAKEN: readonly (readonly [XmppNative, XmppSubclass])[] = [
  ["server.acknowledged", "undef.server_acknowledged_only"],
  ["server.answered_after", "undef.sent_to_server_only"],
  ["server.archived", "undef.sent_to_server_only"],
  ["operator.resolved_accepted", "undef.sent_to_server_only"],
];

/** What was known of the recipient then, weakest first; presence that was available says nothing of the message. */
const THEN: readonly (readonly [XmppNative, XmppSubclass])[] = [
  ["recipient.unavailable", "undef.presence_unavailable"],
  ["offline.presumed", "undef.offline_stored"],
  ["receipt.not_requested", "undef.no_receipt_requested"],
  ["receipt.unsupported", "undef.no_receipt_requested"],
  ["routing.unknown", "undef.bare_jid_routing_unknown"],
];

/** The same once the deadline for a receipt has passed. */
const OVERDUE: readonly (readonly [XmppNative, XmppSubclass])[] = [
  ["recipient.unavailable", "undef.presence_unavailable"],
  ["offline.presumed", "undef.offline_delivery_unknown"],
  ["receipt.unsupported", "undef.no_receipt_requested"],
  ["receipt.overdue", "undef.receipt_requested_no_response"],
];

/** Null: that the server took it is not told. */
export function taken(natives: readonly XmppStored[]): Reading | null {
  const types = new Set(natives.map(({ type }) => type));
  const told = TAKEN.find(([type]) => types.has(type));
  const unknown = types.has("message.unknown");
  if (told === undefined && !unknown) return null;
  const overdue = types.has("receipt.overdue");
  const known = (overdue ? OVERDUE : told === undefined ? [] : THEN).find(([type]) =>
    types.has(type),
  );
  if (known !== undefined) {
    const [signal, subclass] = known;
    const silent = overdue ? NO_RECEIPT : undefined;
    if (signal === "receipt.overdue" && natives.some(wasAvailable))
      return read("undef.presence_available_but_no_receipt", signal, silent);
    return read(subclass, signal, signal === "receipt.unsupported" ? GIVES_NONE : silent);
  }
  if (told === undefined) return null;
  const [signal, subclass] = told;
  if (subclass === "undef.server_acknowledged_only" && toUnknownResource(natives))
    return read(
      "undef.resource_unknown",
      signal,
      "The server took it for a resource of which nothing is known.",
    );
  const reading = read(subclass, signal);
  return signal.startsWith("operator.") ? { ...reading, confidence: "low" } : reading;
}

const GIVES_NONE = "Each client that was known to be there says that it gives no receipts.";
const NO_RECEIPT = "No receipt came in the time given for it.";

/** A server may hand it to another resource instead (RFC 6121 §8.5.3.2). */
const toUnknownResource = (natives: readonly XmppStored[]): boolean =>
  !natives.some(wasAvailable) &&
  natives.some(({ type, data }) => type === "message.accepted" && data["addressed"] === "full_jid");

/** Before the server has spoken: what of it stands, furthest first. */
const WAITING: readonly XmppNative[] = [
  "message.unknown",
  "message.no_session",
  "message.delayed",
  "message.scheduled",
  "message.accepted",
  "tracking.registered",
];

/** Null: nothing of it is about a message. */
export function waiting(natives: readonly XmppStored[]): Reading | null {
  const type = WAITING.find((each) => natives.some((native) => native.type === each));
  if (type === undefined) return null;
  const reading = read("undef.pending", type);
  return type === "message.unknown" ? { ...reading, confidence: "low" } : reading;
}
