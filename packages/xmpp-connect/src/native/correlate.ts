// How what names no message finds what it is about: only who wrote to which account of ours, and when.
import type { Correlator, Instant, Operation, OperationState, Snapshot } from "@underclaim/runtime";
import { conversationKey, type Conversation } from "../model/documents.ts";
import type { XmppDraft, XmppNative } from "./types.ts";

/** Of several messages within this time nobody can tell which one is answered. */
const RECENT_MS = 24 * 3_600_000;
/** After this an answer is more likely about something else. */
const TOO_LONG_AGO_MS = 14 * 86_400_000;
/** Nobody has received these. */
const NEVER_SENT: readonly OperationState[] = [
  "scheduled",
  "ready",
  "claimed",
  "rejected",
  "cancelled",
  "expired",
];

type Remembered = Conversation["recent"][number];

/** Presence is of a person at a time and of no message; a receipt names its message or is about none. */
function conversationOf(native: XmppDraft) {
  const { account, peer, names_message: names } = native.data ?? {};
  // What answers another's message in a room, or is said in a thread of others, answers none of ours, however new that is.
  if (names === true) return null;
  const speaks = ["inbound.", "chat_state.", "room.reply."].some((family) =>
    native.type.startsWith(family),
  );
  return speaks && typeof account === "string" && typeof peer === "string"
    ? conversationKey(account, peer)
    : null;
}

function remembered(native: XmppDraft, snapshot: Snapshot): readonly Remembered[] {
  const key = conversationOf(native);
  const doc = key === null ? null : snapshot.doc(key);
  return doc === null ? [] : (JSON.parse(doc.text) as Conversation).recent;
}

const wasSent = (operation: Operation | null): boolean =>
  operation !== null && !NEVER_SENT.includes(operation.state);

/** Sent, before it was written, and not too long before. Live stanzas bring no time: they are of now. */
function candidates(native: XmppDraft, snapshot: Snapshot): readonly Remembered[] {
  const sent = remembered(native, snapshot).filter(({ operation }) =>
    wasSent(snapshot.operation(operation)),
  );
  const written = native.occurredAt;
  return written === null
    ? sent
    : sent.filter(({ at }) => at <= written && at > written - TOO_LONG_AGO_MS);
}

function isClear([newest, second]: readonly Remembered[], written: Instant | null): boolean {
  if (newest === undefined) return false;
  const alone = second === undefined || second.at <= newest.at - RECENT_MS;
  return alone && (written === null || newest.at > written - RECENT_MS);
}

const byRecency = (
  method: string,
  fits: (clear: boolean) => boolean,
  cap: NonNullable<Correlator["cap"]>,
): Correlator<XmppNative> => ({
  method,
  cap,
  reads(native, known) {
    const key = conversationOf(native);
    if (key === null) return [];
    const operations = known?.wasRead(key) === true ? remembered(native, known) : [];
    return [
      { doc: key },
      ...[...new Set(operations.map(({ operation }) => operation))].map((operation) => ({
        operation,
      })),
    ];
  },
  find(native, snapshot) {
    const found = candidates(native, snapshot);
    const [newest] = found;
    return newest !== undefined && fits(isClear(found, native.occurredAt))
      ? [{ aboutOperation: newest.operation }]
      : [];
  },
});

/** Strongest first. A thread or an answered message is a reference, and stronger than both. */
export const xmppCorrelators: readonly Correlator<XmppNative>[] = [
  byRecency("conversation_recency", (clear) => clear, {
    actor_certainty: "medium",
    payload_certainty: "low",
    non_repudiation_strength: "low",
  }),
  byRecency("conversation_recency_ambiguous", (clear) => !clear, {
    actor_certainty: "low",
    authority_certainty: "none",
    payload_certainty: "low",
    non_repudiation_strength: "none",
  }),
];
