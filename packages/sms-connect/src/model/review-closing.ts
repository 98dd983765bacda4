import type { Doc, DocWrite, Guard } from "@underclaim/runtime";
import { reviewKey } from "./documents.ts";
import { openIn, reviewIn, reviewOpenKey, reviewTextKey, type ReviewRecord } from "./review.ts";

/** Ends a review: its text goes, and its number is no longer held on its account. */
export function closing(
  id: string,
  doc: Doc,
  openDoc: Doc | null,
  decision: NonNullable<ReviewRecord["decision"]>,
): { readonly docs: readonly DocWrite[]; readonly guards: readonly Guard[] } {
  const record = reviewIn(doc);
  const openKey = reviewOpenKey(record.number);
  const left = openIn(openDoc).reviews.filter((review) => review.id !== id);
  return {
    docs: [
      { put: reviewKey(id), text: JSON.stringify({ ...record, decision } satisfies ReviewRecord) },
      { delete: reviewTextKey(id) },
      left.length === 0
        ? { delete: openKey }
        : { put: openKey, text: JSON.stringify({ reviews: left }) },
    ],
    guards: [
      { doc: reviewKey(id), version: doc.version },
      { doc: openKey, version: openDoc?.version ?? 0 },
    ],
  };
}
