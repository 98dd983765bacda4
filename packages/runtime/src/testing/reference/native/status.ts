import { z } from "zod";
import { rawOf, type SourceDefinition } from "../../../definition/source.ts";
import { At, parseJson } from "./parse.ts";
import { verifySignature } from "./signature.ts";
import { clientRef, messageRef, type ReferenceNative } from "./types.ts";

const Status = z.looseObject({
  event_id: z.string().min(1).max(200),
  message_id: z.string().min(1).max(200).optional(),
  client_ref: z.string().min(1).max(200).optional(),
  status: z.string().min(1).max(100),
  reason: z.string().max(100).optional(),
  at: At.optional(),
});

const KNOWN: Readonly<Record<string, ReferenceNative>> = {
  delivered: "reference.receipt.delivered",
  failed: "reference.receipt.failed",
  read: "reference.receipt.read",
};

/** Receipts: a signed webhook. A status nobody has told us of is kept as it is and means nothing yet. */
export const status: SourceDefinition<ReferenceNative> = {
  transport: "http",
  verify: verifySignature,
  parse: (wire) =>
    parseJson(wire, Status, (body) => {
      const message = body.message_id === undefined ? [] : [messageRef(body.message_id)];
      const client = body.client_ref === undefined ? [] : [clientRef(body.client_ref)];
      const type = Object.hasOwn(KNOWN, body.status) ? KNOWN[body.status] : undefined;
      return {
        ok: true,
        natives: [
          {
            type: type ?? "reference.receipt.unknown",
            source: "reference.status",
            dedupeKey: body.event_id,
            evidenceKey: [body.status, body.reason ?? ""].join("/"),
            occurredAt: body.at ?? null,
            nativeType: "status",
            nativeStatus: body.status,
            refs: [...message, ...client],
            learns: message,
            observation: { source_type: "provider_webhook", source_confidence: "medium" },
            data: { reason: body.reason ?? null },
            raw: rawOf(wire),
          },
        ],
      };
    }),
};
