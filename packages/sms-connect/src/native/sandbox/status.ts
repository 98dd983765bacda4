import { rawOf, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import { RECEIPTS, type ReceiptClass } from "../receipt-classes.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsNative } from "../types.ts";
import { parseJson } from "../wire.ts";

const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Status = z.looseObject({
  event_id: z.string().min(1),
  message_id: z.string().min(1).nullish(),
  reference: z.string().min(1).nullish(),
  status: z.string().min(1),
  code: z.string().nullish(),
  at: At.nullish(),
});

const isReceiptClass = (status: string): status is ReceiptClass => Object.hasOwn(RECEIPTS, status);

/** The sandbox names its statuses by our own classes. */
export const sandboxStatus: SourceDefinition<SmsNative> = {
  transport: "session",
  parse: (wire) =>
    parseJson(wire, Status, ({ event_id, message_id, reference, status, code, at }) => ({
      ok: true,
      natives: [
        receiptNative({
          source: "sandbox.status",
          account: wire.account ?? "sandbox",
          class: isReceiptClass(status) ? status : "unrecognised",
          status,
          code: code ?? null,
          messageId: message_id ?? null,
          operation: reference ?? null,
          occurredAt: at ?? null,
          dedupeKey: event_id,
          reportedBy: "provider_api",
          raw: rawOf(wire),
        }),
      ],
    })),
};
