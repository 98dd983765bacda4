// https://developer.vonage.com/en/messaging/sms/guides/inbound-sms
import { rawOf, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { inboundPartNative } from "../inbound-part.ts";
import { inboundNative } from "../inbound.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood } from "../wire.ts";
import { accountName } from "./account.ts";
import { addressOf, personOf } from "./fields.ts";
import { parseFields, PushedAt } from "./read.ts";
import { verifyVonage } from "./signature.ts";

const SOURCE = "vonage.inbound";

const Count = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .transform(Number);
const Inbound = z.looseObject({
  messageId: z.string().min(1).max(200),
  msisdn: z.string().regex(/^\d{1,15}$/),
  to: z.string().min(1).max(64),
  type: z.string().max(40),
  text: z.string().optional(),
  timestamp: PushedAt.optional(),
  concat: z.string().optional(),
  "concat-ref": z.string().min(1).max(100).optional(),
  "concat-total": Count.optional(),
  "concat-part": Count.optional(),
});

/** Messages from handsets. The parts of a longer one come each on its own. */
export const vonageInbound = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  get: true,
  acknowledgement: { status: 200 },
  verify: verifyVonage(kit),
  person: personOf(kit),
  parse: (wire) =>
    parseFields(wire, Inbound, (inbound) => {
      const { messageId, msisdn, to, type, text, timestamp } = inbound;
      // A binary message holds no text that anybody wrote.
      if (text === undefined) return notUnderstood(`A message of type ${type} without text.`);
      const from = addressOf(msisdn);
      const message = {
        source: SOURCE,
        account: accountName(wire),
        messageId,
        from,
        to: addressOf(to),
        body: text,
        occurredAt: timestamp ?? null,
        raw: rawOf(wire, kit.numberId(from)),
      };
      if (inbound.concat !== "true")
        return { ok: true, natives: [inboundNative(kit, { ...message, dedupeKey: messageId })] };
      const reference = inbound["concat-ref"];
      const total = inbound["concat-total"];
      const index = inbound["concat-part"];
      if (reference === undefined || total === undefined || index === undefined || index > total)
        return notUnderstood("Not as documented: concat.");
      const dedupeKey = `${messageId}/${index}`;
      return {
        ok: true,
        natives: [inboundPartNative(kit, { ...message, reference, index, total, dedupeKey })],
      };
    }),
});
