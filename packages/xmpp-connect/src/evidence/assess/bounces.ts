// Bounces (XmppAdapterSpecification §24, §12.3).
import { newestOf } from "@underclaim/runtime";
import { STANZA_ERRORS, type StanzaCondition } from "../../native/stanza-errors.ts";
import type { XmppSubclass } from "../../model/subclasses.ts";
import type { XmppNative, XmppStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

const FURTHER: Readonly<Partial<Record<XmppNative, XmppSubclass>>> = {
  "error.temporary": "undef.deferred",
  "error.blocked": "fail.recipient_blocked",
  // "Blocked locally" (§12.1): by the account itself.
  "error.blocked_by_us": "fail.suppressed",
};

/** Conditions that say by themselves that they may pass, whatever type a server gives them. */
const PASSING: readonly XmppNative[] = [
  "error.temporary",
  "error.recipient_unavailable",
  "error.remote_server_timeout",
  "error.resource_constraint",
];

export const bouncesIn = (natives: readonly XmppStored[]): readonly XmppStored[] =>
  natives.filter(({ type }) => type.startsWith("error."));

export const subclassOfBounce = (type: XmppNative): XmppSubclass =>
  FURTHER[type] ?? STANZA_ERRORS[type.slice("error.".length) as StanzaCondition];

/** Whether it says that this stanza has come to its end. What came back all the same contradicts it. */
export const isLasting = ({ type, data }: XmppStored): boolean =>
  data["retryable"] !== true && !PASSING.includes(type);

/** Null: nothing came back as undeliverable. */
export function bounced(natives: readonly XmppStored[]): Reading | null {
  const bounces = bouncesIn(natives);
  const readings = bounces.map((native) => ({ native, reading: readingOf(native, natives) }));
  const failed = readings.filter(({ reading }) => reading.subclass.startsWith("fail."));
  const telling = failed.length > 0 ? failed : readings;
  const newest = new Set(newestOf(telling.map(({ native }) => native)));
  return shared(
    telling.filter(({ native }) => newest.has(native)).map(({ reading }) => reading),
    failed.length > 0,
  );
}

function readingOf(native: XmppStored, natives: readonly XmppStored[]): Reading {
  const { type } = native;
  const offline = natives.some((each) => each.type === "recipient.unavailable");
  // §12.3 "Offline storage unsupported": nobody was there, and it was not kept.
  if (type === "error.service_unavailable" && isLasting(native) && offline)
    return read(
      "fail.delivery_failed",
      type,
      "The recipient was not available, and the message came back instead of being stored.",
    );
  return read(subclassOfBounce(type), type);
}

/** The one reason of several, or only that it failed, or only that it waits. */
function shared(readings: readonly Reading[], failed: boolean): Reading | null {
  const [first] = readings.toSorted((a, b) => ((a.signal ?? "") < (b.signal ?? "") ? -1 : 1));
  if (first === undefined) return null;
  if (new Set(readings.map(({ subclass }) => subclass)).size === 1) return first;
  return {
    subclass: failed ? "fail.delivery_failed" : "undef.deferred",
    signal: first.signal,
    because: "The message came back more than once, for different reasons.",
  };
}
