import type { Doc, OperationId } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import type { SegmentBook } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { RECEIPTS } from "../native/receipt-classes.ts";
import { clientRef } from "../native/references.ts";
import type { SmsDraft } from "../native/types.ts";
import { outcomeOf } from "../model/segment-book.ts";

/** What falls due about receipts, by collection. */
export function smsTimers(
  _kit: SmsKit,
): Readonly<Record<"segments", (doc: Doc) => readonly SmsDraft[]>> {
  return { segments: wholeOf };
}

/** The deadline for a final receipt has passed. One that comes later is taken all the same. */
export const receiptOverdue = (operation: OperationId): readonly SmsDraft[] => [
  { ...own("receipt.overdue", operation), refs: [clientRef(operation)] },
];

/**
 * What the parts come to, as a receipt of the whole. Told once for each outcome: where a late receipt of a part changes it,
 * the new one is told, too.
 */
function wholeOf({ text }: Doc): readonly SmsDraft[] {
  const book = JSON.parse(text) as SegmentBook;
  const { operation, count } = book;
  const outcome = outcomeOf(book);
  if (outcome === null) return [];
  const told = {
    aggregated: true,
    segment_count: count,
    class: outcome === "partial" ? null : RECEIPTS[outcome].dlr,
    final: true,
  };
  return [
    {
      ...own(`receipt.${outcome}`, operation, { data: told, metadata: told }),
      dedupeKey: `${operation}:segments:${outcome}`,
      refs: [clientRef(operation)],
      observation: {
        source_type: "adapter",
        source_confidence: "medium",
        notes: [`Put together from the receipts of ${count} parts.`],
      },
      // When the last part arrived is told with the part, where it is told at all.
      lower: { timing_certainty: "medium" },
    },
  ];
}
