// How a reply finds what it is about. It names nothing: only who wrote to which sender of ours, and when.
import type { Correlator, Instant, Operation, OperationState, Snapshot } from "@underclaim/runtime";
import {
  endpointFactsOf,
  IDENTITY_UNCERTAIN,
  identityUncertain,
} from "../health/endpoint-facts.ts";
import type { SmsKit } from "../kit.ts";
import { conversationKey, endpointFactsKey, type Conversation } from "../model/documents.ts";
import type { SmsDraft, SmsNative } from "./types.ts";

/** Of several messages within this time nobody can tell which one is answered. */
const RECENT_MS = 72 * 3_600_000;
/** After this an answer is more likely about something else, or from somebody else. */
const TOO_LONG_AGO_MS = 30 * 86_400_000;
/** A provider's clock may be a little behind ours. */
const CLOCKS_DIFFER_MS = 60_000;
/** Nobody has received these. */
const NEVER_SENT: readonly OperationState[] = [
  "scheduled",
  "ready",
  "claimed",
  "rejected",
  "cancelled",
  "expired",
];

/** The method by which a reply from a number is found that is known as shared or reassigned. */
export const HOLDER_UNCERTAIN = "sender_pair_recency_holder_uncertain";

type Remembered = Conversation["recent"][number];

/** What was said between the two, the newest first. A pool's messages are remembered under the pool. */
function conversationsOf(native: SmsDraft) {
  const { number, sender, pool } = native.data ?? {};
  const speaks =
    native.type.startsWith("inbound.") || native.type === "endpoint.suppression_lifted";
  if (!speaks || typeof number !== "string") return [];
  return [sender, pool].flatMap((address) =>
    typeof address === "string" ? [conversationKey(address, number)] : [],
  );
}

const readConversations = (native: SmsDraft, snapshot: Snapshot): readonly Conversation[] =>
  conversationsOf(native).flatMap((key) => {
    const doc = snapshot.doc(key);
    return doc === null ? [] : [JSON.parse(doc.text) as Conversation];
  });

const remembered = (native: SmsDraft, snapshot: Snapshot): readonly Remembered[] =>
  readConversations(native, snapshot)
    .flatMap(({ recent }) => recent)
    .toSorted((a, b) => b.at - a.at);

/** The newest that is not remembered any more. It may have been sent, though newer ones were not. */
const forgottenAt = (native: SmsDraft, snapshot: Snapshot): Instant | null => {
  const known = readConversations(native, snapshot).flatMap(({ forgotten }) => forgotten ?? []);
  return known.length === 0 ? null : Math.max(...known);
};

const wasSent = (operation: Operation | null): boolean =>
  operation !== null && !NEVER_SENT.includes(operation.state);

/** Messages that it may answer: sent, before it was written, and not too long before. */
const candidates = (
  native: SmsDraft,
  snapshot: Snapshot,
  written: Instant,
): readonly Remembered[] =>
  remembered(native, snapshot).filter(
    ({ operation, at }) =>
      wasSent(snapshot.operation(operation)) &&
      at <= written + CLOCKS_DIFFER_MS &&
      at > written - TOO_LONG_AGO_MS,
  );

/** Whether one alone comes into question: no other within days of it, and not days before the answer. */
function isClear(
  [newest, second]: readonly Remembered[],
  forgotten: Instant | null,
  written: Instant,
): boolean {
  if (newest === undefined) return false;
  const longBefore = (at: Instant | null | undefined) => at == null || at <= newest.at - RECENT_MS;
  return longBefore(second?.at) && longBefore(forgotten) && newest.at > written - RECENT_MS;
}

/** Where it stands what is known of who holds the phone. */
const factsKeyOf = ({ data = {} }: SmsDraft) =>
  typeof data["number"] === "string" ? [endpointFactsKey(data["number"])] : [];

const byRecency = (
  method: string,
  fits: (clear: boolean, holderUncertain: boolean) => boolean,
  cap: NonNullable<Correlator["cap"]>,
): Correlator<SmsNative> => ({
  method,
  cap,
  reads(native, known) {
    const keys = conversationsOf(native);
    const operations =
      known !== null && keys.every((key) => known.wasRead(key)) ? remembered(native, known) : [];
    return [
      ...(keys.length === 0 ? [] : [...keys, ...factsKeyOf(native)]).map((doc) => ({ doc })),
      ...[...new Set(operations.map(({ operation }) => operation))].map((operation) => ({
        operation,
      })),
    ];
  },
  find(native, snapshot, receivedAt) {
    // Not every provider tells the time (Twilio): what has arrived was written no later.
    const written = native.occurredAt ?? receivedAt;
    const found = candidates(native, snapshot, written);
    const [newest] = found;
    const clear = isClear(found, forgottenAt(native, snapshot), written);
    if (newest === undefined) return [];
    const uncertain = factsKeyOf(native).some((key) =>
      identityUncertain(endpointFactsOf(snapshot.doc(key))),
    );
    return fits(clear, uncertain) ? [{ aboutOperation: newest.operation }] : [];
  },
});

/**
 * No provider tells what a reply answers, so none is found by reference. The cap is that of §13.7: one message between the two
 * is as sure as a reply by SMS gets. `strength` is in no cap: an opt-out's is negative, which a bound on the positive scale
 * would make ambiguous.
 */
const OF_ONE_MESSAGE: NonNullable<Correlator["cap"]> = {
  actor_certainty: "medium",
  authority_certainty: "low",
  payload_certainty: "medium",
  non_repudiation_strength: "low",
};

const bySenderPair = byRecency(
  "sender_pair_recency",
  (clear, holderUncertain) => clear && !holderUncertain,
  OF_ONE_MESSAGE,
);

/** §11.6 "Reply from reassigned/shared number": which message it answers is as sure, whose answer it is is not. */
const bySenderPairOfUncertainHolder = byRecency(
  HOLDER_UNCERTAIN,
  (clear, holderUncertain) => clear && holderUncertain,
  { ...OF_ONE_MESSAGE, ...IDENTITY_UNCERTAIN },
);

/**
 * Several come into question, or one of days ago: the newest is the likeliest, and which message, and so whose, is a guess.
 * That somebody wrote from this number stays as sure as before.
 */
const byNewestOfSeveral = byRecency("sender_pair_recency_ambiguous", (clear) => !clear, {
  actor_certainty: "low",
  authority_certainty: "none",
  payload_certainty: "low",
  non_repudiation_strength: "none",
});

/** Strongest first. */
export const smsCorrelators = (_kit: SmsKit): readonly Correlator<SmsNative>[] => [
  bySenderPair,
  bySenderPairOfUncertainHolder,
  byNewestOfSeveral,
];
