import type { SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { glimpse } from "../glimpse.ts";
import { inboundNative } from "../inbound.ts";
import { instantOf } from "../instant.ts";
import { e164, ourAddress } from "../msisdn.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood } from "../wire.ts";
import { Field, parseCallback, rawCallback } from "./messagebird-fields.ts";
import { verifyMessageBird } from "./messagebird-signature.ts";

const SOURCE = "messagebird.inbound";

/** A number's flow and a short code's forwarding have names of their own for the same things. */
const Reply = z.looseObject({
  id: Field,
  mid: Field,
  message_id: Field,
  originator: Field.refine((value) => value !== null && value.length <= 50),
  recipient: Field,
  shortcode: Field,
  payload: Field,
  body: Field,
  message: Field,
  createdDatetime: Field,
});

/** Whose number stands in what was not understood. */
const Person = z.looseObject({ originator: Field });

/** Replies that a flow of the MessageBird dashboard forwards ("SMS to HTTP", method POST). */
export const messageBirdInbound = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  acknowledgement: { status: 200 },
  verify: verifyMessageBird,
  parse: (wire) =>
    parseCallback(wire, Reply, (reply) => {
      const id = reply.mid ?? reply.message_id ?? reply.id;
      const to = reply.shortcode ?? reply.recipient;
      // Without an id a repeat of the delivery cannot be told from a person who writes the same again.
      if (id === null) return notUnderstood("Not as documented: id.");
      if (to === null) return notUnderstood("Not as documented: recipient.");
      const from = e164(reply.originator ?? "");
      return {
        ok: true,
        natives: [
          inboundNative(kit, {
            source: SOURCE,
            account: wire.account ?? "default",
            messageId: id,
            from,
            to: ourAddress(kit, to),
            body:
              (reply.shortcode === null ? null : reply.message) ??
              reply.payload ??
              reply.body ??
              "",
            occurredAt: instantOf(reply.createdDatetime),
            dedupeKey: id,
            raw: rawCallback(wire, kit.numberId(from)),
          }),
        ],
      };
    }),
  person: (wire) => {
    const seen = glimpse<z.output<typeof Person>>((see) => parseCallback(wire, Person, see));
    return seen?.originator == null ? null : kit.numberId(e164(seen.originator));
  },
});
