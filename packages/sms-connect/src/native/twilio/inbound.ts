// https://www.twilio.com/docs/messaging/guides/webhook-request
import { rawOf, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { inboundNative, type InboundMessage } from "../inbound.ts";
import type { SmsNative } from "../types.ts";
import { common, parseTwilio, personBy, Sid } from "./fields.ts";
import { verifyTwilio } from "./signature.ts";

const SOURCE = "twilio.inbound";

/** A number or short code; addresses of other channels have a scheme before them (`whatsapp:+…`). */
const Address = z.string().regex(/^\+?\d{3,15}$/);
const Count = z
  .string()
  .regex(/^\d{1,3}$/)
  .optional();

const Inbound = z.looseObject({
  ...common,
  MessageSid: Sid,
  From: Address,
  To: Address,
  Body: z.string().default(""),
  NumSegments: Count,
  NumMedia: Count,
  MessagingServiceSid: Sid.optional(),
  OptOutType: z.string().optional(),
});

/** Set only where Advanced Opt-Out handles the word. */
const OPT_OUT_TYPES: Readonly<Record<string, InboundMessage["providerKeyword"]>> = {
  STOP: "opt_out",
  START: "opt_in",
  HELP: "help",
};

/** Incoming messages: Twilio has put the parts of a longer one together and tells no time. */
export const twilioInbound = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  // Twilio reads the answer as TwiML: nothing is sent back this way.
  acknowledgement: { status: 200, contentType: "text/xml", body: "<Response/>" },
  verify: verifyTwilio,
  person: personBy(kit, "From"),
  parse: (wire) =>
    parseTwilio(wire, Inbound, (message) => {
      const { MessageSid, From, To, Body, NumSegments, NumMedia, OptOutType = "" } = message;
      const native = inboundNative(kit, {
        source: SOURCE,
        account: wire.account ?? "default",
        messageId: MessageSid,
        from: From,
        to: To,
        pool: message.MessagingServiceSid ?? null,
        body: Body,
        occurredAt: null,
        providerKeyword: Object.hasOwn(OPT_OUT_TYPES, OptOutType)
          ? OPT_OUT_TYPES[OptOutType]
          : null,
        dedupeKey: MessageSid,
        raw: rawOf(wire, kit.numberId(From)),
        parts: { total: Math.max(1, Number(NumSegments ?? 1)), missing: 0 },
      });
      const media = Number(NumMedia ?? 0);
      return {
        ok: true,
        natives: [media === 0 ? native : { ...native, metadata: { ...native.metadata, media } }],
      };
    }),
});
