import type { ErrorDescriptor } from "@underclaim/contract";
import type { RefusePlan } from "@underclaim/runtime";
import { own } from "../native/own.ts";
import { REFUSALS, type Refusal } from "../native/refusals.ts";
import type { XmppNative } from "../native/types.ts";

export interface Refused {
  readonly refusal: Refusal;
  readonly message: string;
  /** Default: the refusal's name. */
  readonly code?: string;
  readonly category?: ErrorDescriptor["category"];
  /** Path of the wrong field. */
  readonly field?: string;
  readonly retryable?: boolean;
}

/** A refusal carries its row's events and says what to do. */
export function refuse(operation: string, refused: Refused): RefusePlan<XmppNative> {
  const { refusal, message, code = refusal } = refused;
  const facts = {
    subclass: REFUSALS[refusal],
    reason: code,
    ...(refusal === "suppressed" ? { pre_existing: true } : {}),
  };
  return {
    kind: "refuse",
    subject: subjectOf(operation),
    error: {
      code,
      message,
      retryable: refused.retryable ?? false,
      category: refused.category ?? "validation",
      ...(refused.field === undefined ? {} : { details: { path: refused.field } }),
    },
    natives: [own(`message.refused.${refusal}`, operation, { data: facts, metadata: facts })],
  };
}

/** One message for each operation. */
export const subjectOf = (operation: string): string =>
  `xmpp_${operation.slice(operation.indexOf("_") + 1)}`;
