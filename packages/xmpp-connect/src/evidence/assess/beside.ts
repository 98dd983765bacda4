// What is about no message: the session, a JID's presence, a receipt that found nothing (XmppAdapterSpecification §12.2–§12.4).
import { newestOf } from "@underclaim/runtime";
import type { XmppSubclass } from "../../model/subclasses.ts";
import type { XmppNative, XmppStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

type Table = readonly (readonly [XmppNative, XmppSubclass])[];

/** Of several that may be the newest the first: the worst. */
const STREAM: Table = [
  ["stream.authentication_failed", "fail.authentication_failed"],
  ["stream.insecure", "fail.stream_unavailable"],
  ["stream.unavailable", "fail.stream_unavailable"],
  ["stream.degraded", "undef.channel_degraded"],
  ["stream.connected", "undef.pending"],
];
const PRESENCE: Table = [
  ["presence.error", "undef.resource_unknown"],
  ["presence.unavailable", "undef.presence_unavailable"],
  ["presence.available", "success.presence_observed"],
];
const STRAY: Table = [["receipt.stray", "undef.conflicting_evidence"]];

/** Looked at only where nothing is known of a message: none of it says anything of one. */
export function besideMessages(natives: readonly XmppStored[]): Reading | null {
  for (const table of [STREAM, PRESENCE, STRAY]) {
    const newest = newestOf(natives.filter(({ type }) => table.some(([each]) => each === type)));
    const found = table.find(([type]) => newest.some((native) => native.type === type));
    if (found !== undefined) {
      const [type, subclass] = found;
      return read(subclass, type, BECAUSE[type]);
    }
  }
  return null;
}

const BECAUSE: Readonly<Partial<Record<XmppNative, string>>> = {
  "receipt.stray": "A receipt or marker names nothing that was sent to whoever sends it.",
};
