// What receipts and markers change beside the evidence: the deadline ends, and a marker reaches back (XEP-0333 §4).
import type {
  Doc,
  DocWrite,
  Key,
  NativeDraft,
  OperationId,
  Reaction,
  Reactor,
  Snapshot,
} from "@underclaim/runtime";
import { conversationKey, roomTimerKey, type Conversation } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { clientRef } from "../native/references.ts";
import { REFUSALS } from "../native/refusals.ts";
import type { XmppDraft, XmppNative } from "../native/types.ts";

type Targets = Parameters<Reactor<XmppNative>["react"]>[1];

const operationsOf = (targets: Targets): readonly OperationId[] =>
  targets.flatMap(({ operation }) => operation ?? []);

/** The recipient's client has said something. */
const answered: Reactor<XmppNative> = {
  react: (_native, targets) => ({ deadlines: operationsOf(targets) }),
};

/** Nothing was sent, or nothing will come of it: neither a receipt nor a room's reflection is waited for. */
const ended: Reactor<XmppNative> = {
  react: (_native, targets): Reaction => ({
    deadlines: operationsOf(targets),
    docs: operationsOf(targets).map((operation) => ({ delete: roomTimerKey(operation) })),
  }),
};

/** Falls due at once: an earlier message that a later marker covers. */
const coveredKey = (operation: string, type: string, resource: string): Key => [
  "covered",
  operation,
  type,
  resource,
];

interface Covered {
  readonly operation: string;
  readonly type: XmppNative;
  readonly resource: string | null;
  readonly by: string;
}

const conversationOf = ({ data = {} }: NativeDraft<XmppNative>): Key | null => {
  const { account, peer } = data;
  return typeof account === "string" && typeof peer === "string"
    ? conversationKey(account, peer)
    : null;
};

/** What was to leave in the conversation before the message that is named: one that was scheduled leaves later than it was planned. */
function earlierThan(native: NativeDraft<XmppNative>, snapshot: Snapshot): Conversation["recent"] {
  const key = conversationOf(native);
  const doc = key === null ? null : snapshot.doc(key);
  const { recent } = doc === null ? { recent: [] } : (JSON.parse(doc.text) as Conversation);
  const index = recent.findIndex(({ id }) => id === native.data?.["stanza_id"]);
  const named = recent[index];
  return named === undefined ? [] : recent.slice(index + 1).filter(({ at }) => at <= named.at);
}

/** "displayed" and "acknowledged" are about every message up to the one they name. */
const reachBack = (type: "marker.displayed" | "marker.acknowledged"): Reactor<XmppNative> => ({
  reads: (native, _targets, known) => {
    const key = conversationOf(native);
    if (key === null) return [];
    const operations = known?.wasRead(key) === true ? earlierThan(native, known) : [];
    return [{ doc: key }, ...operations.map(({ operation }) => ({ operation }))];
  },
  react(native, targets, snapshot, { now }) {
    const id = native.data?.["stanza_id"];
    // What never left was before nobody's eyes; what may have been lost on its way is not known to have been.
    const earlier = earlierThan(native, snapshot).filter(
      ({ operation }) => snapshot.operation(operation)?.state === "accepted",
    );
    const resource = native.data?.["resource"];
    return {
      deadlines: operationsOf(targets),
      docs: earlier.map(({ operation }): DocWrite => {
        const covered: Covered = {
          operation,
          type,
          resource: typeof resource === "string" ? resource : null,
          by: typeof id === "string" ? id : "",
        };
        return {
          put: coveredKey(operation, type, covered.resource ?? ""),
          text: JSON.stringify(covered),
          dueAt: now,
        };
      }),
    };
  },
});

export const receiptReactions: Readonly<Partial<Record<XmppNative, Reactor<XmppNative>>>> = {
  "receipt.received": answered,
  "marker.received": answered,
  "marker.displayed": reachBack("marker.displayed"),
  "marker.acknowledged": reachBack("marker.acknowledged"),
  "message.expired": ended,
  "message.cancelled": ended,
  "operator.resolved_rejected": ended,
  // When it was about to leave (`actions/recheck.ts`).
  ...Object.fromEntries(
    Object.keys(REFUSALS).map((name) => [`message.refused.${name}` as XmppNative, ended]),
  ),
};

/** The deadline for a receipt has passed. One that comes later is taken all the same. */
export const receiptOverdue = (operation: OperationId): readonly XmppDraft[] => [
  { ...own("receipt.overdue", operation), refs: [clientRef(operation)] },
];

function coveredMarker({ text }: Doc): readonly XmppDraft[] {
  const { operation, type, resource, by } = JSON.parse(text) as Covered;
  const told = { cumulative: true, stanza_id: by, resource };
  return [
    {
      ...own(type, operation, { data: told, metadata: told }),
      dedupeKey: `${operation}:${type}:cumulative:${resource ?? ""}`,
      evidenceKey: `cumulative/${type}/${resource ?? ""}`,
      refs: [clientRef(operation)],
      observation: {
        source_type: "adapter",
        source_confidence: "medium",
        notes: ["Concluded from a marker of a later message, which covers earlier ones."],
      },
      // The client named a later message: of this one it is less sure.
      lower: {
        payload_certainty: "low",
        interaction_certainty: "medium",
        timing_certainty: "medium",
      },
    },
  ];
}

export const receiptTimers: Readonly<Record<string, (doc: Doc) => readonly XmppDraft[]>> = {
  covered: coveredMarker,
};
