import type {
  DocWrite,
  NativeDraft,
  OperationId,
  ReactContext,
  Reaction,
  Reactor,
  Snapshot,
} from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { segmentsKey, type SegmentBook } from "../model/documents.ts";
import { RECEIPTS } from "../native/receipt-classes.ts";
import { REFUSALS } from "../native/refusals.ts";
import { REJECTIONS } from "../native/rejections.ts";
import type { SegmentState, SmsNative } from "../native/types.ts";
import { outcomeOf, withPart } from "../model/segment-book.ts";

/** Nothing more is waited for after these. What comes all the same is taken. */
const ENDS: readonly SmsNative[] = [
  ...Object.entries(RECEIPTS).flatMap(([name, { final }]) =>
    final ? [`receipt.${name}` as SmsNative] : [],
  ),
  ...Object.keys(REJECTIONS).map((name) => `submission.rejected.${name}` as SmsNative),
  "receipt.partial",
  // When it was about to leave (`actions/recheck.ts`).
  ...Object.keys(REFUSALS).map((name) => `message.refused.${name}` as SmsNative),
  "message.expired",
  "message.cancelled",
  "cancellation.accepted",
  "operator.resolved_rejected",
];

const SEGMENTS = {
  "segment.delivered": "delivered",
  "segment.failed": "failed",
  "segment.pending": "pending",
  "segment.unknown": "unknown",
} as const satisfies Partial<Record<SmsNative, SegmentState>>;

/** What receipts change beside the evidence: the deadline ends, and the parts of a message are gathered. */
export function receiptReactions(
  _kit: SmsKit,
): Readonly<Partial<Record<SmsNative, Reactor<SmsNative>>>> {
  return {
    ...Object.fromEntries(ENDS.map((type) => [type, endDeadline])),
    ...Object.fromEntries(Object.entries(SEGMENTS).map(([type, state]) => [type, gather(state)])),
  };
}

type Targets = Parameters<Reactor<SmsNative>["react"]>[1];

const operationsOf = (targets: Targets): readonly OperationId[] =>
  targets.flatMap(({ operation }) => (operation ? [operation] : []));

const endDeadline: Reactor<SmsNative> = {
  react: ({ data = {} }, targets) => {
    // A cancellation is an operation of its own; what it ends is the one that it cancels.
    const cancelled = typeof data["cancels"] === "string" ? [data["cancels"]] : [];
    return { deadlines: [...operationsOf(targets), ...cancelled] };
  },
};

const gather = (state: SegmentState): Reactor<SmsNative> => ({
  reads: (_native, targets) =>
    operationsOf(targets).map((operation) => ({ doc: segmentsKey(operation) })),
  react(native, targets, snapshot, context) {
    const part = partIn(native);
    if (part === null) return {};
    const kept = operationsOf(targets).map((operation) =>
      gathered(operation, part, state, snapshot, context),
    );
    return {
      guards: kept.flatMap(({ guards = [] }) => guards),
      docs: kept.flatMap(({ docs = [] }) => docs),
      deadlines: kept.flatMap(({ deadlines = [] }) => deadlines),
    };
  },
});

interface Part {
  readonly message: string;
  readonly count: number;
}

/** Which part it is. Null: it is found by our reference alone, and no part is named. */
function partIn({ data = {} }: NativeDraft<SmsNative>): Part | null {
  const { message, segment_count: count } = data;
  return typeof message === "string" && typeof count === "number" ? { message, count } : null;
}

function gathered(
  operation: OperationId,
  { message, count }: Part,
  state: SegmentState,
  snapshot: Snapshot,
  { now }: ReactContext,
): Reaction {
  const key = segmentsKey(operation);
  const doc = snapshot.doc(key);
  const before: SegmentBook =
    doc === null ? { operation, count: 0, states: {} } : (JSON.parse(doc.text) as SegmentBook);
  const book = withPart(before, message, state, count);
  const outcome = outcomeOf(book);
  const news = outcome !== null && outcome !== outcomeOf(before);
  const put: DocWrite = {
    put: key,
    text: JSON.stringify(book),
    // What is due already stays due.
    dueAt: news ? now : (doc?.dueAt ?? null),
  };
  return {
    guards: [{ doc: key, version: doc?.version ?? 0 }],
    docs: [put],
    deadlines: outcome === null ? [] : [operation],
  };
}
