// Receipts and markers are one client's (XmppAdapterSpecification §12.4, §12.5 "from one resource only").
import type { XmppNative, XmppStored } from "../../native/types.ts";

const SCOPED: readonly XmppNative[] = [
  "receipt.received",
  "marker.received",
  "marker.displayed",
  "marker.acknowledged",
];

export function scopeLimitation(
  natives: readonly XmppStored[],
  signal: XmppNative | null,
): string | null {
  if (signal?.startsWith("room.") === true && signal.endsWith(".known"))
    return "One occupant of the room told it: of the other occupants nothing is known.";
  if (signal === null || !SCOPED.includes(signal)) return null;
  const told = natives.filter(({ type }) => type === signal);
  const resources = new Set(told.map(({ data }) => data["resource"] ?? null));
  return resources.size === 1 && !resources.has(null)
    ? "One client of the account told it: of its other clients nothing is known."
    : "Clients of the account told it: of those that told nothing, nothing is known.";
}
