import type { ErrorDescriptor } from "@underclaim/contract";
import type { RefusePlan } from "@underclaim/runtime";
import { own } from "../native/own.ts";
import { REFUSALS, type Refusal } from "../native/refusals.ts";
import type { SmsNative } from "../native/types.ts";

export interface Refused {
  readonly refusal: Refusal;
  readonly message: string;
  /** Default: the refusal's name. */
  readonly code?: string;
  readonly category?: ErrorDescriptor["category"];
  /** Path of the wrong field. */
  readonly field?: string;
  /** For the event's metadata: no bodies, no numbers. */
  readonly told?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A refusal carries its row's events and says what to do. */
export function refuse(operation: string, refused: Refused): RefusePlan<SmsNative> {
  const { refusal, message, told = {} } = refused;
  const facts = {
    subclass: REFUSALS[refusal],
    reason: refused.code ?? refusal,
    ...(["suppressed", "opted_out"].includes(refusal) ? { pre_existing: true } : {}),
    ...told,
  };
  return {
    kind: "refuse",
    subject: subjectOf(operation),
    error: {
      code: refused.code ?? refusal,
      message,
      retryable: false,
      category: refused.category ?? "validation",
      ...(refused.field === undefined ? {} : { details: { path: refused.field } }),
    },
    natives: [own(`message.refused.${refusal}`, operation, { data: facts, metadata: facts })],
  };
}

/** One message for each operation. */
export const subjectOf = (operation: string): string =>
  `sms_${operation.slice(operation.indexOf("_") + 1)}`;
