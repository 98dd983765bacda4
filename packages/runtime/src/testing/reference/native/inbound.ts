import { z } from "zod";
import { rawOf, type SourceDefinition } from "../../../definition/source.ts";
import { addressId } from "../model/address.ts";
import { At, parseJson } from "./parse.ts";
import { verifySignature } from "./signature.ts";
import { messageRef, type ReferenceNative } from "./types.ts";

const Inbound = z.looseObject({
  inbound_id: z.string().min(1).max(200),
  from: z.string().min(1).max(500),
  text: z.string(),
  in_reply_to: z.string().min(1).max(200).optional(),
  at: At.optional(),
});

/** Only the exact word: "please stop by" is no opt-out. */
function classify(text: string): ReferenceNative {
  const word = text.trim().toUpperCase();
  if (word === "STOP") return "reference.inbound.stop";
  return word === "HELP" ? "reference.inbound.help" : "reference.inbound.reply";
}

/** What people send back: a signed webhook. The text is never evidence; only that there was one. */
export const inbound: SourceDefinition<ReferenceNative> = {
  transport: "http",
  verify: verifySignature,
  parse: (wire) =>
    parseJson(wire, Inbound, (body) => ({
      ok: true,
      natives: [
        {
          type: classify(body.text),
          source: "reference.inbound",
          dedupeKey: body.inbound_id,
          evidenceKey: body.inbound_id,
          occurredAt: body.at ?? null,
          nativeType: "inbound",
          nativeStatus: null,
          refs: body.in_reply_to === undefined ? [] : [messageRef(body.in_reply_to)],
          observation: { source_type: "provider_webhook", source_confidence: "medium" },
          actor: { actor_type: "unknown", identity_strength: "low", authority_strength: "none" },
          endpoint: { endpoint_type: "reference_inbox", value: body.from },
          data: { address: addressId(body.from) },
          raw: rawOf(wire, addressId(body.from)),
        },
      ],
    })),
};
