import { rawOf, type Parsed, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { inboundNative, type InboundMessage } from "../inbound.ts";
import { inboundPartNative } from "../inbound-part.ts";
import { instantOf } from "../instant.ts";
import { e164, ourAddress } from "../msisdn.ts";
import type { SmsNative } from "../types.ts";
import { notUnderstood } from "../wire.ts";
import { readUdh } from "./udh.ts";

const Text = z.string().min(1).max(500);
const told = {
  id: Text,
  from: Text,
  to: Text,
  received_at: z.string().nullish(),
};
const Body = z.string().max(20_000);

export const TextReply = z.looseObject({ type: z.literal("mo_text"), ...told, body: Body });
export const BinaryReply = z.looseObject({
  type: z.literal("mo_binary"),
  ...told,
  body: z.base64().max(20_000),
  udh: z.string().max(280).nullish(),
});
export const MediaReply = z.looseObject({
  type: z.literal("mo_media"),
  ...told,
  body: z.looseObject({ message: Body.nullish() }),
});

export const textReply = (
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  reply: z.output<typeof TextReply>,
): Parsed<SmsNative> => whole(kit, messageOf(kit, source, wire, reply, reply.body));

/** An MMS: what was written with the pictures is read like any reply. */
export const mediaReply = (
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  reply: z.output<typeof MediaReply>,
): Parsed<SmsNative> => whole(kit, messageOf(kit, source, wire, reply, reply.body.message ?? ""));

/**
 * A binary message names no alphabet. It is read where every one agrees on what it says: in printable ASCII. A part of a
 * longer message is one by its header (3GPP TS 23.040 §9.2.3.24).
 */
export function binaryReply(
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  reply: z.output<typeof BinaryReply>,
): Parsed<SmsNative> {
  const header = readUdh(reply.udh ?? "");
  if (!header.ok) return notUnderstood("Not as documented: udh.");
  if (header.ported) return notUnderstood("A binary message for an application's port.");
  const body = Buffer.from(reply.body, "base64").toString("latin1");
  if (!/^[\t\n\r\x20-\x7e]+$/.test(body))
    return notUnderstood("A binary message whose alphabet is not told.");
  const message = messageOf(kit, source, wire, reply, body);
  if (header.concatenation === null || header.concatenation.total === 1) return whole(kit, message);
  return {
    ok: true,
    natives: [inboundPartNative(kit, { ...message, ...header.concatenation })],
  };
}

const whole = (kit: SmsKit, message: InboundMessage): Parsed<SmsNative> => ({
  ok: true,
  natives: [inboundNative(kit, message)],
});

function messageOf(
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  reply: z.output<z.ZodObject<typeof told>>,
  body: string,
): InboundMessage {
  const from = e164(reply.from);
  return {
    source,
    account: wire.account ?? "default",
    messageId: reply.id,
    from,
    to: ourAddress(kit, reply.to),
    body,
    // When Sinch received it; `sent_at` is the handset's or the operator's.
    occurredAt: instantOf(reply.received_at),
    dedupeKey: reply.id,
    raw: rawOf(wire, kit.numberId(from)),
  };
}
