import type { RawInput, Instant } from "@underclaim/runtime";
import { RECEIPTS, type ReceiptClass } from "./receipt-classes.ts";
import { clientRef, messageRef } from "./references.ts";
import type { SmsDraft } from "./types.ts";

/** A status report as a provider's parser has read it: classified, with everything raw kept beside it. */
export interface ReceiptReport {
  /** The wire source it came through, such as `twilio.status`. */
  readonly source: string;
  /** The account's name in the configuration. */
  readonly account: string;
  readonly class: ReceiptClass;
  /** The provider's own word and code, unchanged. */
  readonly status: string;
  readonly code?: string | null;
  readonly carrierCode?: string | null;
  /** The provider's name of the message or part; null where it names only our reference. */
  readonly messageId: string | null;
  /** Our operation id, where the provider echoes it. Only from authentic reports. */
  readonly operation?: string | null;
  /** Only from a trusted clock with a time zone; never invented. */
  readonly occurredAt: Instant | null;
  /** As the provider says it; absent: as the class has it. */
  readonly final?: boolean;
  readonly retryable?: boolean | null;
  /** Unique within source and account: the provider's event id, or all that tells one report from another. */
  readonly dedupeKey: string;
  readonly reportedBy: "provider_webhook" | "provider_api" | "carrier";
  /** MCC and MNC of the network that reported, where told. */
  readonly network?: string | null;
  readonly raw: RawInput;
}

/** A reason that may pass, and the same where the provider is done with the message: §11.4 "Depending on final DLR". */
const GIVEN_UP: Partial<Record<ReceiptClass, ReceiptClass>> = {
  unavailable: "unavailable_final",
  unreachable: "unreachable_final",
};

/** The receipt as a native event (SmsAdapterSpecification §19). */
export function receiptNative(report: ReceiptReport): SmsDraft {
  const { account, messageId, operation = null, code = null } = report;
  const type = (report.final === true ? GIVEN_UP[report.class] : undefined) ?? report.class;
  const entry = RECEIPTS[type];
  const message = messageId === null ? [] : [messageRef(account, messageId)];
  const told = {
    provider: account,
    class: entry.dlr,
    status: report.status,
    code,
    carrier_code: report.carrierCode ?? null,
    network: report.network ?? null,
    final: report.final ?? entry.final,
    retryable: report.retryable ?? null,
  };
  return {
    type: `receipt.${type}`,
    source: report.source,
    lane: account,
    dedupeKey: `${account}/${report.dedupeKey}`,
    evidenceKey: [account, messageId ?? "", report.status, code ?? ""].join("/"),
    occurredAt: report.occurredAt,
    nativeType: "delivery_receipt",
    nativeStatus: report.status,
    refs: [...message, ...(operation === null ? [] : [clientRef(operation)])],
    // A report that carries both names binds the provider's to the operation, though its own answer was lost.
    ...(operation === null ? {} : { learns: message }),
    observation: {
      source_type: report.reportedBy,
      source_confidence: "medium",
      transport_ref: report.source,
    },
    data: told,
    metadata: told,
    raw: report.raw,
  };
}
