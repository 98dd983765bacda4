import { oneEffect } from "./laws/effects.ts";
import type { Law } from "./laws/law.ts";
import { nothingLeaks } from "./laws/leaks.ts";
import { noReaderMisses, nothingLost, tenantsSeparate } from "./laws/ledger.ts";
import { correlated, declared, rawKept } from "./laws/records.ts";
import { underclaim } from "./laws/underclaim.ts";
import { arrivalOrder, durable, lateAccepted, type VariationOptions } from "./laws/variations.ts";

/** The twelve laws in their order, the random orders drawn from `options.seed`. */
export function lawsWith(options: VariationOptions): readonly Law[] {
  return [
    underclaim,
    declared,
    correlated,
    rawKept,
    arrivalOrder(options),
    lateAccepted,
    durable,
    oneEffect,
    noReaderMisses,
    nothingLost,
    tenantsSeparate,
    nothingLeaks,
  ];
}

export const laws: readonly Law[] = lawsWith({});
