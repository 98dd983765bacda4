import type { Doc, Reactor } from "@underclaim/runtime";
import { reportReactions } from "../health/report-reactions.ts";
import type { SmsKit } from "../kit.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import { inboundReactions, inboundTimers } from "./inbound-reactions.ts";
import { receiptReactions } from "./receipt-reactions.ts";
import { smsTimers as receiptTimers } from "./receipt-timers.ts";
import { allReactions } from "./together.ts";

/** What native events change beside the evidence. */
export const smsReactions = (
  kit: SmsKit,
): Readonly<Partial<Record<SmsNative, Reactor<SmsNative>>>> =>
  allReactions<SmsNative>(receiptReactions(kit), inboundReactions(kit), reportReactions);

/** What falls due, by collection. */
export const smsTimers = (
  kit: SmsKit,
): Readonly<Record<string, (doc: Doc) => readonly SmsDraft[]>> => ({
  ...receiptTimers(kit),
  ...inboundTimers(kit),
});
