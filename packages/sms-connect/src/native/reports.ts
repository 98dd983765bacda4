// What is known of a message, a number or a sender from outside the channel (SmsAdapterSpecification §11.4, §26): complaints,
// warnings, and what number intelligence says of who holds a number. Told by operators and by other systems.
import type { EventObservation } from "@underclaim/contract";
import {
  rawOf,
  type JsonObject,
  type SourceDefinition,
  type WireRequest,
} from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../kit.ts";
import { readNumber } from "../model/number.ts";
import { clientRef, messageRef } from "./references.ts";
import type { SmsDraft, SmsNative } from "./types.ts";
import { notUnderstood, parseJson } from "./wire.ts";

const Id = z.string().min(1).max(256);

/** `sms.report`: what the adapter itself defines is strict. */
export const SmsReport = z
  .strictObject({
    report_id: Id.describe("The reporter's own name of the report: a repeat is the same report."),
    type: z.enum(["complaint", "reputation_warning", "number_reassigned", "number_shared"]),
    message_ref: z
      .strictObject({ account: Id, message_id: Id })
      .nullish()
      .describe("The message, as its provider names it."),
    operation_id: Id.nullish().describe("The message, by its adapter_operation_id."),
    endpoint_value: z.string().min(1).max(64).nullish().describe("The number, in E.164."),
    sender_identity: Id.nullish().describe("Of a warning: which of our senders it concerns."),
    source: z
      .enum(["operator", "provider", "carrier", "number_intelligence", "regulator", "other"])
      .describe("Who knows it."),
    occurred_at: z.iso.datetime({ offset: true }).nullish(),
    details: z.string().max(2_000).nullish().describe("For people; kept only with raw data."),
  })
  .refine(({ type, endpoint_value }) => !type.startsWith("number_") || Boolean(endpoint_value), {
    message: "Name the number.",
    path: ["endpoint_value"],
  })
  .refine(
    ({ type, endpoint_value, operation_id, message_ref }) =>
      type !== "complaint" || Boolean(endpoint_value ?? operation_id ?? message_ref),
    { message: "Name the message or the number.", path: ["operation_id"] },
  )
  .meta({ id: "SmsReport", description: "A report from outside the channel." });
export type SmsReport = z.output<typeof SmsReport>;

export const REPORT_SOURCE = "sms.report";

const TYPES: Readonly<Record<SmsReport["type"], SmsNative>> = {
  complaint: "report.complaint",
  reputation_warning: "report.reputation_warning",
  number_reassigned: "endpoint.reassigned",
  number_shared: "endpoint.shared",
};

type Reporter = Pick<EventObservation, "source_type" | "source_confidence">;

/** None is our own observation: a report is trusted as far as its bearer, who holds a key, and no further. */
const REPORTERS: Readonly<Record<SmsReport["source"], Reporter>> = {
  operator: { source_type: "manual", source_confidence: "medium" },
  provider: { source_type: "provider_api", source_confidence: "medium" },
  carrier: { source_type: "carrier", source_confidence: "medium" },
  number_intelligence: { source_type: "system", source_confidence: "medium" },
  regulator: { source_type: "manual", source_confidence: "medium" },
  other: { source_type: "unknown", source_confidence: "low" },
};

/** Unsigned: whoever reports needs a key with `events:write`. */
export const reports = (kit: Pick<SmsKit, "numberId">): SourceDefinition<SmsNative> => ({
  transport: "http",
  parse: (wire) =>
    parseJson(wire, SmsReport, (report) => {
      const number = numberOf(report);
      return number === "invalid"
        ? notUnderstood("Not as documented: endpoint_value is no number in E.164.")
        : { ok: true, natives: [reportNative(kit, report, number, wire)] };
    }),
});

function numberOf({ endpoint_value: value }: SmsReport): string | null {
  if (!value) return null;
  const read = readNumber(value);
  return read.ok ? read.number.e164 : "invalid";
}

function reportNative(
  kit: Pick<SmsKit, "numberId">,
  report: SmsReport,
  number: string | null,
  wire: WireRequest,
): SmsDraft {
  const type = TYPES[report.type];
  const person = number === null ? null : kit.numberId(number);
  const { message_ref: message, operation_id: operation } = report;
  const metadata: JsonObject = {
    report_type: report.type,
    reported_by: report.source,
    ...(report.sender_identity ? { sender_identity: report.sender_identity } : {}),
  };
  return {
    type,
    source: REPORT_SOURCE,
    dedupeKey: report.report_id,
    evidenceKey: report.report_id,
    // The reporter's own clock; nothing is known of it but that a key vouches for it.
    occurredAt: report.occurred_at ? Date.parse(report.occurred_at) : null,
    nativeType: "report",
    nativeStatus: report.type,
    refs: [
      ...(operation ? [clientRef(operation)] : []),
      ...(message ? [messageRef(message.account, message.message_id)] : []),
    ],
    observation: { ...REPORTERS[report.source], transport_ref: REPORT_SOURCE },
    ...(number === null ? {} : { endpoint: { endpoint_type: "phone_number", value: number } }),
    data: { ...metadata, number: person },
    metadata,
    raw: rawOf(wire, person),
  };
}
