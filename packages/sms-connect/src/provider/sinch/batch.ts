import { timestamp, type Instant } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsSubmission } from "../port.ts";

/** "Default and max is 3 days after send_at". */
const LONGEST_MS = 3 * 86_400_000;

/** What is asked of Sinch: a batch of one recipient, so that everything said of the batch is said of the message. */
export function batchOf(
  submission: SmsSubmission,
  { now, callbackUrl }: { readonly now: Instant; readonly callbackUrl: string | null },
): object {
  const { to, from, fromKind, body, operation, sendAt, validUntil } = submission;
  const begins = sendAt ?? now;
  return {
    type: "mt_text",
    to: [to],
    // A pool is the service plan's own: it chooses a default originator where none is named.
    ...(fromKind === "pool" ? {} : { from }),
    body,
    delivery_report: "per_recipient",
    client_reference: operation,
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    ...(sendAt === null ? {} : { send_at: timestamp(sendAt) }),
    ...(validUntil === null || validUntil > begins + LONGEST_MS
      ? {}
      : { expire_at: timestamp(validUntil) }),
  };
}

const Text = z.string().min(1).max(500);

export const Batch = z.looseObject({
  id: Text,
  client_reference: z.string().nullish(),
  canceled: z.union([z.boolean(), z.string()]).nullish(),
  send_at: z.string().nullish(),
  modified_at: z.string().nullish(),
});
export const Batches = z.looseObject({ batches: z.array(Batch).default([]) });
export const BatchState = z.looseObject({
  statuses: z.array(z.looseObject({ status: Text, code: z.int() })),
});
export const SinchError = z.looseObject({ code: Text });
