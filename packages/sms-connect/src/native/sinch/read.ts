import type { Parsed, SourceDefinition, WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { glimpse } from "../glimpse.ts";
import { e164 } from "../msisdn.ts";
import type { SmsNative } from "../types.ts";
import { parseJson } from "../wire.ts";
import {
  BinaryReply,
  binaryReply,
  MediaReply,
  mediaReply,
  TextReply,
  textReply,
} from "./replies.ts";
import { BatchReport, batchReceipts, RecipientReport, recipientReceipt } from "./reports.ts";
import { verifySinch } from "./signature.ts";

const Callback = z.discriminatedUnion("type", [
  RecipientReport,
  BatchReport,
  TextReply,
  BinaryReply,
  MediaReply,
]);
/** Where nothing is configured: as the Standard Webhooks have it. */
const TOLERANCE_MS = 300_000;

/**
 * What Sinch posts. A service plan has one address for everything that names none of its own, so each source reads whatever
 * comes.
 */
export const sinchSource = (kit: SmsKit, source: string): SourceDefinition<SmsNative> => ({
  transport: "http",
  verify: (wire, secrets) => verifySinch(wire, secrets, toleranceOf(kit, wire.account)),
  parse: (wire) => parseJson(wire, Callback, (callback) => read(kit, source, wire, callback)),
  person: (wire) => personIn(kit, wire),
});

function read(
  kit: SmsKit,
  source: string,
  wire: WireRequest,
  callback: z.output<typeof Callback>,
): Parsed<SmsNative> {
  switch (callback.type) {
    case "recipient_delivery_report_sms":
      return { ok: true, natives: recipientReceipt(kit, source, wire, callback) };
    case "delivery_report_sms":
      return { ok: true, natives: batchReceipts(kit, source, wire, callback) };
    case "mo_text":
      return textReply(kit, source, wire, callback);
    case "mo_binary":
      return binaryReply(kit, source, wire, callback);
    case "mo_media":
      return mediaReply(kit, source, wire, callback);
  }
}

function toleranceOf({ settings }: SmsKit, account: string | null): number {
  const found = settings.providers.find((each) => each.account === account);
  return found?.kind === "sinch" ? found.webhook_tolerance : TOLERANCE_MS;
}

const Person = z.looseObject({ recipient: z.string().nullish(), from: z.string().nullish() });

/** Whose number stands in what was not understood. */
function personIn(kit: SmsKit, wire: WireRequest): string | null {
  const seen = glimpse<z.output<typeof Person>>((see) => parseJson(wire, Person, see));
  const number = seen?.recipient ?? seen?.from;
  return number == null ? null : kit.numberId(e164(number));
}
