// What it means for the participant's awareness: never a success (XmppAdapterSpecification §3, §11).
import type { XmppSubclass } from "../../model/subclasses.ts";
import type { ActorKind, XmppStored } from "../../native/types.ts";
import { cameBack, deliveredIn, displayedIn, isGuess, repliesIn } from "./came-back.ts";
import { channelReading, sendingOf } from "./channel.ts";
import { read, type Reading } from "./reading.ts";
import { unknownOccupant } from "./rooms.ts";

export function participantReading(natives: readonly XmppStored[]): Reading {
  const sent = sendingOf(natives);
  if (sent?.subclass === "undef.conflicting_evidence") return sent;
  if (cameBack(natives) !== null) return answered(natives) ?? shown(natives);
  const reading = sent ?? channelReading(natives);
  const somebody = reading.subclass.startsWith("fail.") ? null : unknownOccupant(natives);
  return encrypted(natives) ?? somebody ?? unanswered(reading, natives);
}

/** Strongest first: a reply of the participant's own account is not made less by another's. */
const ACTORS: readonly (readonly [ActorKind, XmppSubclass, string])[] = [
  [
    "known",
    "undef.displayed_but_comprehension_unproven",
    "The participant's own account wrote back; what was understood is not shown.",
  ],
  ["delegated", "undef.identity_uncertain", "An account wrote back that others act through, too."],
  ["unknown", "undef.reply_identity_uncertain", "A reply came; who or what wrote it is not shown."],
];

function answered(natives: readonly XmppStored[]): Reading | null {
  const replies = repliesIn(natives);
  // Of what may answer another message nobody can tell what it answers here.
  const sure = replies.filter((reply) => !isGuess(reply));
  if (sure.length === 0 && (displayedIn(natives) !== null || replies.length === 0)) return null;
  const counted = sure.length > 0 ? sure : replies;
  for (const [actor, subclass, because] of ACTORS) {
    const [type] = counted
      .filter((reply) => reply.actor === actor)
      .map(({ native }) => native.type)
      .toSorted();
    if (type === undefined) continue;
    if (actor === "known" && sure.length === 0)
      return {
        ...read(
          "undef.reply_identity_uncertain",
          type,
          "The participant's own account wrote; which message it answers is a guess.",
        ),
      };
    // A client that displayed it said more than a stranger's reply.
    if (actor !== "known" && displayedIn(natives) !== null) return null;
    return read(subclass, type, because);
  }
  return null;
}

/** What the client says outranks it, and whoever asks why nothing is settled must hear of it. */
const SOMEBODY_TOO = "A reply came, too: from whom, or to which message, is not shown.";

function shown(natives: readonly XmppStored[]): Reading {
  const displayed = displayedIn(natives);
  if (displayed !== null) {
    const reading = read("undef.displayed_but_comprehension_unproven", displayed);
    return repliesIn(natives).length === 0
      ? reading
      : { ...reading, because: `${reading.because} ${SOMEBODY_TOO}` };
  }
  const delivered = deliveredIn(natives) ?? "receipt.received";
  return natives.some(({ type }) => type === "marker.unsupported")
    ? read(
        "undef.display_marker_unavailable",
        "marker.unsupported",
        "Delivered; each client that was known to be there says that it tells nothing of displaying.",
      )
    : read(
        "undef.delivered_but_awareness_unproven",
        delivered,
        "Delivered to a client; nothing shows that anybody read it.",
      );
}

/** Something came that nobody here can read. */
const encrypted = (natives: readonly XmppStored[]): Reading | null =>
  natives.some(({ type }) => type === "inbound.encrypted")
    ? read("undef.reply_identity_uncertain", "inbound.encrypted")
    : null;

/** What is between the server and a client is one thing to the participant: under way, as far as anybody knows. */
const UNDER_WAY: readonly XmppSubclass[] = [
  "undef.sent_to_server_only",
  "undef.server_acknowledged_only",
  "undef.bare_jid_routing_unknown",
  "undef.resource_unknown",
  "undef.offline_stored",
  "undef.deferred",
];

function unanswered(reading: Reading, natives: readonly XmppStored[]): Reading {
  if (reading.subclass === "success.presence_observed")
    return { ...reading, subclass: "undef.presence_available_but_no_receipt" };
  if (reading.subclass === "success.pubsub_item_published")
    return { ...reading, subclass: "undef.pubsub_publication_only" };
  // §11.2: `fail` is "strong evidence that the XMPP channel failed or should not be used", and says nothing of anybody.
  if (reading.subclass.startsWith("fail."))
    return { ...reading, subclass: "undef.escalation_required" };
  const sent = sendingOf(natives) !== null;
  return sent && UNDER_WAY.includes(reading.subclass)
    ? { ...reading, subclass: "undef.delivery_pending" }
    : reading;
}
