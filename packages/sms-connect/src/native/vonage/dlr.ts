// https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts
import { rawOf, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { readVonageStatus } from "../../provider/vonage/statuses.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsNative } from "../types.ts";
import { accountName } from "./account.ts";
import { addressOf, personOf } from "./fields.ts";
import { parseFields, PushedAt } from "./read.ts";
import { verifyVonage } from "./signature.ts";

const SOURCE = "vonage.dlr";

const Receipt = z.looseObject({
  messageId: z.string().min(1).max(200),
  status: z.string().min(1).max(100),
  "err-code": z.string().max(20).optional(),
  /** When the carrier told Vonage, in whatever zone: Vonage's own example is an hour from UTC. It tells two receipts apart. */
  scts: z.string().max(40).optional(),
  "client-ref": z.string().max(100).optional(),
  "network-code": z.string().max(20).optional(),
  timestamp: PushedAt.optional(),
  msisdn: z.string().optional(),
});

/** Receipts of the SMS API: one for each part of a message, named by the part. */
export const vonageDlr = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  get: true,
  acknowledgement: { status: 200 },
  verify: verifyVonage(kit),
  person: personOf(kit),
  parse: (wire) =>
    parseFields(wire, Receipt, (receipt) => {
      const { messageId, status, scts = "", timestamp, msisdn } = receipt;
      const told = receipt["err-code"] ?? "";
      const code = /^0*$/.test(told) ? null : told;
      return {
        ok: true,
        natives: [
          receiptNative({
            source: SOURCE,
            account: accountName(wire),
            ...readVonageStatus("dlr", status, code),
            status,
            code,
            messageId,
            operation: receipt["client-ref"] || null,
            occurredAt: timestamp ?? null,
            dedupeKey: [messageId, status, code ?? "", scts].join("/"),
            reportedBy: "provider_webhook",
            network: receipt["network-code"] || null,
            raw: rawOf(wire, msisdn ? kit.numberId(addressOf(msisdn)) : null),
          }),
        ],
      };
    }),
});
