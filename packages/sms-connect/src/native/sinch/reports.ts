import { rawOf, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { instantOf } from "../instant.ts";
import { e164 } from "../msisdn.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsDraft } from "../types.ts";
import { sinchReceipt } from "./classify.ts";

const Text = z.string().min(1).max(500);
const told = {
  batch_id: Text,
  client_reference: z.string().max(500).nullish(),
};

/** Sinch's report of one recipient, at every change of status. */
export const RecipientReport = z.looseObject({
  type: z.literal("recipient_delivery_report_sms"),
  ...told,
  recipient: Text,
  code: z.int(),
  status: Text,
  at: z.string().nullish(),
  operator: z.string().nullish(),
});

/** Sinch's report of a whole batch: how many have which status. Ours have one recipient. */
export const BatchReport = z.looseObject({
  type: z.literal("delivery_report_sms"),
  ...told,
  statuses: z
    .array(
      z.looseObject({
        code: z.int(),
        status: Text,
        recipients: z.array(Text).max(1_000).nullish(),
      }),
    )
    .max(1_000),
});

interface Reported {
  readonly batch_id: string;
  readonly client_reference?: string | null;
  readonly status: string;
  readonly code: number;
  readonly at?: string | null;
  readonly operator?: string | null;
  readonly recipient: string | null;
}

export const recipientReceipt = (
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  report: z.output<typeof RecipientReport>,
): readonly SmsDraft[] => [receipt(kit, source, wire, report)];

/** A status may cover several recipients, who all have the batch's name: it is one native event. */
export const batchReceipts = (
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  { batch_id, client_reference, statuses }: z.output<typeof BatchReport>,
): readonly SmsDraft[] =>
  statuses.map(({ status, code, recipients }) =>
    receipt(kit, source, wire, {
      batch_id,
      client_reference,
      status,
      code,
      recipient: recipients?.length === 1 ? (recipients[0] ?? null) : null,
    }),
  );

function receipt(kit: SmsKit, source: string, wire: WireRequest, report: Reported): SmsDraft {
  const { batch_id, client_reference, status, code, at, operator, recipient } = report;
  return receiptNative({
    source,
    account: wire.account ?? "default",
    ...sinchReceipt(status, code),
    status,
    code: String(code),
    messageId: batch_id,
    operation: client_reference || null,
    // When Sinch made the report. The operator's own time comes to the minute, before events that preceded it.
    occurredAt: instantOf(at),
    dedupeKey: [batch_id, status, code, at ?? ""].join("/"),
    reportedBy: "provider_webhook",
    network: /^\d{5,6}$/.test(operator ?? "") ? operator : null,
    raw: rawOf(wire, recipient === null ? null : kit.numberId(e164(recipient))),
  });
}
