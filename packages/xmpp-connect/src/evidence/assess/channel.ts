// The channel's own view (XmppAdapterSpecification §11–§13). The participant's is read from the same parts.
import type { XmppStored } from "../../native/types.ts";
import { besideMessages } from "./beside.ts";
import { bounced, bouncesIn, isLasting } from "./bounces.ts";
import { cameBack } from "./came-back.ts";
import { ended, operatorSaysNo } from "./ended.ts";
import { read, type Reading } from "./reading.ts";
import { isPublished, pubsubReading } from "./pubsub.ts";
import { roomReading, roomTook } from "./rooms.ts";
import { suppressed } from "./standing.ts";
import { taken, waiting } from "./taken.ts";

/** What became of the sending, whatever stands against further messages. */
export function sendingOf(natives: readonly XmppStored[]): Reading | null {
  const came = cameBack(natives);
  const own = ended(natives);
  if (came !== null || (own !== null && isTaken(natives)))
    return contradicts(natives, own) ? contradiction(natives, own) : came;
  return (
    bounced(natives) ??
    roomReading(natives) ??
    pubsubReading(natives) ??
    own ??
    // That the server took it is a fact; an operator's word is for what nobody has told.
    withOperator(natives, taken(natives)) ??
    waiting(natives)
  );
}

export const channelReading = (natives: readonly XmppStored[]): Reading =>
  suppressed(natives) ?? sendingOf(natives) ?? besideMessages(natives) ?? NOTHING;

const NOTHING: Reading = {
  subclass: "undef.pending",
  signal: null,
  because: "Nothing is known of a message here.",
  confidence: "low",
};

const isTaken = (natives: readonly XmppStored[]): boolean =>
  natives.some(({ type }) => type.startsWith("server.")) ||
  roomTook(natives) ||
  isPublished(natives);

/** What bounced for good, or never left, cannot have come to anybody. One bounce that passes is revised by a receipt. */
const contradicts = (natives: readonly XmppStored[], own: Reading | null): boolean =>
  own !== null ||
  bouncesIn(natives).some(isLasting) ||
  (roomReading(natives)?.subclass.startsWith("fail.") ?? false);

function contradiction(natives: readonly XmppStored[], own: Reading | null): Reading {
  const [lasting] = bouncesIn(natives)
    .filter(isLasting)
    .map(({ type }) => type)
    .toSorted();
  return read(
    "undef.conflicting_evidence",
    lasting ?? own?.signal ?? "receipt.received",
    "Reports contradict each other: it did not get through, and it did.",
  );
}

function withOperator(natives: readonly XmppStored[], known: Reading | null): Reading | null {
  return isTaken(natives) ? known : (operatorSaysNo(natives) ?? known);
}
