// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
import { rawOf, type SourceDefinition, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { readTwilioStatus } from "../../provider/twilio/statuses.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood } from "../wire.ts";
import { common, parseTwilio, personBy, Sid } from "./fields.ts";
import { verifyTwilio } from "./signature.ts";

const SOURCE = "twilio.status";

const Status = z.looseObject({
  ...common,
  MessageSid: Sid,
  MessageStatus: z.string().regex(/^[A-Za-z_-]{1,64}$/),
  ErrorCode: z
    .string()
    .regex(/^\d{0,10}$/)
    .optional(),
  /** The receipt's done date as the carrier wrote it: no time zone, so it is no time. It tells two receipts apart. */
  RawDlrDoneDate: z
    .string()
    .regex(/^\d{0,20}$/)
    .optional(),
  To: z.string().optional(),
});

/** Status callbacks. Twilio numbers no events: a receipt is told by message, status, code and the carrier's date. */
export const twilioStatus = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  acknowledgement: { status: 204 },
  verify: verifyTwilio,
  person: personBy(kit, "To"),
  parse: (wire) =>
    parseTwilio(wire, Status, ({ MessageSid, MessageStatus, ErrorCode, RawDlrDoneDate, To }) => {
      const operation = operationOf(wire);
      if (operation === undefined) return notUnderstood("Not as we asked for it: the query.");
      const code = ErrorCode === undefined || /^0*$/.test(ErrorCode) ? null : ErrorCode;
      return {
        ok: true,
        natives: [
          receiptNative({
            source: SOURCE,
            account: wire.account ?? "default",
            ...readTwilioStatus(MessageStatus, code),
            status: MessageStatus,
            code,
            messageId: MessageSid,
            operation,
            occurredAt: null,
            dedupeKey: [MessageSid, MessageStatus, code ?? "", RawDlrDoneDate ?? ""].join("/"),
            reportedBy: "provider_webhook",
            raw: rawOf(wire, To ? kit.numberId(To) : null),
          }),
        ],
      };
    }),
});

/** As `statusCallback` wrote it into the address. Null: not there. Undefined: not of that form. */
function operationOf({ url }: WireRequest): string | null | undefined {
  const start = url.indexOf("?");
  const operation =
    start === -1 ? null : new URLSearchParams(url.slice(start + 1)).get("operation");
  return operation === null || /^[A-Za-z]+_[a-z0-9]{1,40}$/i.test(operation)
    ? operation
    : undefined;
}
