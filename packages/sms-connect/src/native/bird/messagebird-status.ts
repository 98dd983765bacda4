import type { SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { glimpse } from "../glimpse.ts";
import { instantOf } from "../instant.ts";
import { e164 } from "../msisdn.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsNative } from "../types.ts";
import { messageBirdReceipt } from "./messagebird-classify.ts";
import { Field, parseCallback, rawCallback } from "./messagebird-fields.ts";
import { verifyMessageBird } from "./messagebird-signature.ts";

const SOURCE = "messagebird.status";
const Needed = Field.refine((value) => value !== null && value.length <= 500);
const Report = z.looseObject({
  id: Needed,
  status: Needed,
  reference: Field,
  recipient: Field,
  statusReason: Field,
  statusErrorCode: Field,
  statusDatetime: Field,
  mccmnc: Field,
});

/** Whose number stands in what was not understood. */
const Person = z.looseObject({ recipient: Field });

/**
 * Status reports of the MessageBird API. They come by GET only, with everything in the address: a relay hands them on to
 * `POST /adapter/events/provider` with that address and the signature, and no body.
 */
export const messageBirdStatus = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  get: true,
  acknowledgement: { status: 200 },
  verify: verifyMessageBird,
  parse: (wire) =>
    parseCallback(wire, Report, (report) => {
      const status = report.status ?? "";
      const code = report.statusErrorCode;
      const recipient = report.recipient === null ? null : kit.numberId(e164(report.recipient));
      return {
        ok: true,
        natives: [
          receiptNative({
            source: SOURCE,
            account: wire.account ?? "default",
            ...messageBirdReceipt(status, code, report.statusReason),
            status,
            code,
            messageId: report.id,
            operation: report.reference,
            occurredAt: instantOf(report.statusDatetime),
            dedupeKey: [report.id, status, code ?? "", report.statusDatetime ?? ""].join("/"),
            reportedBy: "provider_webhook",
            network: /^\d{5,6}$/.test(report.mccmnc ?? "") ? report.mccmnc : null,
            raw: rawCallback(wire, recipient),
          }),
        ],
      };
    }),
  person: (wire) => {
    const seen = glimpse<z.output<typeof Person>>((see) => parseCallback(wire, Person, see));
    return seen?.recipient == null ? null : kit.numberId(e164(seen.recipient));
  },
});
