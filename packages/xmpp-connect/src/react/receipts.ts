// What receipts and markers change beside the evidence: the deadline ends, and a marker reaches back (XEP-0333 §4).
import type { Doc, DocWrite, Key, NativeDraft, Reactor } from "@underclaim/runtime";
import {
  conversationKey,
  receiptTimerKey,
  roomTimerKey,
  type Conversation,
} from "../model/documents.ts";
import { own } from "../native/own.ts";
import { clientRef } from "../native/references.ts";
import type { XmppDraft, XmppNative } from "../native/types.ts";

const endTimers = (targets: Parameters<Reactor<XmppNative>["react"]>[1]): readonly DocWrite[] =>
  targets.flatMap(({ operation }) =>
    operation ? [{ delete: receiptTimerKey(operation) }, { delete: roomTimerKey(operation) }] : [],
  );

const endTimer: Reactor<XmppNative> = {
  react: (_native, targets) => ({ docs: endTimers(targets) }),
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

/** "displayed" and "acknowledged" are about every message up to the one they name. */
const reachBack = (type: "marker.displayed" | "marker.acknowledged"): Reactor<XmppNative> => ({
  reads: (native) => {
    const key = conversationOf(native);
    return key === null ? [] : [{ doc: key }];
  },
  react(native, targets, snapshot, { now }) {
    const key = conversationOf(native);
    const doc = key === null ? null : snapshot.doc(key);
    const { recent } = doc === null ? { recent: [] } : (JSON.parse(doc.text) as Conversation);
    const id = native.data?.["stanza_id"];
    const at = recent.findIndex((each) => each.id === id);
    const earlier = at < 0 ? [] : recent.slice(at + 1);
    const resource = native.data?.["resource"];
    return {
      docs: [
        ...endTimers(targets),
        ...earlier.map(({ operation }): DocWrite => {
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
      ],
    };
  },
});

export const receiptReactions: Readonly<Partial<Record<XmppNative, Reactor<XmppNative>>>> = {
  "receipt.received": endTimer,
  "marker.received": endTimer,
  "marker.displayed": reachBack("marker.displayed"),
  "marker.acknowledged": reachBack("marker.acknowledged"),
  "message.expired": endTimer,
  "message.cancelled": endTimer,
  "operator.resolved_rejected": endTimer,
};

/** The deadline for a receipt has passed. One that comes later is taken all the same. */
function receiptOverdue({ text }: Doc): readonly XmppDraft[] {
  const { operation } = JSON.parse(text) as { operation: string };
  return [{ ...own("receipt.overdue", operation), refs: [clientRef(operation)] }];
}

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
  "receipt-timer": receiptOverdue,
  covered: coveredMarker,
};
