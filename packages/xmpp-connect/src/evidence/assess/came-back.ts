// What the recipient's clients and whoever uses them said (XmppAdapterSpecification §12.4–§12.6), strongest first.
import { newestOf } from "@underclaim/runtime";
import type { ActorKind, ReplyKind, XmppNative, XmppStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

interface Reply {
  readonly kind: ReplyKind;
  readonly actor: ActorKind;
  readonly native: XmppStored;
}

/** What can be read. Something encrypted is none; nor are news to many. */
export const repliesIn = (natives: readonly XmppStored[]): readonly Reply[] =>
  natives.flatMap((native): Reply[] => {
    const [family, kind, actor] = native.type.replace("room.reply.", "inbound.").split(".");
    // In a room an unknown occupant's word is nobody's (§12.7).
    if (native.type.startsWith("room.") && actor !== "known") return [];
    return family === "inbound" && actor !== undefined
      ? [{ kind: kind as ReplyKind, actor: actor as ActorKind, native }]
      : [];
  });

const first = (natives: readonly XmppStored[], types: readonly XmppNative[]): XmppNative | null =>
  types.find((type) => natives.some((native) => native.type === type)) ?? null;

/**
 * Yes and then no is no acknowledgement; nor is one of which it is not known whether it came first, or which message it
 * acknowledges.
 */
function acknowledged(natives: readonly XmppStored[]): XmppNative | null {
  const answers = natives.filter(
    (native) => isDecline(native.type) || (isAcknowledgement(native.type) && !isGuessed(native)),
  );
  const newest = newestOf(answers);
  if (newest.length === 0 || newest.some(({ type }) => isDecline(type))) return null;
  return newest.map(({ type }) => type).toSorted()[0] ?? null;
}

const isAcknowledgement = (type: XmppNative): boolean =>
  type === "marker.acknowledged" ||
  type === "room.acknowledged.known" ||
  type === "room.reply.acknowledgement.known" ||
  type.startsWith("inbound.acknowledgement.");
const isDecline = (type: XmppNative): boolean =>
  type === "room.reply.decline.known" || type.startsWith("inbound.decline.");

export const deliveredIn = (natives: readonly XmppStored[]): XmppNative | null =>
  first(natives, ["receipt.received", "marker.received"]);

export const displayedIn = (natives: readonly XmppStored[]): XmppNative | null =>
  first(natives, [
    "marker.acknowledged",
    "marker.displayed",
    "room.acknowledged.known",
    "room.displayed.known",
  ]);

/** Null: nothing came back. */
export function cameBack(natives: readonly XmppStored[]): Reading | null {
  const answer = acknowledged(natives);
  if (answer !== null) return read("success.acknowledged_by_client", answer, meaningOf(answer));
  const replies = repliesIn(natives);
  const [reply] = replies.map(({ native }) => native.type).toSorted();
  if (reply !== undefined) {
    const reading = read("success.reply_received", reply);
    return replies.every(isGuess) ? { ...reading, confidence: "low" } : reading;
  }
  // An acknowledgement that was taken back shows at least that it was displayed.
  const displayed = displayedIn(natives);
  if (displayed !== null) return read("success.displayed_by_client", displayed);
  const delivered = deliveredIn(natives);
  return delivered === null ? null : read("success.delivered_to_client", delivered);
}

const meaningOf = (answer: XmppNative): string =>
  answer === "marker.acknowledged" || answer === "room.acknowledged.known"
    ? "A client of the recipient's account acknowledged the message by a marker."
    : "The recipient's account answered with a word that acknowledges.";

/** Which message it answers is a guess among several. */
const isGuessed = ({ correlation_method }: XmppStored): boolean =>
  correlation_method === "conversation_recency_ambiguous";
export const isGuess = ({ native }: Reply): boolean => isGuessed(native);
