// https://developer.vonage.com/en/messages/concepts/sms-status-callbacks
import { rawOf, type SourceDefinition, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { codeOfProblem } from "../../provider/vonage/messages-api.ts";
import { readVonageStatus, type VonageReading } from "../../provider/vonage/statuses.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood, parseJson } from "../wire.ts";
import { accountName } from "./account.ts";
import { addressOf } from "./fields.ts";
import { At } from "./read.ts";
import { verifyVonageToken } from "./token.ts";

const SOURCE = "vonage.messages_status";

const Count = z.union([z.string(), z.number()]).transform(Number).optional();
const Status = z.looseObject({
  message_uuid: z.string().min(1).max(200),
  status: z.string().min(1).max(100),
  channel: z.string().max(40).optional(),
  timestamp: At,
  to: z.string().optional(),
  client_ref: z.string().max(100).nullish(),
  error: z
    .looseObject({
      type: z.string().optional(),
      title: z.union([z.string(), z.number()]).transform(String).optional(),
    })
    .optional(),
  destination: z.looseObject({ network_code: z.string().max(20).optional() }).optional(),
  sms: z
    .looseObject({
      count_total: Count,
      total_count: Count,
      segments: z.array(z.looseObject({ status: z.string() })).optional(),
    })
    .optional(),
});
type Status = z.output<typeof Status>;

/** Status webhooks of the Messages API v1: one for the whole message, however many parts it has. */
export const vonageMessagesStatus = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  acknowledgement: { status: 200 },
  verify: verifyVonageToken(kit),
  person: (wire) => personIn(kit, wire, "to"),
  parse: (wire) =>
    parseJson(wire, Status, (body) => {
      if (body.channel !== undefined && body.channel !== "sms")
        return notUnderstood(`A status of the channel ${body.channel}, not of an SMS.`);
      const { message_uuid, status, timestamp, to, client_ref, destination } = body;
      const code = body.error === undefined ? null : codeOfProblem(body.error);
      return {
        ok: true,
        natives: [
          receiptNative({
            source: SOURCE,
            account: accountName(wire),
            ...readWhole(body, code),
            status,
            code,
            messageId: message_uuid,
            operation: client_ref || null,
            occurredAt: timestamp,
            dedupeKey: [message_uuid, status, code ?? "", timestamp].join("/"),
            reportedBy: "provider_webhook",
            network: destination?.network_code ?? null,
            raw: rawOf(wire, to ? kit.numberId(addressOf(to)) : null),
          }),
        ],
      };
    }),
});

/**
 * A longer message is `rejected`, too, when not every part has been confirmed within five minutes of the first
 * (https://developer.vonage.com/en/messages/concepts/multisegment-sms-handling). That is no failure: the rest may arrive.
 */
function readWhole({ status, sms }: Status, code: string | null): VonageReading {
  const reading = readVonageStatus("messages", status, code);
  const parts = sms?.total_count ?? sms?.count_total ?? 1;
  const undecided =
    status === "rejected" &&
    parts > 1 &&
    reading.class === "undelivered" &&
    !(sms?.segments ?? []).some((segment) => segment.status === "rejected");
  return undecided ? { class: "unknown", retryable: null } : reading;
}

/** Whose number stands in what was not understood. */
export function personIn(kit: SmsKit, { body }: WireRequest, name: "from" | "to"): string | null {
  try {
    const read = z
      .looseObject({ [name]: z.string().min(1) })
      .safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
    return read.success ? kit.numberId(addressOf(String(read.data[name]))) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
