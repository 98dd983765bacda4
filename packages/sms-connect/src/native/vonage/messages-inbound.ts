// https://developer.vonage.com/en/api/messages: "Inbound Message", channel sms, v1
import { rawOf, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { inboundNative } from "../inbound.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood, parseJson } from "../wire.ts";
import { accountName } from "./account.ts";
import { addressOf } from "./fields.ts";
import { personIn } from "./messages-status.ts";
import { At } from "./read.ts";
import { verifyVonageToken } from "./token.ts";

const SOURCE = "vonage.messages_inbound";

const Inbound = z.looseObject({
  message_uuid: z.string().min(1).max(200),
  channel: z.string().max(40),
  message_type: z.string().max(40),
  from: z.string().regex(/^\d{1,15}$/),
  to: z.string().min(1).max(64),
  timestamp: At,
  text: z.string().optional(),
  sms: z
    .looseObject({ num_messages: z.union([z.string(), z.number()]).transform(Number).optional() })
    .optional(),
});

/** Messages from handsets, put together by Vonage. */
export const vonageMessagesInbound = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  acknowledgement: { status: 200 },
  verify: verifyVonageToken(kit),
  person: (wire) => personIn(kit, wire, "from"),
  parse: (wire) =>
    parseJson(wire, Inbound, (message) => {
      const { message_uuid, channel, message_type, timestamp, text, sms } = message;
      if (channel !== "sms" || text === undefined)
        return notUnderstood(
          `A ${message_type} of the channel ${channel}, not the text of an SMS.`,
        );
      const from = addressOf(message.from);
      const parts = sms?.num_messages ?? 1;
      return {
        ok: true,
        natives: [
          inboundNative(kit, {
            source: SOURCE,
            account: accountName(wire),
            messageId: message_uuid,
            from,
            to: addressOf(message.to),
            body: text,
            occurredAt: timestamp,
            dedupeKey: message_uuid,
            raw: rawOf(wire, kit.numberId(from)),
            parts: { total: Number.isInteger(parts) && parts > 0 ? parts : 1, missing: 0 },
          }),
        ],
      };
    }),
});
